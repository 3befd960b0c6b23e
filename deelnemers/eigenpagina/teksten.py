"""What the participant's own page says, in six languages: Dutch stands here, translations beside it as data.

A translation is a concept until a named reader approved exactly that text for a gemeente; the page shows it beside the
Dutch, so that nobody has to trust it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from deelnemers.eigenpagina.talen import NEDERLANDS, TALEN
from deelnemers.models import EigenPaginaTekst

if TYPE_CHECKING:
    from partijen.models import Partij

__all__ = ["NEDERLANDS", "TALEN", "TEKSTEN", "Tekst", "read_texts"]

VERTALINGEN = Path(__file__).parent / "vertalingen"
INVULPLEK = re.compile(r"\{(\w+)\}")
# Around what is filled in: a name or a date keeps its own direction, whatever the direction of the sentence.
ISOLAAT = "\u2068{}\u2069"


class Tekst(NamedTuple):
    """One text of the page: the Dutch, what stands in the language asked for, and whether nobody approved that yet."""

    code: str
    nederlands: str
    vertaling: str
    concept: bool

    def filled(self, **values: str) -> "Tekst":
        """Return the text with its {names} filled in, in both languages."""
        return self._replace(nederlands=_fill(self.nederlands, values), vertaling=_fill(self.vertaling, values))


class Vertaling(NamedTuple):
    """A text in one language as a gemeente has it, what stands there without one, and what the gemeente kept of it."""

    tekst: Tekst
    van_ons: str
    rij: EigenPaginaTekst | None
    # Of exactly this Dutch and exactly this translation.
    versie: str


# Few and plain (A2/B1): each is read by someone who learns Dutch, next to the same in their own language.
TEKSTEN: Mapping[str, str] = MappingProxyType(
    {
        # What this is
        "titel": "Mijn traject",
        "uitleg": "Dit is uw eigen pagina. U ziet hier uw traject, uw afspraken en uw mentor.",
        "uitleg_link": "Deze link is alleen voor u. Geef de link niet aan andere mensen.",
        "geldig_tot": "De link werkt tot en met {datum}.",
        "taal": "Taal",
        "taal_kies": "Kies uw taal",
        "concept": "Concept",
        "concept_uitleg": "Deze vertaling is nog niet gecontroleerd. De Nederlandse tekst staat erbij. "
        "Begrijpt u iets niet? Vraag uw mentor.",
        # The route: a word per component, and how it stands
        "route": "Mijn route",
        "route_leeg": "Uw route staat hier nog niet. Vraag uw mentor.",
        "route_werving": "Kennismaken en kiezen",
        "route_voortraject": "Voorbereiden",
        "route_leerwerk": "Leren en werken",
        "route_taal": "Taalles",
        "route_begeleiding": "Begeleiding",
        "route_matching": "Een baan zoeken",
        "staat_gepland": "Komt nog",
        "staat_lopend": "Nu bezig",
        "staat_stil": "Staat nu stil",
        "staat_afgerond": "Klaar",
        "staat_overgeslagen": "Niet nodig",
        "van_tot": "Van {van} tot en met {tot}",
        # Appointment and agreements
        "volgende": "Mijn volgende afspraak",
        "volgende_leeg": "U hebt nog geen nieuwe afspraak.",
        "ontmoeting_mentor": "Gesprek met uw mentor",
        "ontmoeting_voortgang": "Gesprek met de werkgever: hoe gaat het?",
        "ontmoeting_kennismaking": "Kennismaken met een werkgever",
        "ontmoeting_snuffelstage": "Kijken op de werkplek (snuffelstage)",
        "afspraken": "Wat wij hebben afgesproken",
        "afspraken_leeg": "Hier staan nu geen afspraken.",
        "afspraken_taal": "Uw mentor schreef dit in het Nederlands.",
        "afspraak_voor": "Klaar op {datum}",
        "afspraak_wie": "Wie doet dit: {naam}",
        "afspraak_open": "Nog te doen",
        "afspraak_gedaan": "Gedaan",
        # The mentor
        "mentor": "Mijn mentor",
        "mentor_leeg": "U hebt nog geen mentor. Vraag het uw gemeente.",
        "bellen": "Bellen",
        "mailen": "E-mail sturen",
        # Wishes
        "wensen": "Mijn wensen",
        "wensen_uitleg": "Wat wilt u? Kies een wens en druk op Versturen. U mag kiezen, het hoeft niet.",
        "wensen_wie": "Alleen uw mentor en uw gemeente zien uw wens.",
        "wens_mentor": "Ik wil met mijn mentor praten",
        "wens_uren": "Ik wil andere uren werken of leren",
        "wens_bezoek": "Ik wil eerst kijken op de werkplek",
        "wens_taal": "Ik wil meer taalles",
        "wens_reis": "Ik wil hulp met reizen",
        "wens_opvang": "Ik wil hulp met kinderopvang",
        "versturen": "Versturen",
        "intrekken": "Intrekken",
        "wens_kies": "Kies eerst een wens.",
        "wens_verstuurd": "Uw wens is verstuurd.",
        "wens_verstuurd_op": "Verstuurd op {datum}",
        "wens_al_verstuurd": "Deze wens is al verstuurd.",
        "wens_besproken": "Uw mentor heeft deze wens met u besproken.",
        "wens_ingetrokken": "Uw wens is ingetrokken.",
        # A link that works no more
        "link_werkt_niet": "Deze link werkt niet meer",
        "link_verlopen": "De tijd van deze link is voorbij.",
        "link_ingetrokken": "Deze link is gestopt.",
        "link_nieuw": "Vraag uw mentor om een nieuwe link.",
        # What was refused, whatever the link
        "te_vaak": "Dat was te vaak. Probeer het later weer.",
        "opnieuw_openen": "Dat lukte niet. Open de link opnieuw.",
    }
)


def read_texts(taal: str, gemeente: "Partij | None") -> Mapping[str, Tekst]:
    """Return every text of the page in a language, by code; of a gemeente its own version where it has one."""
    if taal == NEDERLANDS:
        return {code: Tekst(code, nederlands, nederlands, False) for code, nederlands in TEKSTEN.items()}
    rijen = EigenPaginaTekst.objects.of_taal(gemeente.pk, taal) if gemeente else ()
    return {code: vertaling.tekst for code, vertaling in combine(taal, rijen).items()}


def combine(taal: str, rijen: Iterable[EigenPaginaTekst]) -> Mapping[str, Vertaling]:
    """Return every translation in a language, by code, given what a gemeente kept of them."""
    kept = {rij.code: rij for rij in rijen}
    return {code: _combined(taal, code, kept.get(code)) for code in TEKSTEN}


def _combined(taal: str, code: str, rij: EigenPaginaTekst | None) -> Vertaling:
    nederlands, van_ons = TEKSTEN[code], translations(taal)[code]
    # What was written before we asked for something else to be filled in would leave that out.
    own = rij.tekst if rij and places_in(rij.tekst) == places_in(nederlands) else ""
    versie = version_of(nederlands, own or van_ons)
    concept = rij is None or rij.gelezen_versie != versie
    return Vertaling(Tekst(code, nederlands, own or van_ons, concept), van_ons, rij, versie)


def version_of(nederlands: str, vertaling: str) -> str:
    """Return a short name for exactly this pair of texts: who approves one, approves no other."""
    return hashlib.sha256(json.dumps([nederlands, vertaling]).encode()).hexdigest()


def places_in(text: str) -> list[str]:
    """Return the names that are filled in in a text."""
    return sorted(INVULPLEK.findall(text))


@cache
def translations(taal: str) -> Mapping[str, str]:
    """Return our own translation of every text, by code; read once per process."""
    content = (VERTALINGEN / f"{taal}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(content))


def _fill(text: str, values: Mapping[str, str]) -> str:
    return INVULPLEK.sub(lambda found: ISOLAAT.format(values[found[1]]), text)
