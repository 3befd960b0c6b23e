"""Templates for a new trajectory: the six examples of kader 1 and 2, and the generic model of figuur 1.

A template holds what the white paper states. A length that it leaves open comes from the component's range in Tabel 1
and is marked "nog te plannen". The length proposed is the middle of a range, rounded down: no extreme of an average is
a better guess, and a coordinator shortens or lengthens it from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trajecten.catalogus import CATALOGUS
from trajecten.duur import Duur, maanden, weken
from trajecten.enums import Component, Niveau, Sector, Uitkomst

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GENERIEK = "generiek"

# Months that learning for a whole diploma takes at a level, at least and at most: an entree year, BBL at mbo 2 and 3,
# an associate degree. Other levels have no usual length beside work.
MAANDEN_BIJ_NIVEAU: Mapping[Niveau, tuple[int, int]] = MappingProxyType(
    {Niveau.MBO1: (12, 12), Niveau.MBO2: (12, 24), Niveau.MBO3: (24, 36), Niveau.AD: (24, 24)}
)


@dataclass(frozen=True, slots=True)
class DuurVoorstel:
    """A range of lengths in one unit, the length proposed, its source, and whether it is still to be planned."""

    minimum: Duur
    maximum: Duur
    voorgesteld: Duur
    bron: str
    te_plannen: bool

    def __str__(self) -> str:
        if self.minimum == self.maximum:
            return str(self.minimum)
        return gettext("%(min)d tot %(max)s") % {"min": self.minimum.aantal, "max": self.maximum}

    @classmethod
    def stated(cls, minimum: Duur, maximum: Duur, *, bron: str) -> DuurVoorstel:
        """Return a length that the white paper states, and the middle of it as the proposal."""
        return cls(minimum, maximum, _middle(minimum, maximum), bron, te_plannen=False)

    @classmethod
    def open(cls, component: Component) -> DuurVoorstel:
        """Return a length that is still to be planned: the component's range in months (Tabel 1) and its middle."""
        regel = CATALOGUS[component]
        minimum, maximum = maanden(regel.min_maanden), maanden(regel.max_maanden)
        return cls(minimum, maximum, _middle(minimum, maximum), "Tabel 1", te_plannen=True)

    @classmethod
    def of_niveau(cls, niveau: Niveau, uitkomst: Uitkomst) -> DuurVoorstel | None:
        """Return how long learning for a diploma of this level takes, still to be planned; None where nothing says."""
        if uitkomst != Uitkomst.DIPLOMA or niveau not in MAANDEN_BIJ_NIVEAU:
            return None
        minimum, maximum = (maanden(aantal) for aantal in MAANDEN_BIJ_NIVEAU[niveau])
        return cls(minimum, maximum, _middle(minimum, maximum), "niveau", te_plannen=True)


