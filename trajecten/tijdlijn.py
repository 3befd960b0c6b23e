"""The timeline of a trajectory as numbers: one view-model for the web page, the phone and the PDF. No database.

Lengths are SVG user units. A drawing has a fixed width and scales through its viewBox, and text scales with it; so
there are two: a narrow one for a phone and a wide one for larger screens and paper, each with text readable there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from trajecten.catalogus import CATALOGUS, Soort
from trajecten.duur import say_datum, say_lengte, say_periode
from trajecten.enums import Component
from trajecten.planning import Hiaat

MARGE = 18.0
AS_HOOGTE = 42.0
RIJ_HOOGTE = 56.0
VOET_HOOGTE = 22.0
VANDAAG_ONDER = 6.0
LABEL_BASELINE = 16.0
BALK_Y = 22.0
BALK_HOOGTE = 16.0
HIAAT_BASELINE = 12.0
WERKELIJK_Y = 40.0
WERKELIJK_HOOGTE = 6.0

# Room that a label needs, its gap included: three letters or four digits at 12 units, in a wide font.
MAAND_RUIMTE = 34.0
JAAR_RUIMTE = 38.0
HIAAT_RUIMTE = 46.0
VANDAAG_RUIMTE = 58.0
# Months between two labels; past half a year the years alone are named.
MAAND_STAPPEN = (1, 2, 3, 6)
SHORTEST_MAAND = 28
FULL_JAAR = 365


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

    @property
    def label(self) -> str:
        """Return the component's name."""
        return str(CATALOGUS[self.component].label)

    @property
    def soort(self) -> Soort:
        """Return whether the component is regular or extra."""
        return CATALOGUS[self.component].soort

    def werkelijk_until(self, vandaag: date) -> date | None:
        """Return the last day, inclusive, on which the phase has really run; None if it has not begun."""
        if self.werkelijk_start is None:
            return None
        return self.werkelijk_eind or max(self.werkelijk_start, vandaag)


@dataclass(frozen=True, slots=True)
class Vlak:
    """A rectangle with its CSS class and its words for hover."""

    x: float
    y: float
    breedte: float
    hoogte: float
    klasse: str
    titel: str


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
class Rij:
    """One row: its label above the bar, the number of open roles on the right, and what is drawn."""

    y_tekst: float
    label: str
    open_tekst: str
    balk: Balk
    werkelijk: Vlak | None
    hiaten: tuple[HiaatVlak, ...]


@dataclass(frozen=True, slots=True)
class Maandmerk:
    """A month's first day with its short name."""

    x: float
    tekst: str


@dataclass(frozen=True, slots=True)
class Jaarmerk:
    """A year in view: where it begins, and its number in the middle, empty where it would not fit."""

    x: float
    midden: float
    tekst: str


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
    """The same phase in words, for the table beside the drawing."""

    label: str
    soort: str
    periode: str
    duur: str
    werkelijk: str
    status: str
    open_rollen: int


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """Everything the templates need: two drawings, a description, the gaps in words, and the table's rows."""

    smal: Tekening
    breed: Tekening
    omschrijving: str
    hiaten: tuple[str, ...]
    tabelrijen: tuple[TabelRij, ...]

    @property
    def tekeningen(self) -> tuple[Tekening, Tekening]:
        """Return both drawings; CSS shows the one that fits the screen."""
        return self.smal, self.breed


@dataclass(frozen=True, slots=True)
class _Schaal:
    """Maps days to x: the months from `begin` up to, not including, `einde` fill the width between the margins."""

    begin: date
    einde: date
    breedte: float

    @property
    def per_dag(self) -> float:
        return (self.breedte - 2 * MARGE) / (self.einde - self.begin).days

    def x(self, dag: date) -> float:
        return round(MARGE + (dag - self.begin).days * self.per_dag, 1)

    def span(self, start: date, eind: date) -> tuple[float, float]:
        """Return x and width of a period whose last day is included; at least one unit wide."""
        x = self.x(start)
        return x, max(round(self.x(eind + timedelta(days=1)) - x, 1), 1.0)

    def month_starts(self) -> Iterator[date]:
        maand = self.begin
        while maand < self.einde:
            yield maand
            maand = _next_maand(maand)


