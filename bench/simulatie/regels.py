"""What the application promises to remind people of, written down once more as plain arithmetic on days.

On purpose nothing here comes from the application: not its rules, not its querysets, not its calendar. A rule says of
a state on which days it speaks (both included, None for no end), on which day it is about, and to whom it speaks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

HIER = ZoneInfo("Europe/Amsterdam")
DAG = timedelta(days=1)
Toestand = Mapping[str, Any]
Venster = tuple[date, date | None]
HALF_ACHT = time(7, 30)
WERKDAGEN = frozenset(range(5))
MAANDAG = frozenset({0})


@dataclass(frozen=True, kw_only=True)
class Regel:
    """One rule about one kind of thing."""

    code: str
    over: str
    venster: Callable[[Toestand], Venster | None]
    datum: Callable[[Toestand], date]
    lezers: Callable[[Toestand], Iterable[int]]


@dataclass(frozen=True)
class Wens:
    """How often a reader wants reminders, and the hours in which they want no mail."""

    ritme: str = "dagelijks"
    stil_van: time | None = None
    stil_tot: time | None = None


def may_leave(wens: Wens, moment: datetime) -> datetime | None:
    """Return when a reminder that is written down at a moment may leave; None for a reader who wants none."""
    if wens.ritme == "nooit":
        return None
    if wens.ritme != "meteen":
        moment = _next_half_past_seven(moment, WERKDAGEN if wens.ritme == "dagelijks" else MAANDAG)
    return _after_quiet(wens, moment)


def _next_half_past_seven(moment: datetime, weekdays: frozenset[int]) -> datetime:
    day = moment.astimezone(HIER).date()
    while True:
        found = datetime.combine(day, HALF_ACHT, HIER)
        if found >= moment and day.weekday() in weekdays:
            return found.astimezone(UTC)
        day += DAG


def _after_quiet(wens: Wens, moment: datetime) -> datetime:
    """Return the end of the quiet hours, which pass midnight, or the moment itself outside them."""
    if wens.stil_van is None or wens.stil_tot is None:
        return moment
    local = moment.astimezone(HIER)
    if local.time() >= wens.stil_van:
        return datetime.combine(local.date() + DAG, wens.stil_tot, HIER).astimezone(UTC)
    if local.time() < wens.stil_tot:
        return datetime.combine(local.date(), wens.stil_tot, HIER).astimezone(UTC)
    return moment


def _open_afspraak(first: int, last: int | None) -> Callable[[Toestand], Venster | None]:
    """An agreement that is open in a trajectory that was not stopped, from so many days after its day on."""

    def venster(it: Toestand) -> Venster | None:
        if it["status"] != "open" or it["traject_status"] == "gestopt":
            return None
        return it["deadline"] + DAG * first, None if last is None else it["deadline"] + DAG * last

    return venster


def _fase_eindigt(first: int, last: int | None) -> Callable[[Toestand], Venster | None]:
    """A phase that was not closed, in a trajectory that goes on, from so many days after its planned end on."""

    def venster(it: Toestand) -> Venster | None:
        if it["status"] == "afgerond" or it["traject_status"] != "actief":
            return None
        return it["eind"] + DAG * first, None if last is None else it["eind"] + DAG * last

    return venster


def _fase_begint(it: Toestand) -> Venster | None:
    if it["status"] != "gepland" or it["traject_status"] != "actief" or not it["rol_open"]:
        return None
    return it["start"] - DAG * 14, it["start"]


def _vraag(days: int) -> Callable[[Toestand], Venster | None]:
    def venster(it: Toestand) -> Venster | None:
        asked = it["status"] == "gevraagd" and it["fase_status"] != "afgerond" and it["traject_status"] == "actief"
        return (it["op"] + DAG * days, None) if asked else None

    return venster


def _stil(it: Toestand) -> Venster | None:
    return (it["contact"] + DAG * 28, None) if it["status"] == "actief" else None


def _regie(it: Toestand) -> Iterable[int]:
    return it["traject_regie"]


def _gevraagden(it: Toestand) -> Iterable[int]:
    return [it["persoon"]] if it["persoon"] else it["leden"]


def _collegas(it: Toestand) -> Iterable[int]:
    return [lid for lid in it["leden"] if lid != it["persoon"]] if it["persoon"] else []


REGELS = (
    Regel(
        code="afspraak_vandaag",
        over="afspraak",
        venster=_open_afspraak(0, 0),
        datum=lambda it: it["deadline"],
        lezers=lambda it: it["houders"],
    ),
    Regel(
        code="afspraak_over_tijd",
        over="afspraak",
        venster=_open_afspraak(1, None),
        datum=lambda it: it["deadline"],
        lezers=lambda it: it["houders"],
    ),
    Regel(code="fase_begint_rol_open", over="fase", venster=_fase_begint, datum=lambda it: it["start"], lezers=_regie),
    Regel(
        code="fase_eindigt_14",
        over="fase",
        venster=_fase_eindigt(-14, -4),
        datum=lambda it: it["eind"],
        lezers=_regie,
    ),
    Regel(code="fase_eindigt_3", over="fase", venster=_fase_eindigt(-3, 0), datum=lambda it: it["eind"], lezers=_regie),
    Regel(
        code="fase_over_tijd", over="fase", venster=_fase_eindigt(1, None), datum=lambda it: it["eind"], lezers=_regie
    ),
    Regel(code="vraag_onbeantwoord", over="rol", venster=_vraag(7), datum=lambda it: it["op"], lezers=_gevraagden),
    Regel(
        code="vraag_onbeantwoord_collega", over="rol", venster=_vraag(10), datum=lambda it: it["op"], lezers=_collegas
    ),
    Regel(code="vraag_onbeantwoord_regie", over="rol", venster=_vraag(14), datum=lambda it: it["op"], lezers=_regie),
    Regel(
        code="geen_checkin",
        over="deelname",
        venster=_stil,
        datum=lambda it: it["contact"],
        lezers=lambda it: [it["mentor"]] if it["mentor"] else [],
    ),
    Regel(
        code="geen_checkin_zonder_mentor",
        over="deelname",
        venster=_stil,
        datum=lambda it: it["contact"],
        lezers=lambda it: [] if it["mentor"] else it["traject_regie"],
    ),
)
