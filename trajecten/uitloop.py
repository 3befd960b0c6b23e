"""Where a phase begins or ends later than planned, for a group and for one participant. No database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from trajecten.duur import count_days, say_datum, say_lengte
from trajecten.planning import ONE_DAY


@dataclass(frozen=True, slots=True)
class Uitloop:
    """A stretch, both days included, by which a phase is later than planned; `is_nu` says that it still grows."""

    start: date
    eind: date
    tekst: str
    is_nu: bool

    @property
    def dagen(self) -> int:
        """Return the number of days."""
        return count_days(self.start, self.eind)


def find_uitloop(
    *, start: date, eind: date, werkelijk_start: date | None, werkelijk_eind: date | None, vandaag: date
) -> tuple[Uitloop, ...]:
    """Return how a phase, planned from `start` to `eind` inclusive, begins late and ends late; today is not over yet.

    A phase that has not begun is late from its planned start; one that runs past its end is late until today.
    """
    late_begin = _late_begin(start, werkelijk_start, vandaag)
    return (*late_begin, *_late_einde(eind, werkelijk_start, werkelijk_eind, vandaag))


def _late_begin(start: date, werkelijk_start: date | None, vandaag: date) -> Iterator[Uitloop]:
    last_day = (werkelijk_start or vandaag) - ONE_DAY
    if last_day < start:
        return
    lengte = say_lengte(start, last_day)
    if werkelijk_start:
        tekst = gettext("%(lengte)s later begonnen dan gepland.") % {"lengte": lengte}
    else:
        tekst = gettext("Zou op %(dag)s beginnen en is nog niet begonnen: %(lengte)s te laat.") % {
            "dag": say_datum(start),
            "lengte": lengte,
        }
    yield Uitloop(start, last_day, tekst, is_nu=werkelijk_start is None)


def _late_einde(
    eind: date, werkelijk_start: date | None, werkelijk_eind: date | None, vandaag: date
) -> Iterator[Uitloop]:
    if werkelijk_start is None:
        return
    last_day = werkelijk_eind or max(werkelijk_start, vandaag)
    if last_day <= eind:
        return
    lengte = say_lengte(eind + ONE_DAY, last_day)
    if werkelijk_eind:
        tekst = gettext("%(lengte)s later klaar dan gepland.") % {"lengte": lengte}
    else:
        tekst = gettext("Loopt %(lengte)s langer dan gepland.") % {"lengte": lengte}
    yield Uitloop(max(eind + ONE_DAY, werkelijk_start), last_day, tekst, is_nu=werkelijk_eind is None)
