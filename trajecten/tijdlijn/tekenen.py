"""Lays phases out on a drawing. Lengths are SVG user units.

A drawing has a fixed width and scales through its viewBox, and text scales with it; so there are two: a narrow one for
a phone and a wide one for larger screens and paper, each with text readable there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trajecten.catalogus import Soort
from trajecten.enums import Component
from trajecten.gaten import Hiaat, Overlap, find_overlappen
from trajecten.planning import ONE_DAY, GeplandeFase
from trajecten.tijdlijn.schaal import Schaal
from trajecten.tijdlijn.vormen import (
    MARGE,
    VOET_HOOGTE,
    Balk,
    HiaatVlak,
    Poort,
    Rij,
    Tekening,
    Tijdlijn,
    TijdlijnFase,
    VandaagMerk,
    Vlak,
)
from trajecten.tijdlijn.woorden import describe, find_volgende, say_melding, say_plan, say_rij

AS_HOOGTE = 42.0
RIJ_HOOGTE = 56.0
VANDAAG_ONDER = 6.0
LABEL_BASELINE = 16.0
BALK_Y = 22.0
BALK_HOOGTE = 22.0
# What really happened lies in the middle of the plan behind it.
WERKELIJK_Y = 29.0
WERKELIJK_HOOGTE = 8.0
# What is late lies around it, so narrow that the plan shows on both sides.
UITLOOP_Y = 26.0
UITLOOP_HOOGTE = 14.0
OVERLAP_Y = 47.0
OVERLAP_HOOGTE = 4.0
HIAAT_RUIMTE = 46.0
VANDAAG_RUIMTE = 58.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn, whatever the width."""

    fases: Sequence[TijdlijnFase]
    vandaag: date
    hiaten: Sequence[Hiaat]
    overlappen: Sequence[Overlap]
    volgende: Mapping[Component, TijdlijnFase]


def lay_out_tijdlijn(fases: Sequence[TijdlijnFase], *, vandaag: date, hiaten: Sequence[Hiaat] = ()) -> Tijdlijn:
    """Return the timeline of these phases, in the order given. Raises ValueError without phases."""
    if not fases:
        raise ValueError("A timeline has at least one phase.")
    overlappen = find_overlappen(GeplandeFase(fase.component, fase.start, fase.eind) for fase in fases)
    plan = _Plan(fases, vandaag, hiaten, overlappen, find_volgende(fases))
    return Tijdlijn(
        smal=_draw("smal", 340.0, plan),
        breed=_draw("breed", 760.0, plan),
        periode=say_plan(fases),
        omschrijving=describe(fases),
        hiaten=tuple(hiaat.tekst for hiaat in hiaten),
        tabelrijen=tuple(
            say_rij(
                fase,
                vandaag=vandaag,
                volgende=plan.volgende.get(fase.component),
                hiaten=hiaten,
                overlappen=overlappen,
            )
            for fase in fases
        ),
    )


def _draw(naam: str, breedte: float, plan: _Plan) -> Tekening:
    schaal = Schaal.around(*_reach(plan.fases, plan.vandaag), breedte=breedte, marge=MARGE)
    hoogte = AS_HOOGTE + RIJ_HOOGTE * len(plan.fases) + VOET_HOOGTE
    return Tekening(
        naam=naam,
        breedte=breedte,
        hoogte=hoogte,
        maanden=tuple(schaal.mark_maanden()),
        jaren=tuple(schaal.mark_jaren()),
        rijen=tuple(
            _draw_rij(plan, schaal, AS_HOOGTE + RIJ_HOOGTE * index, fase, kort=naam == "smal")
            for index, fase in enumerate(plan.fases)
        ),
        vandaag=_mark_vandaag(schaal, plan.vandaag, hoogte),
    )


def _reach(fases: Sequence[TijdlijnFase], vandaag: date) -> tuple[date, date]:
    """Return the first and the last day of what is planned, what really happened and what is late."""
    days = [dag for fase in fases for dag in (fase.start, fase.eind, fase.werkelijk_start) if dag]
    until = [last for fase in fases if (last := fase.werkelijk_until(vandaag))]
    late = [uitloop.eind for fase in fases for uitloop in fase.uitloop(vandaag)]
    return min(days), max(*days, *until, *late)