def lay_out_tijdlijn(fases: Sequence[TijdlijnFase], *, vandaag: date, hiaten: Sequence[Hiaat] = ()) -> Tijdlijn:
    """Return the timeline of these phases, in the order given. Raises ValueError without phases."""
    if not fases:
        raise ValueError("A timeline has at least one phase.")
    return Tijdlijn(
        smal=_draw("smal", 340.0, fases, vandaag, hiaten),
        breed=_draw("breed", 760.0, fases, vandaag, hiaten),
        omschrijving=_describe(fases),
        hiaten=tuple(hiaat.tekst for hiaat in hiaten),
        tabelrijen=tuple(_tabelrij(fase) for fase in fases),
    )


def _draw(naam: str, breedte: float, fases: Sequence[TijdlijnFase], vandaag: date, hiaten: Sequence[Hiaat]) -> Tekening:
    schaal = _fit_schaal(breedte, fases, vandaag)
    hoogte = AS_HOOGTE + RIJ_HOOGTE * len(fases) + VOET_HOOGTE
    return Tekening(
        naam=naam,
        breedte=breedte,
        hoogte=hoogte,
        maanden=tuple(_mark_maanden(schaal)),
        jaren=tuple(_mark_jaren(schaal)),
        rijen=tuple(
            _draw_rij(schaal, AS_HOOGTE + RIJ_HOOGTE * index, fase, vandaag, hiaten) for index, fase in enumerate(fases)
        ),
        vandaag=_mark_vandaag(schaal, vandaag, hoogte),
    )


def _fit_schaal(breedte: float, fases: Sequence[TijdlijnFase], vandaag: date) -> _Schaal:
    starts = [fase.start for fase in fases] + [fase.werkelijk_start for fase in fases if fase.werkelijk_start]
    einden = [fase.eind for fase in fases] + list(_werkelijke_einden(fases, vandaag))
    return _Schaal(begin=min(starts).replace(day=1), einde=_next_maand(max(einden)), breedte=breedte)


def _werkelijke_einden(fases: Iterable[TijdlijnFase], vandaag: date) -> Iterator[date]:
    for fase in fases:
        if last_day := fase.werkelijk_until(vandaag):
            yield last_day


def _next_maand(dag: date) -> date:
    return (dag.replace(day=1) + timedelta(days=31)).replace(day=1)


def _mark_maanden(schaal: _Schaal) -> Iterator[Maandmerk]:
    stap = next((stap for stap in MAAND_STAPPEN if stap * SHORTEST_MAAND * schaal.per_dag >= MAAND_RUIMTE), None)
    for maand in schaal.month_starts():
        if stap and (maand.month - 1) % stap == 0:
            yield Maandmerk(x=schaal.x(maand), tekst=date_format(maand, "b"))


def _mark_jaren(schaal: _Schaal) -> Iterator[Jaarmerk]:
    full_jaar = FULL_JAAR * schaal.per_dag
    last_midden = -JAAR_RUIMTE
    for jaar in range(schaal.begin.year, (schaal.einde - timedelta(days=1)).year + 1):
        start, einde = max(date(jaar, 1, 1), schaal.begin), min(date(jaar + 1, 1, 1), schaal.einde)
        x, midden = schaal.x(start), round((schaal.x(start) + schaal.x(einde)) / 2, 1)
        fits = schaal.x(einde) - x >= min(JAAR_RUIMTE, 0.9 * full_jaar) and midden - last_midden >= JAAR_RUIMTE
        last_midden = midden if fits else last_midden
        yield Jaarmerk(x=x, midden=midden, tekst=str(jaar) if fits else "")


def _mark_vandaag(schaal: _Schaal, vandaag: date, hoogte: float) -> VandaagMerk | None:
    if not schaal.begin <= vandaag < schaal.einde:
        return None
    x = schaal.x(vandaag)
    near_left, near_right = x < VANDAAG_RUIMTE / 2, x > schaal.breedte - VANDAAG_RUIMTE / 2
    anker = "start" if near_left else "end" if near_right else "middle"
    return VandaagMerk(x=x, y_tekst=hoogte - VANDAAG_ONDER, anker=anker)