def _middle(minimum: Duur, maximum: Duur) -> Duur:
    if minimum.eenheid != maximum.eenheid:
        raise ValueError("A range has one unit.")
    return Duur((minimum.aantal + maximum.aantal) // 2, minimum.eenheid)


@dataclass(frozen=True, slots=True)
class Sjabloon:
    """A starting point for a trajectory; `uitkomst` is None where none of the four outcomes fits or is stated."""

    code: str
    naam: StrOrPromise
    bron: str
    sectoren: tuple[Sector, ...]
    niveaus: tuple[Niveau, ...]
    uitkomst: Uitkomst | None
    uitkomst_tekst: StrOrPromise
    bijzonderheden: tuple[StrOrPromise, ...] = ()
    voorbeeldorganisaties: tuple[str, ...] = ()
    genoemde_duren: Mapping[Component, DuurVoorstel] = field(default_factory=dict)

    @property
    def sector(self) -> Sector | None:
        """Return the one sector, or None where the example names several or none."""
        return self.sectoren[0] if len(self.sectoren) == 1 else None

    @property
    def duren(self) -> Mapping[Component, DuurVoorstel]:
        """Return a proposal for each of the six components, stated or open, in the order of Tabel 1."""
        return {component: DuurVoorstel.open(component) for component in CATALOGUS} | dict(self.genoemde_duren)

    def duren_for(self, niveau: Niveau, uitkomst: Uitkomst) -> Mapping[Component, DuurVoorstel]:
        """Return the same for a group that learns at this level: what the white paper states goes before it."""
        voorstel = DuurVoorstel.of_niveau(niveau, uitkomst)
        if voorstel is None or Component.LEERWERK in self.genoemde_duren:
            return self.duren
        return dict(self.duren) | {Component.LEERWERK: voorstel}


_SJABLONEN = (
    Sjabloon(
        code=GENERIEK,
        naam=_("Algemeen model"),
        bron="figuur 1, Tabel 1",
        sectoren=(),
        niveaus=(Niveau.GEEN,),
        uitkomst=None,
        uitkomst_tekst=_("Nog te kiezen: een diploma, een (deel)certificaat of een praktijkverklaring."),
    ),
    Sjabloon(
        code="zorg",
        naam=_("Voortraject zorg"),
        bron="kader 1a",
        sectoren=(Sector.ZORG,),
        niveaus=(Niveau.MBO2, Niveau.MBO3, Niveau.MBO4, Niveau.HBO),
        uitkomst=None,
        uitkomst_tekst=_(
            "Start van een opleiding: bijvoorbeeld mbo 3 Verzorgende IG, mbo 3 Maatschappelijke Zorg"
            " of hbo Verpleegkunde."
        ),
        bijzonderheden=(
            _("Deelnemers krijgen taalles en maken kennis met werken in de Nederlandse zorg."),
            _("Een stage hoort bij het voortraject."),
        ),
    ),
    Sjabloon(
        code="werk-en-taal",
        naam=_("Doorgaande lijn Werk en Taal (Utrecht)"),
        bron="kader 1b",
        sectoren=(Sector.HORECA, Sector.LOGISTIEK),
        niveaus=(Niveau.MBO2,),
        uitkomst=Uitkomst.DIPLOMA,
        uitkomst_tekst=_("Eerst taalniveau A1, daarna een diploma op mbo 2 of (deel)certificaten."),
        bijzonderheden=(
            _("Deelnemers bezoeken bedrijven in verschillende sectoren en kiezen daarna een richting."),
            _("Praktische zaken, zoals kinderopvang, zijn geregeld voordat het leren en werken begint."),
        ),
        genoemde_duren={Component.VOORTRAJECT: DuurVoorstel.stated(maanden(3), maanden(9), bron="kader 1b")},
    ),
    Sjabloon(
        code="voor-de-klas",
        naam=_("Statushouders voor de klas"),
        bron="kader 1c",
        sectoren=(Sector.ONDERWIJS,),
        niveaus=(Niveau.HBO,),
        uitkomst=None,
        uitkomst_tekst=_("Het Staatsexamen NT2."),
        bijzonderheden=(
            _("Deelnemers doen ervaring op als stagiair of onderwijsassistent."),
            _("Daarna kan een deeltijdopleiding tot docent volgen. Die duurt 3 jaar en staat niet in de planning."),
            _("Andere vervolgstappen: zij-instroom als docent, of maatwerk voor onderwijsassistenten."),
        ),
    ),
    Sjabloon(
        code="elektromonteur",
        naam=_("Elektromonteur"),
        bron="kader 2a",
        sectoren=(Sector.TECHNIEK,),
        niveaus=(Niveau.MBO3, Niveau.MBO4),
        uitkomst=Uitkomst.DIPLOMA,
        uitkomst_tekst=_("Een mbo 3- of mbo 4-diploma."),
        bijzonderheden=(
            _("De opleiding lijkt op de gewone opleiding, maar gaat in een rustiger tempo."),
            _("Er is extra taalles en extra begeleiding."),
            _("Meer werkgevers en opleiders doen mee."),
            _("Een deelnemer kan soms meteen in dienst komen bij de werkgever van het leerwerktraject."),
        ),
        voorbeeldorganisaties=("Liander", "Stedin", "Enexis", "Heijmans"),
    ),
    Sjabloon(
        code="bouw",
        naam=_("Leren en werken in de bouw"),
        bron="kader 2b",
        sectoren=(Sector.BOUW,),
        niveaus=(Niveau.MBO1, Niveau.MBO2),
        uitkomst=Uitkomst.CERTIFICAAT,
        uitkomst_tekst=_("Een VCA-certificaat. Daarna, tijdens het werk, een opleiding op mbo 1 of mbo 2."),
        bijzonderheden=(
            _("De VCA-cursus duurt 3 tot 8 weken en bevat les in vaktaal. Daarna komt een stage van 2 weken."),
            _("Wie de stage goed afrondt, komt in dienst en krijgt begeleiding op maat."),
        ),
        voorbeeldorganisaties=("Stichting de Nieuwe Buren",),
        # Course plus work placement: really shorter than the two months of Tabel 1, so planning warns and asks why.
        genoemde_duren={Component.LEERWERK: DuurVoorstel.stated(weken(5), weken(10), bron="kader 2b")},
    ),
    Sjabloon(
        code="groen",
        naam=_("Groen Inclusief Deal 2022"),
        bron="kader 2c",
        sectoren=(Sector.GROEN,),
        niveaus=(Niveau.GEEN,),
        uitkomst=Uitkomst.CERTIFICAAT,
        uitkomst_tekst=_("Een certificaat. Een mbo-opleiding tijdens het werk kan daarna."),
        bijzonderheden=(
            _("Het leren en werken bestaat uit werktraining, groentraining en taal."),
            _("Daarna is de deelnemer 6 maanden in dienst in de branche. De bedoeling is een vervolgcontract."),
        ),
        voorbeeldorganisaties=("VHG",),
        genoemde_duren={
            Component.LEERWERK: DuurVoorstel.stated(weken(13), weken(13), bron="kader 2c"),
            Component.MATCHING: DuurVoorstel.stated(maanden(6), maanden(6), bron="kader 2c"),
        },
    ),
)

SJABLONEN: Mapping[str, Sjabloon] = MappingProxyType({sjabloon.code: sjabloon for sjabloon in _SJABLONEN})
