"""What a timeline is made of: the phase to draw, the shapes on a drawing, and the same phase in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from trajecten.catalogus import CATALOGUS, Soort
from trajecten.enums import Component
from trajecten.tijdlijn.schaal import Jaarmerk, Maandmerk
from trajecten.uitloop import Uitloop, find_uitloop

MARGE = 18.0
VOET_HOOGTE = 22.0
HIAAT_BASELINE = 15.0
POORT_STRAAL = 7.0


@dataclass(frozen=True, slots=True)
class TijdlijnFase:
    """A phase to draw; days are inclusive, and a phase that has begun and not ended runs until today."""

    component: Component
    start: date
    eind: date
    werkelijk_start: date | None = None
    werkelijk_eind: date | None = None
    status: str = ""
    open_rollen: int = 0
    te_plannen: bool = False
    # The day since which it was paused or stopped: from then on it does not run, and is not late.
    stil_sinds: date | None = None
    # The go/no-go at its end, in words.
    besluit: str = ""

    @property
    def label(self) -> str:
        """Return the component's name."""
        return str(CATALOGUS[self.component].label)

    @property
    def soort(self) -> Soort:
        """Return whether the component is regular or extra."""
        return CATALOGUS[self.component].soort

    @property
    def toelichting(self) -> str:
        """Return the id of the details of its bar."""
        return f"tl-toelichting-{self.component.value}"

    def werkelijk_until(self, vandaag: date) -> date | None:
        """Return the last day, inclusive, on which the phase has really run; None if it has not begun."""
        if self.werkelijk_start is None:
            return None
        return self.werkelijk_eind or max(self.werkelijk_start, self.stil_sinds or vandaag)

    def uitloop(self, vandaag: date) -> tuple[Uitloop, ...]:
        """Return where the phase is later than planned; one that stands still is not."""
        if self.stil_sinds:
            return ()
        return find_uitloop(
            start=self.start,
            eind=self.eind,
            werkelijk_start=self.werkelijk_start,
            werkelijk_eind=self.werkelijk_eind,
            vandaag=vandaag,
        )


@dataclass(frozen=True, slots=True)
class Vlak:
    """A rectangle with its CSS class."""

    x: float
    y: float
    breedte: float
    hoogte: float
    klasse: str


@dataclass(frozen=True, slots=True)
class Balk(Vlak):
    """A planned phase; `extra` is drawn hatched and `te_plannen` dashed, so that colour is never the only sign."""

    extra: bool
    te_plannen: bool


@dataclass(frozen=True, slots=True)
class HiaatVlak(Vlak):
    """A gap in support, on the row of what is missing; `met_tekst` says that the word fits inside."""

    met_tekst: bool

    @property
    def midden(self) -> float:
        """Return the x of the middle."""
        return round(self.x + self.breedte / 2, 1)

    @property
    def y_tekst(self) -> float:
        """Return the baseline of the word inside."""
        return self.y + HIAAT_BASELINE


@dataclass(frozen=True, slots=True)
class Poort:
    """Where a link of the chain ends and the next begins: a diamond, filled once the phase is really over."""

    x: float
    midden: float
    voorbij: bool

    @property
    def y(self) -> float:
        """Return the y of its top."""
        return self.midden - POORT_STRAAL


@dataclass(frozen=True, slots=True)
class Rij:
    """One row: the ring of its focus, its label above the bar, what to notice at the right, what is drawn.

    `toelichting` is the id of its details.
    """

    ring: Vlak
    y_tekst: float
    label: str
    melding: str
    toelichting: str
    balk: Balk
    werkelijk: Vlak | None
    uitloop: tuple[Vlak, ...]
    hiaten: tuple[HiaatVlak, ...]
    overlappen: tuple[Vlak, ...]
    poort: Poort | None

    @property
    def hiaat_tekst(self) -> str:
        """Return the word inside a gap."""
        return gettext("hiaat")

    @property
    def naam(self) -> str:
        """Return its name for who does not see it: every word that the row shows, in the order in which it stands."""
        inside = [self.hiaat_tekst for hiaat in self.hiaten if hiaat.met_tekst]
        return ", ".join([self.label, *([self.melding] if self.melding else []), *inside])


@dataclass(frozen=True, slots=True)
class VandaagMerk:
    """Today's line; `anker` is the SVG text-anchor that keeps its word inside the drawing."""

    x: float
    y_tekst: float
    anker: str


@dataclass(frozen=True, slots=True)
class Tekening:
    """One drawing; `naam` makes its ids unique on a page and ends its CSS class."""

    naam: str
    breedte: float
    hoogte: float
    maanden: tuple[Maandmerk, ...]
    jaren: tuple[Jaarmerk, ...]
    rijen: tuple[Rij, ...]
    vandaag: VandaagMerk | None

    @property
    def links(self) -> float:
        """Return the x where the calendar and the labels begin."""
        return MARGE

    @property
    def rechts(self) -> float:
        """Return the x of the right end of the calendar."""
        return self.breedte - MARGE

    @property
    def onder(self) -> float:
        """Return the y where the rows end."""
        return self.hoogte - VOET_HOOGTE


@dataclass(frozen=True, slots=True)
class TabelRij:
    """The same phase in words, for the table beside the drawing and for the details of its bar."""

    toelichting: str
    label: str
    soort: str
    periode: str
    duur: str
    werkelijk: str
    status: str
    open_rollen: int
    open_tekst: str
    daarna: str
    opmerkingen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """Everything the templates need: two drawings, a description, the gaps in words, and the table's rows."""

    smal: Tekening
    breed: Tekening
    periode: str
    omschrijving: str
    hiaten: tuple[str, ...]
    tabelrijen: tuple[TabelRij, ...]

    @property
    def tekeningen(self) -> tuple[Tekening, Tekening]:
        """Return both drawings; CSS shows the one that fits the screen."""
        return self.smal, self.breed
