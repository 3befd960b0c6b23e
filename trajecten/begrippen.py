"""What the words of the white paper mean: beside the word on the screen, and together in the word list."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partijen.enums import PartijSoort, Rol
from trajecten.enums import Component, Uitkomst

BEFORE_NAME = re.compile(r"^\(.*?\)\s*")


class Begrip(NamedTuple):
    """A word as it stands on the screen, and what it means in a sentence or two (Tabel 1, kader 3)."""

    naam: str | Promise
    uitleg: str | Promise

    @property
    def sorteernaam(self) -> str:
        """Return the name to sort by: "(Extra) begeleiding" is looked for under the b."""
        return BEFORE_NAME.sub("", str(self.naam)).casefold()


ROLLEN: Mapping[str, Begrip] = MappingProxyType(
    {
        Rol.INTERMEDIAIR.value: Begrip(
            Rol.INTERMEDIAIR.label,
            _("Kiest wie mee kan doen en zoekt er een werkgever bij. Vaak is dat de gemeente, soms het UWV."),
        ),
        Rol.WERKGEVER.value: Begrip(
            Rol.WERKGEVER.label,
            _("Geeft de deelnemer een plek om te werken en te leren. Schrijft mee aan wat daarvoor nodig is."),
        ),
        Rol.OPLEIDER.value: Begrip(
            Rol.OPLEIDER.label,
            _("Leert de deelnemer het vak, bijvoorbeeld een mbo-school. Legt vast wat iemand heeft gehaald."),
        ),
        Rol.TAALOPLEIDER.value: Begrip(
            Rol.TAALOPLEIDER.label,
            _("Geeft les in het Nederlands en in de woorden van het vak."),
        ),
        Rol.REGISSEUR.value: Begrip(
            Rol.REGISSEUR.label,
            _("Houdt het hele traject bij elkaar: zoekt partijen, bewaakt de planning en beslist. Een per traject."),
        ),
        Rol.MENTOR.value: Begrip(
            Rol.MENTOR.label,
            _("Spreekt een deelnemer vaak en legt dat vast in check-ins. Helpt ook de werkgever."),
        ),
        Rol.VERBINDER.value: Begrip(
            Rol.VERBINDER.label,
            _("Kent de mensen of de bedrijven en brengt hen samen. Ziet geen dossiers."),
        ),
        Rol.EXPERTISEPARTNER.value: Begrip(
            Rol.EXPERTISEPARTNER.label,
            _("Weet veel van de groep of van de branche, en geeft de andere partijen advies."),
        ),
    }
)

COMPONENTEN: Mapping[str, Begrip] = MappingProxyType(
    {
        Component.WERVING.value: Begrip(
            Component.WERVING.label,
            _("Mensen zoeken die het werk willen en kunnen leren. Samen met de werkgever kiezen wie meedoet."),
        ),
        Component.VOORTRAJECT.value: Begrip(
            Component.VOORTRAJECT.label,
            _("Voorbereiding op leren en werken: taal, het vak leren kennen, en regelen wat nog in de weg staat."),
        ),
        Component.LEERWERK.value: Begrip(
            Component.LEERWERK.label,
            _("Leren bij een opleider en werken bij een werkgever, door elkaar heen. Het hart van het traject."),
        ),
        Component.TAAL.value: Begrip(
            Component.TAAL.label,
            _("Les in de taal van het werk, naast het leren en werken. De werkgever geeft de woorden daarvoor."),
        ),
        Component.BEGELEIDING.value: Begrip(
            Component.BEGELEIDING.label,
            _("Steun voor de deelnemer en de werkgever. Begint in het voortraject en loopt door na de plaatsing."),
        ),
        Component.MATCHING.value: Begrip(
            Component.MATCHING.label,
            _("Een baan zoeken die past, bij deze of een andere werkgever. Dat kan met een proefplaatsing beginnen."),
        ),
    }
)

TRAJECT: Mapping[str, Begrip] = MappingProxyType(
    {
        "leerwerktraject": Begrip(
            _("Leerwerktraject"),
            _("Leren en werken tegelijk, in zes onderdelen, voor een groep. Op het scherm heet het kortweg traject."),
        ),
        "canvas": Begrip(
            _("Canvas"),
            _("Het hele traject op één blad: doel, planning, wie wat doet en wat er nog open is. Voor het overleg."),
        ),
        "sjabloon": Begrip(
            _("Sjabloon"),
            _("Een voorbeeld om mee te beginnen. Het vult de onderdelen, de duur en de rollen vast in."),
        ),
        "extra": Begrip(
            _("Extra voor statushouders"),
            _("Staat in een traject voor statushouders, en niet in een gewone opleiding naast werk."),
        ),
        "afwijking": Begrip(
            _("Afwijking"),
            _("De planning is korter of langer dan gemiddeld volgens Tabel 1. Dat mag, met een reden erbij."),
        ),
        "te_plannen": Begrip(
            _("Nog te plannen"),
            _("De duur is een voorstel dat nog niemand heeft bevestigd."),
        ),
        "hiaat": Begrip(
            _("Hiaat"),
            _("Een tijd van leren en werken zonder taalles, of van een plaatsing zonder begeleiding. Geen fout."),
        ),
        "stuurmoment": Begrip(
            _("Stuurmoment"),
            _("Een moment halverwege of vlak voor het einde van een fase. U bekijkt dan samen of u moet bijsturen."),
        ),
        "overgang": Begrip(
            _("Overgang en go/no-go"),
            _(
                "Het moment waarop de volgende fase begint. Na het voortraject kan dat een go/no-go zijn: "
                "gaat de groep door of niet?"
            ),
        ),
        "niveau": Begrip(
            _("Niveau"),
            _(
                "Hoe hoog de opleiding is: mbo 1 tot en met 4, Associate degree of hbo. "
                "Vanaf mbo 2 heeft iemand een startkwalificatie."
            ),
        ),
        "arbeidsmarktregio": Begrip(
            _("Arbeidsmarktregio"),
            _("Een van de 35 gebieden waarin gemeenten, UWV en werkgevers samenwerken aan werk."),
        ),
        Uitkomst.CERTIFICAAT.value: Begrip(
            Uitkomst.CERTIFICAAT.label,
            _("Een bewijs dat iemand een cursus of een deel van het vak heeft geleerd. Het is geen diploma."),
        ),
        Uitkomst.DEELCERTIFICAAT.value: Begrip(
            Uitkomst.DEELCERTIFICAAT.label,
            _("Een bewijs voor een deel van een opleiding. Later telt het mee voor het hele diploma."),
        ),
        Uitkomst.PRAKTIJKVERKLARING.value: Begrip(
            Uitkomst.PRAKTIJKVERKLARING.label,
            _("Een papier waarop staat welke taken iemand bij een werkgever heeft geleerd. Zonder examen."),
        ),
        "rol_open": Begrip(
            _("Open, gevraagd, toegezegd"),
            _("Open: nog niemand doet het. Gevraagd: een partij moet nog antwoorden. Toegezegd: een partij zei ja."),
        ),
        "middelen": Begrip(
            _("Middelen"),
            _("Geld, tijd, een plek, begeleiding of materiaal dat een partij inbrengt."),
        ),
        "inburgeringsbudget": Begrip(
            _("Inburgeringsbudget"),
            _("Geld van het Rijk waarmee een gemeente de inburgering betaalt, zoals taallessen."),
        ),
        "participatiebudget": Begrip(
            _("Participatiebudget"),
            _("Geld van het Rijk waarmee een gemeente mensen naar werk helpt."),
        ),
        "vaktaal": Begrip(
            _("Vaktaal"),
            _("De woorden die iemand op het werk nodig heeft. De werkgever levert ze, de taalopleider oefent ze."),
        ),
    }
)

PARTIJ: Mapping[str, Begrip] = MappingProxyType(
    {
        "taalschool": Begrip(
            PartijSoort.TAALSCHOOL.label,
            _("Een school waar mensen Nederlands leren. Kan in een traject de taalopleider zijn."),
        ),
        "maatschappelijk": Begrip(
            PartijSoort.MAATSCHAPPELIJK.label,
            _("Helpt mensen zonder winst te willen maken, zoals een buurthuis of een stichting van vrijwilligers."),
        ),
        "begeleidingsorganisatie": Begrip(
            PartijSoort.BEGELEIDING.label,
            _("Een organisatie met mentoren of jobcoaches. Zij begeleiden deelnemers en werkgevers."),
        ),
        "branche": Begrip(
            PartijSoort.BRANCHE.label,
            _("Een vereniging van werkgevers in hetzelfde vak, zoals de bouw of de zorg."),
        ),
        "werkcentrum": Begrip(
            PartijSoort.WERKCENTRUM.label,
            _(
                "Gemeenten en UWV brengen hier werkgevers en werkzoekenden bij elkaar, per arbeidsmarktregio. "
                "WSP is kort voor Werkgeversservicepunt."
            ),
        ),
        "uwv": Begrip(
            PartijSoort.UWV.label,
            _("Betaalt uitkeringen voor het Rijk en helpt mensen naar werk. Kan in een traject de intermediair zijn."),
        ),
        "expertisecentrum": Begrip(
            PartijSoort.EXPERTISE.label,
            _("Weet veel van een groep of van een vak. Kan in een traject de expertisepartner zijn."),
        ),
    }
)

DEELNEMER: Mapping[str, Begrip] = MappingProxyType(
    {
        "statushouder": Begrip(
            _("Statushouder"),
            _("Een vluchteling die in Nederland mag blijven. Wie meedoet aan een traject heet hier deelnemer."),
        ),
        "taalniveau": Begrip(
            _("Taalniveau"),
            _(
                "Hoe goed iemand Nederlands kent. Het begint bij A1 (een paar woorden). "
                "Met B1 redt iemand zich op het werk, met B2 in een moeilijk gesprek."
            ),
        ),
        "belemmering": Begrip(
            _("Praktische belemmering"),
            _("Iets dat eerst geregeld moet zijn, zoals kinderopvang of vervoer. Schrijf nooit de oorzaak op."),
        ),
        "kenmerk": Begrip(
            _("Kenmerk"),
            _("Het nummer waarmee uw gemeente iemand in de eigen systemen terugvindt. Nooit een BSN."),
        ),
        "checkin": Begrip(
            _("Check-in"),
            _("Een korte notitie van de mentor over een gesprek: hoe gaat het met werk, taal en leren?"),
        ),
        "signaal": Begrip(
            _("Signaal"),
            _("Een melding aan de gemeente dat iets niet goed gaat. Leerwerk maakt het uit een check-in."),
        ),
        "snuffelstage": Begrip(
            _("Snuffelstage"),
            _("Een paar dagen meelopen bij een werkgever, om te zien of het werk past."),
        ),
        "leerwerkplek": Begrip(
            _("Leerwerkplek"),
            _("Een plek bij een werkgever waar iemand werkt en tegelijk het vak leert."),
        ),
        "proefplaatsing": Begrip(
            _("Proefplaatsing"),
            _("Een tijd op proef werken, met behoud van uitkering. De werkgever wil daarna een contract geven."),
        ),
        "dienstverband": Begrip(
            _("Dienstverband"),
            _("Een baan met een contract en loon van de werkgever."),
        ),
        "bewaartermijn": Begrip(
            _("Bewaartermijn"),
            _("Zo lang blijft een dossier bestaan na het laatste traject. Daarna blijven alleen maanden en aantallen."),
        ),
    }
)

BEGRIPPEN: Mapping[str, Begrip] = MappingProxyType({**ROLLEN, **COMPONENTEN, **TRAJECT, **PARTIJ, **DEELNEMER})

# What stands in the cells of the list of trajectories, and in the running text of the templates to begin with.
WOORDEN_LIJST = (*Component.values, Rol.REGISSEUR.value, "rol_open")
WOORDEN_SJABLONEN = ("certificaat", "deelcertificaat", "praktijkverklaring", "taalniveau", "vaktaal")


def alphabetical() -> list[tuple[str, Begrip]]:
    """Return every word with its code, by its name in the reader's language."""
    return sorted(BEGRIPPEN.items(), key=lambda item: item[1].sorteernaam)
