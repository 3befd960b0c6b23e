"""What if: the planning as it becomes when a phase takes longer or the group begins on another day. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from trajecten.duur import Duur, Eenheid, say_lengte
from trajecten.enums import Component, FaseStatus
from trajecten.fouten import TrajectFout
from trajecten.groepsplan import plan_of
from trajecten.herplannen import Voorstel
from trajecten.models import LAATSTE_DATUM, Fase
from trajecten.planning import KETEN, Plan, Werkdag, Wijziging, any_day, change

# A month in each unit, as near as it comes.
PER_MAAND: Mapping[Eenheid, tuple[int, int]] = {
    Eenheid.MAANDEN: (1, 1),
    Eenheid.WEKEN: (13, 3),
    Eenheid.DAGEN: (61, 2),
}


def imagine(
    fasen: Sequence[Fase],
    *,
    begin: date | None,
    langer: Mapping[Component, int],
    werkdag: Werkdag = any_day,
    vandaag: date = date.min,
) -> Voorstel:
    """Return the planning with phases so many months longer (fewer than 0: shorter), its next phase beginning on a day.

    Raises TrajectFout where nothing would be left of a phase, and for a planning that leaves the calendar.
    """
    plan = plan_of(fasen, werkdag=werkdag)
    changes = [Wijziging(sleutel=c, duur=_longer(plan, c, n)) for c, n in langer.items() if n]
    if begin and (first := next_to_begin(fasen)):
        changes.insert(0, Wijziging(sleutel=first.component, start=begin))
    changed = change(plan, changes)
    if changed.eind > LAATSTE_DATUM:
        raise TrajectFout(_("De planning loopt dan door tot na 2060."))
    return Voorstel(tuple(fasen), plan, changed, {}, vandaag)


@dataclass(frozen=True)
class Rij:
    """One phase, or the whole, in each plan: what it is called, and its first and last day."""

    label: str
    dagen: tuple[tuple[date, date], ...]

    @property
    def cellen(self) -> list[Cel]:
        """Return its days in each plan; what differs from the first plan is marked."""
        return [Cel(start, eind, (start, eind) != self.dagen[0]) for start, eind in self.dagen]


@dataclass(frozen=True)
class Cel:
    """First and last day in one plan, and whether they differ from how it stands."""

    start: date
    eind: date
    anders: bool

    @property
    def lengte(self) -> str:
        return say_lengte(self.start, self.eind)


def side_by_side(fasen: Sequence[Fase], plannen: Sequence[Plan]) -> list[Rij]:
    """Return each phase in each plan, and the whole below them."""
    steps = [(str(fase), [plan.stappen[fase.component] for plan in plannen]) for fase in fasen]
    rows = [Rij(label, tuple((step.start, step.eind) for step in laid)) for label, laid in steps]
    whole = tuple((min(step.start for step in plan.stappen.values()), plan.eind) for plan in plannen)
    return [*rows, Rij(_("Het hele traject"), whole)]


def next_to_begin(fasen: Sequence[Fase]) -> Fase | None:
    """Return the first phase of the chain that has not begun: on its first day one can still choose."""
    waiting = {Component(fase.component): fase for fase in fasen if fase.status == FaseStatus.GEPLAND}
    return next((waiting[component] for component in KETEN if component in waiting), None)


def _longer(plan: Plan, component: Component, aantal: int) -> Duur:
    duur = plan.stappen[component].stap.duur
    times, per = PER_MAAND[duur.eenheid]
    length = duur.aantal + aantal * times // per
    if length < 1:
        raise TrajectFout(_("%(fase)s: zo blijft er niets van over.") % {"fase": component.label})
    return Duur(length, duur.eenheid)
