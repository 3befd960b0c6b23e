"""Planning: steps tied to one another, laid on the calendar, and changed. Pure functions, no database.

Every change of a plan is worked out here, so that what it moves can be shown before anything is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from types import MappingProxyType

from trajecten.duur import Duur, Eenheid, maanden
from trajecten.enums import Component, Niveau, Uitkomst
from trajecten.sjablonen import Sjabloon

ONE_DAY = timedelta(days=1)
# More slack than this is as good as none to mind: a year.
MAX_SPELING = 366

# These follow one another; the next starts the day after the one before it ends.
KETEN = (Component.WERVING, Component.VOORTRAJECT, Component.LEERWERK, Component.MATCHING)

# These run beside the chain: they start with a link of it and keep a length of their own.
STARTS_WITH: Mapping[Component, Component] = MappingProxyType(
    {Component.TAAL: Component.LEERWERK, Component.BEGELEIDING: Component.VOORTRAJECT}
)

# Returns the day itself, or the first day after it on which work can begin.
Werkdag = Callable[[date], date]


class PlanFout(ValueError):
    """Steps that can't be laid out: tied in a circle, tied to nothing, or without any day to begin from."""


class BandSoort(Enum):
    """How a step is tied to another."""

    NA = "na"
    MET = "met"
    DOORLOPEN = "doorlopen"


@dataclass(frozen=True, slots=True)
class Band:
    """A tie to another step.

    NA begins the day after it ends, MET begins when it begins, both `uitstel` days later (fewer than 0: earlier).
    DOORLOPEN ends no sooner than `maanden` calendar months after it ends.
    """

    soort: BandSoort
    aan: str
    uitstel: int = 0
    maanden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """Something that lasts: begins as its ties say and no sooner than `niet_voor`, or on `vast` whatever they say.

    `uiterlijk` is a last day that it should not pass, as of an exam.
    """

    sleutel: str
    duur: Duur
    banden: tuple[Band, ...] = ()
    niet_voor: date | None = None
    vast: date | None = None
    uiterlijk: date | None = None


class BotsingSoort(Enum):
    """What a plan can't keep: told, never solved in silence."""

    BEGINT_TE_VROEG = "begint te vroeg"
    EINDIGT_TE_LAAT = "eindigt te laat"
    VRIJE_DAG = "vrije dag"


@dataclass(frozen=True, slots=True)
class Botsing:
    """A fixed day of one step that its ties, its length or the calendar contradict; `dag` is the day it could be."""

    soort: BotsingSoort
    sleutel: str
    dag: date


@dataclass(frozen=True, slots=True)
class GelegdeStap:
    """A step on the calendar, both days included; which step made it begin, or end, no sooner. None: nothing did."""

    stap: Stap
    start: date
    eind: date
    start_door: str | None
    eind_door: str | None
    # The day that the ties and `niet_voor` allow, on which it would begin if it were not fixed.
    vroegst: date


