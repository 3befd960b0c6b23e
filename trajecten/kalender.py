"""Days on which nothing begins: weekends, Dutch public holidays, and the days on which a gemeente is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

from partijen.instellingen import instelling_of
from trajecten.planning import ONE_DAY

SATURDAY = 5


@dataclass(frozen=True)
class Kalender:
    """The calendar of one gemeente; `gesloten` are its own days, as of a local feast."""

    gesloten: frozenset[date] = frozenset()

    def is_vrij(self, dag: date) -> bool:
        """Return whether no work is done on that day."""
        return dag.weekday() >= SATURDAY or dag in self.gesloten or dag in _feestdagen(dag.year)

    def werkdag(self, dag: date) -> date:
        """Return the day itself, or the first working day after it."""
        while self.is_vrij(dag):
            dag += ONE_DAY
        return dag

    def werkdagen_later(self, dag: date, aantal: int) -> date:
        """Return the day so many working days later; earlier for fewer than 0."""
        step = ONE_DAY if aantal >= 0 else -ONE_DAY
        for _werkdag in range(abs(aantal)):
            dag += step
            while self.is_vrij(dag):
                dag += step
        return dag


def kalender(gesloten: Iterable[date] = ()) -> Kalender:
    """Return the calendar with these closed days beside what is free everywhere."""
    return Kalender(frozenset(gesloten))


def kalender_of(gemeente_id: int) -> Kalender:
    """Return the calendar of a gemeente, with the days on which it says to be closed."""
    return kalender(instelling_of(gemeente_id).gesloten)


@cache
def _feestdagen(jaar: int) -> frozenset[date]:
    # Liberation Day is a day off once in five years for most: the library counts it in those years alone.
    return frozenset(holidays.country_holidays("NL", years=jaar))