def _draw_rij(schaal: _Schaal, y: float, fase: TijdlijnFase, vandaag: date, hiaten: Sequence[Hiaat]) -> Rij:
    return Rij(
        y_tekst=y + LABEL_BASELINE,
        label=fase.label,
        open_tekst=_say_open(fase.open_rollen),
        balk=_draw_balk(schaal, y + BALK_Y, fase),
        werkelijk=_draw_werkelijk(schaal, y + WERKELIJK_Y, fase, vandaag),
        hiaten=tuple(_draw_hiaat(schaal, y + BALK_Y, hiaat) for hiaat in hiaten if hiaat.component == fase.component),
    )


def _draw_balk(schaal: _Schaal, y: float, fase: TijdlijnFase) -> Balk:
    x, breedte = schaal.span(fase.start, fase.eind)
    return Balk(
        x=x,
        y=y,
        breedte=breedte,
        hoogte=BALK_HOOGTE,
        klasse=f"tl-balk tl-{fase.soort.value}" + " tl-te-plannen" * fase.te_plannen,
        titel=_say_fase(fase),
        extra=fase.soort is Soort.EXTRA,
        te_plannen=fase.te_plannen,
    )


def _draw_werkelijk(schaal: _Schaal, y: float, fase: TijdlijnFase, vandaag: date) -> Vlak | None:
    last_day = fase.werkelijk_until(vandaag)
    if fase.werkelijk_start is None or last_day is None:
        return None
    x, breedte = schaal.span(fase.werkelijk_start, last_day)
    titel = gettext("%(label)s, werkelijk: %(periode)s") % {"label": fase.label, "periode": _say_werkelijk(fase)}
    return Vlak(x=x, y=y, breedte=breedte, hoogte=WERKELIJK_HOOGTE, klasse="tl-werkelijk", titel=titel)


def _draw_hiaat(schaal: _Schaal, y: float, hiaat: Hiaat) -> HiaatVlak:
    x, breedte = schaal.span(hiaat.start, hiaat.eind)
    return HiaatVlak(
        x=x,
        y=y,
        breedte=breedte,
        hoogte=BALK_HOOGTE,
        klasse="tl-hiaat",
        titel=hiaat.tekst,
        met_tekst=breedte >= HIAAT_RUIMTE,
    )


def _tabelrij(fase: TijdlijnFase) -> TabelRij:
    return TabelRij(
        label=fase.label,
        soort=gettext("extra") if fase.soort is Soort.EXTRA else gettext("regulier"),
        periode=say_periode(fase.start, fase.eind),
        duur=_say_duur(fase),
        werkelijk=_say_werkelijk(fase),
        status=fase.status,
        open_rollen=fase.open_rollen,
    )


def _describe(fases: Sequence[TijdlijnFase]) -> str:
    first, last = min(fase.start for fase in fases), max(fase.eind for fase in fases)
    return gettext("Planning van %(periode)s. %(fases)s.") % {
        "periode": say_periode(first, last),
        "fases": ". ".join(_say_fase(fase) for fase in fases),
    }


def _say_fase(fase: TijdlijnFase) -> str:
    """Say the phase in one line: name, period, length, and where known its state and open roles."""
    periode = f"{fase.label}: {say_periode(fase.start, fase.eind)} ({_say_duur(fase)})"
    return ", ".join(part for part in (periode, fase.status, _say_open(fase.open_rollen)) if part)


def _say_duur(fase: TijdlijnFase) -> str:
    lengte = say_lengte(fase.start, fase.eind)
    return gettext("%(lengte)s, nog te plannen") % {"lengte": lengte} if fase.te_plannen else lengte


def _say_werkelijk(fase: TijdlijnFase) -> str:
    if fase.werkelijk_start is None:
        return gettext("nog niet begonnen")
    if fase.werkelijk_eind is None:
        return gettext("%(start)s tot nu") % {"start": say_datum(fase.werkelijk_start)}
    return say_periode(fase.werkelijk_start, fase.werkelijk_eind)


def _say_open(aantal: int) -> str:
    return ngettext("%(aantal)d rol open", "%(aantal)d rollen open", aantal) % {"aantal": aantal} if aantal else ""