@dataclass(frozen=True)
class Plan:
    """Steps on the calendar, in the order in which they were given."""

    stappen: Mapping[str, GelegdeStap]
    werkdag: Werkdag

    @cached_property
    def eind(self) -> date:
        """Return the last day of all."""
        return max(gelegd.eind for gelegd in self.stappen.values())

    @cached_property
    def kritiek(self) -> tuple[str, ...]:
        """Return the critical path: from the step that ends last, back along what each had to wait for."""
        sleutel: str | None = max(self.stappen, key=lambda sleutel: self.stappen[sleutel].eind)
        path: list[str] = []
        while sleutel is not None:
            path.append(sleutel)
            gelegd = self.stappen[sleutel]
            sleutel = gelegd.eind_door or gelegd.start_door
        return tuple(reversed(path))

    @cached_property
    def botsingen(self) -> tuple[Botsing, ...]:
        """Return what the fixed days of this plan contradict."""
        return tuple(botsing for gelegd in self.stappen.values() for botsing in self._botsingen_of(gelegd))

    def speling(self, sleutel: str) -> int:
        """Return by how many days a step can begin later without the whole ending later; at most MAX_SPELING."""
        low, high = 0, MAX_SPELING
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._postponed(sleutel, middle).eind <= self.eind else (low, middle - 1)
        return low

    def _postponed(self, sleutel: str, dagen: int) -> Plan:
        start = self.stappen[sleutel].start + timedelta(days=dagen)
        return _with(self, replace(self.stappen[sleutel].stap, vast=start))

    def _botsingen_of(self, gelegd: GelegdeStap) -> Iterable[Botsing]:
        stap = gelegd.stap
        if stap.vast and stap.vast < gelegd.vroegst:
            yield Botsing(BotsingSoort.BEGINT_TE_VROEG, stap.sleutel, gelegd.vroegst)
        if stap.vast and self.werkdag(stap.vast) != stap.vast:
            yield Botsing(BotsingSoort.VRIJE_DAG, stap.sleutel, self.werkdag(stap.vast))
        if stap.uiterlijk and gelegd.eind > stap.uiterlijk:
            yield Botsing(BotsingSoort.EINDIGT_TE_LAAT, stap.sleutel, gelegd.eind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wijziging:
    """A change of one step: another first day, which stays tied or becomes fixed, another length, or another last day.

    None leaves it. A last day holds wherever the step begins by then; no length is given beside it.
    """

    sleutel: str
    start: date | None = None
    duur: Duur | None = None
    eind: date | None = None


def any_day(dag: date) -> date:
    """Return the day itself: a calendar without days off."""
    return dag


def lay_out(stappen: Iterable[Stap], *, werkdag: Werkdag = any_day) -> Plan:
    """Return the steps on the calendar, each as early as its ties allow, on a day on which work can begin.

    Raises PlanFout for a circle, for a tie to a step that is not there, and for a step without any day to begin from.
    """
    given = {stap.sleutel: stap for stap in stappen}
    laid: dict[str, GelegdeStap] = {}
    for sleutel in _in_order(given):
        laid[sleutel] = _lay(given[sleutel], laid, werkdag)
    return Plan({sleutel: laid[sleutel] for sleutel in given}, werkdag)


def change(plan: Plan, wijzigingen: Iterable[Wijziging]) -> Plan:
    """Return the plan as it becomes: a step that is moved keeps its distance to what it is tied to, and moves along.

    One after another: a day is meant as the plan stands by then. Raises PlanFout for a step that is not there.
    """
    for wijziging in wijzigingen:
        if wijziging.sleutel not in plan.stappen:
            raise PlanFout(f"There is no step {wijziging.sleutel}.")
        plan = _with(plan, _changed(plan.stappen[wijziging.sleutel], wijziging, plan))
        if wijziging.eind:
            # Where it begins is known once it is laid: a first day may have become the working day after it.
            gelegd = plan.stappen[wijziging.sleutel]
            duur = Duur.between(gelegd.start, max(gelegd.start, wijziging.eind))
            plan = _with(plan, replace(gelegd.stap, duur=duur))
    return plan


def _with(plan: Plan, changed: Stap) -> Plan:
    steps = [changed if gelegd.stap.sleutel == changed.sleutel else gelegd.stap for gelegd in plan.stappen.values()]
    return lay_out(steps, werkdag=plan.werkdag)


def _in_order(stappen: Mapping[str, Stap]) -> Iterable[str]:
    for stap in stappen.values():
        if missing := [band.aan for band in stap.banden if band.aan not in stappen]:
            raise PlanFout(f"{stap.sleutel} is tied to {missing[0]}, which is not there.")
    graph = {stap.sleutel: [band.aan for band in stap.banden] for stap in stappen.values()}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise PlanFout(f"Steps are tied in a circle: {' - '.join(error.args[1])}.") from error


def _lay(stap: Stap, laid: Mapping[str, GelegdeStap], werkdag: Werkdag) -> GelegdeStap:
    days: list[tuple[date, str | None]] = [(stap.niet_voor, None)] if stap.niet_voor else []
    days += [(day, band.aan) for band, day in _start_days(stap, laid)]
    if not days and stap.vast is None:
        raise PlanFout(f"{stap.sleutel} has no day to begin from.")
    earliest, start_door = max(days, key=lambda pair: pair[0], default=(stap.vast or date.min, None))
    vroegst = werkdag(earliest) if days else earliest
    start = stap.vast or vroegst
    ends = [(stap.duur.eind_from(start), None), *_end_days(stap, laid)]
    eind, eind_door = max(ends, key=lambda pair: pair[0])
    return GelegdeStap(stap, start, eind, None if stap.vast else start_door, eind_door, vroegst)


def _start_days(stap: Stap, laid: Mapping[str, GelegdeStap]) -> list[tuple[Band, date]]:
    return [
        (band, _after(band, laid[band.aan]) + timedelta(days=band.uitstel))
        for band in stap.banden
        if band.soort is not BandSoort.DOORLOPEN
    ]


def _after(band: Band, other: GelegdeStap) -> date:
    return other.start if band.soort is BandSoort.MET else other.eind + ONE_DAY


def _end_days(stap: Stap, laid: Mapping[str, GelegdeStap]) -> list[tuple[date, str | None]]:
    ties = [band for band in stap.banden if band.soort is BandSoort.DOORLOPEN]
    return [(_months_after(laid[band.aan].eind, band.maanden), band.aan) for band in ties]


def _months_after(dag: date, aantal: int) -> date:
    return maanden(aantal).eind_from(dag + ONE_DAY) if aantal else dag


def _changed(gelegd: GelegdeStap, wijziging: Wijziging, plan: Plan) -> Stap:
    stap = gelegd.stap
    if wijziging.duur:
        stap = replace(stap, duur=wijziging.duur)
    # Where it is already, its ties are right as they are: a weekend in between is no distance that was chosen.
    if wijziging.start is None or wijziging.start == gelegd.start:
        return stap
    ties = _start_days(stap, plan.stappen)
    if stap.vast or not ties:
        return replace(stap, vast=wijziging.start)
    return replace(stap, niet_voor=None, banden=_retied(stap.banden, ties, wijziging.start))


def _retied(banden: Sequence[Band], ties: Sequence[tuple[Band, date]], start: date) -> tuple[Band, ...]:
    """Return the ties with other distances: none after that first day, and the last of them on it."""
    latest = max(day for _band, day in ties)
    moved = {
        band: replace(band, uitstel=band.uitstel + (start - day).days)
        for band, day in ties
        if day > start or day == latest
    }
    return tuple(moved.get(band, band) for band in banden)


# --- The six phases


@dataclass(frozen=True, slots=True)
class GeplandeFase:
    """A component on the calendar, both days included; `te_plannen` says that its length is still a proposal."""

    component: Component
    start: date
    eind: date
    te_plannen: bool = False
    eenheid: Eenheid = Eenheid.MAANDEN


def plan_fases(
    *,
    sjabloon: Sjabloon,
    startdatum: date,
    duren: Mapping[Component, Duur] | None = None,
    werkdag: Werkdag = any_day,
    niveau: Niveau = Niveau.GEEN,
    uitkomst: Uitkomst = Uitkomst.CERTIFICAAT,
) -> tuple[GeplandeFase, ...]:
    """Return the six phases in the order of Tabel 1, werving starting on `startdatum`.

    The template proposes lengths, for a group that learns at `niveau` for `uitkomst`; `duren` replaces them. A phase
    whose length is given or stated is no longer `te_plannen`.
    """
    given, proposals = duren or {}, sjabloon.duren_for(niveau, uitkomst)
    lengths = {component: voorstel.voorgesteld for component, voorstel in proposals.items()} | dict(given)
    plan = lay_out((fase_stap(component, lengths[component], startdatum) for component in lengths), werkdag=werkdag)
    return tuple(
        GeplandeFase(
            component=component,
            start=plan.stappen[component].start,
            eind=plan.stappen[component].eind,
            te_plannen=voorstel.te_plannen and component not in given,
            eenheid=lengths[component].eenheid,
        )
        for component, voorstel in proposals.items()
    )


def fase_stap(component: Component, duur: Duur, startdatum: date) -> Stap:
    """Return a phase with its place in figuur 1; the first of the chain begins on `startdatum`."""
    band = BANDEN.get(component)
    return Stap(sleutel=component, duur=duur, banden=(band,) if band else (), vast=None if band else startdatum)


# What figuur 1 ties each phase to; werving is tied to nothing.
BANDEN: Mapping[Component, Band] = MappingProxyType(
    {later: Band(BandSoort.NA, eerder) for eerder, later in pairwise(KETEN)}
    | {beside: Band(BandSoort.MET, link) for beside, link in STARTS_WITH.items()}
)