def _mark_vandaag(schaal: Schaal, vandaag: date, hoogte: float) -> VandaagMerk | None:
    if not schaal.shows(vandaag):
        return None
    x = schaal.x(vandaag)
    near_left, near_right = x < VANDAAG_RUIMTE / 2, x > schaal.breedte - VANDAAG_RUIMTE / 2
    anker = "start" if near_left else "end" if near_right else "middle"
    return VandaagMerk(x=x, y_tekst=hoogte - VANDAAG_ONDER, anker=anker)


def _draw_rij(plan: _Plan, schaal: Schaal, y: float, fase: TijdlijnFase, *, kort: bool) -> Rij:
    return Rij(
        ring=Vlak(x=2.0, y=y, breedte=schaal.breedte - 4, hoogte=RIJ_HOOGTE, klasse="tl-ring"),
        y_tekst=y + LABEL_BASELINE,
        label=fase.label,
        melding=say_melding(fase, vandaag=plan.vandaag, kort=kort),
        toelichting=fase.toelichting,
        balk=_draw_balk(schaal, y + BALK_Y, fase),
        werkelijk=_draw_werkelijk(schaal, y + WERKELIJK_Y, fase, plan.vandaag),
        uitloop=tuple(_draw_uitloop(schaal, y + UITLOOP_Y, fase, plan.vandaag)),
        hiaten=tuple(
            _draw_hiaat(schaal, y + BALK_Y, hiaat) for hiaat in plan.hiaten if hiaat.component == fase.component
        ),
        overlappen=tuple(_draw_overlappen(schaal, y + OVERLAP_Y, fase, plan.overlappen)),
        poort=_draw_poort(schaal, y + BALK_Y + BALK_HOOGTE / 2, fase) if fase.component in plan.volgende else None,
    )


def _draw_balk(schaal: Schaal, y: float, fase: TijdlijnFase) -> Balk:
    x, breedte = schaal.span(fase.start, fase.eind)
    return Balk(
        x=x,
        y=y,
        breedte=breedte,
        hoogte=BALK_HOOGTE,
        klasse=f"tl-balk tl-{fase.soort.value}" + " tl-te-plannen" * fase.te_plannen,
        extra=fase.soort is Soort.EXTRA,
        te_plannen=fase.te_plannen,
    )


def _draw_werkelijk(schaal: Schaal, y: float, fase: TijdlijnFase, vandaag: date) -> Vlak | None:
    last_day = fase.werkelijk_until(vandaag)
    if fase.werkelijk_start is None or last_day is None:
        return None
    x, breedte = schaal.span(fase.werkelijk_start, last_day)
    return Vlak(x=x, y=y, breedte=breedte, hoogte=WERKELIJK_HOOGTE, klasse="tl-werkelijk")


def _draw_uitloop(schaal: Schaal, y: float, fase: TijdlijnFase, vandaag: date) -> Iterator[Vlak]:
    for uitloop in fase.uitloop(vandaag):
        x, breedte = schaal.span(uitloop.start, uitloop.eind)
        yield Vlak(x=x, y=y, breedte=breedte, hoogte=UITLOOP_HOOGTE, klasse="tl-uitloop")


def _draw_hiaat(schaal: Schaal, y: float, hiaat: Hiaat) -> HiaatVlak:
    x, breedte = schaal.span(hiaat.start, hiaat.eind)
    return HiaatVlak(
        x=x, y=y, breedte=breedte, hoogte=BALK_HOOGTE, klasse="tl-hiaat", met_tekst=breedte >= HIAAT_RUIMTE
    )


def _draw_overlappen(schaal: Schaal, y: float, fase: TijdlijnFase, overlappen: Sequence[Overlap]) -> Iterator[Vlak]:
    """Yield, under the later phase, the days that it shares with the one before it."""
    for overlap in overlappen:
        if overlap.later == fase.component:
            x, breedte = schaal.span(overlap.start, min(overlap.eind, fase.eind))
            yield Vlak(x=x, y=y, breedte=breedte, hoogte=OVERLAP_HOOGTE, klasse="tl-overlap")


def _draw_poort(schaal: Schaal, midden: float, fase: TijdlijnFase) -> Poort:
    last_day = fase.werkelijk_eind or fase.eind
    return Poort(x=schaal.x(last_day + ONE_DAY), midden=midden, voorbij=fase.werkelijk_eind is not None)
