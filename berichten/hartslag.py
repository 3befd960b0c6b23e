"""Are the processes behind the pages alive? Each leaves a sign; who leaves none for minutes stands still."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from berichten.enums import STIL_NA, Onderdeel
from berichten.models import Hartslag

# A process that was never seen, or stood still while this one was down as well, gets its minutes from here.
GESTART = timezone.now()
# A sign is written no more often than this: each task of a busy worker would write the same row.
ELKE = timedelta(seconds=30)
_written: dict[Onderdeel, datetime] = {}


@dataclass(frozen=True)
class Stilstand:
    """One process that stands still, since a moment; None when nobody ever saw it."""

    onderdeel: Onderdeel
    sinds: datetime | None


def beat(onderdeel: Onderdeel) -> None:
    """Leave a sign that this process lives; at most one in thirty seconds is written."""
    now = timezone.now()
    last = _written.get(onderdeel)
    # A clock that was set back writes too.
    if last and timedelta() <= now - last < ELKE:
        return
    # The planner is no web request and no task: nobody else closes a connection that the database gave up. Inside a
    # transaction it is someone's.
    if not connection.in_atomic_block:
        close_old_connections()
    Hartslag.objects.update_or_create(onderdeel=onderdeel, defaults={"gezien_op": now})
    _written[onderdeel] = now


def standing_still() -> list[Stilstand]:
    """Return which processes gave no sign for five minutes in which this one could have seen it."""
    seen = dict(Hartslag.objects.values_list("onderdeel", "gezien_op"))
    limit = timezone.now() - STIL_NA
    silent = [onderdeel for onderdeel in Onderdeel if max(seen.get(onderdeel, GESTART), GESTART) < limit]
    return [Stilstand(onderdeel, seen.get(onderdeel)) for onderdeel in silent]
