"""The script of a simulated year: at which moments the clock stops, and what happens there. Pure: no clock, no process.

Everything follows from a first day, a number of days and a seed. Between two moments nothing is asked of the
application, so that days can be skipped without skipping what falls due in them.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

HIER = ZoneInfo("Europe/Amsterdam")
DAG = timedelta(days=1)
MINUUT = timedelta(minutes=1)
# When the usual overview leaves, and a minute in which the planner has woken the workers for it.
OVERZICHT = time(7, 31)
PLANNER_WEG = timedelta(days=3)
POST_WEG = timedelta(hours=12)
# Two planners and four workers, for so many days and so often; the second time is around the night in October.
DUBBEL = timedelta(days=7)
# After a kill: the claim of a dead worker lapses after three minutes, and what it left unplanned is planned anew at the
# next quarter.
NA_EEN_KILL = (timedelta(minutes=5), timedelta(minutes=16))
# On this share of the days people do their work at another hour.
LATER = 0.25
# So long after the mail server came back a mail may still be in the longest pause between two attempts: every hour.
NA_DE_POST = range(1, 15)


class Wat(Enum):
    """What happens at a moment; first the planner and the workers see it, then this."""

    KIJK = "the planner looks"
    VROEG = "people change things before the overviews leave"
    OVERDAG = "people do their work"
    PLANNER_WEG = "the planner is killed"
    PLANNER_TERUG = "the planner starts"
    POST_WEG = "the mail server goes down"
    POST_TERUG = "the mail server is back"
    DUBBEL_AAN = "a second planner and two more workers start"
    DUBBEL_UIT = "they end"
    KILL_POST = "a worker is killed while it sends"
    KILL_PLAN = "a worker is killed while it plans"


@dataclass(frozen=True, order=True)
class Uitval:
    """A stretch of time in which something is away."""

    van: datetime
    tot: datetime


@dataclass(frozen=True)
class Moment:
    """Where the clock stops, in UTC, and what happens there."""

    op: datetime
    wat: Wat


@dataclass(frozen=True)
class Draaiboek:
    """All moments in order, and the stretches in which planner or mail server is away or there are twice as many."""

    begin: datetime
    eind: datetime
    momenten: tuple[Moment, ...]
    planner_weg: tuple[Uitval, ...]
    post_weg: tuple[Uitval, ...]
    dubbel: tuple[Uitval, ...]
    nachten: tuple[date, ...]


def here(day: date, hour: time) -> datetime:
    """Return that hour of the clock on the wall, in UTC; of an hour that comes twice, the first."""
    return datetime.combine(day, hour, HIER).astimezone(UTC)


def write(*, begin: date, dagen: int, kills: int, seed: int) -> Draaiboek:
    """Write the script for so many days from `begin` on; outages fall at fixed parts of it, kills by chance."""
    chance = random.Random(f"draaiboek {seed}")
    days = [begin + DAG * n for n in range(dagen)]
    momenten = [moment for day in days for moment in _usual(day, chance)]
    nachten = tuple(day for day in days if _clock_changes(day))
    momenten += [Moment(here(day - DAG, time(23, 59)) + MINUUT * n, Wat.KIJK) for day in nachten for n in _NACHT]
    planner = _away(_workday(begin + DAG * (dagen // 4)), time(6, 50), PLANNER_WEG)
    post = _away(_workday(begin + DAG * (dagen * 11 // 20)), time(6, 50), POST_WEG)
    momenten += _around(planner, Wat.PLANNER_WEG, Wat.PLANNER_TERUG)
    momenten += _around(post, Wat.POST_WEG, Wat.POST_TERUG)
    hours = int(POST_WEG / timedelta(hours=1))
    momenten += [Moment(post.van + timedelta(minutes=42 + 60 * n), Wat.KIJK) for n in range(hours)]
    momenten += [Moment(post.tot + timedelta(hours=n), Wat.KIJK) for n in NA_DE_POST]
    doubled = _doubled(days, nachten)
    for stretch in doubled:
        momenten += _around(stretch, Wat.DUBBEL_AAN, Wat.DUBBEL_UIT)
    momenten = _with_kills(momenten, kills, chance, without=[planner, post])
    # The morning after the last day, in which what the day left leaves.
    after = begin + DAG * dagen
    last = here(after, time(9))
    momenten += [Moment(here(after, hour), Wat.KIJK) for hour in (time(0, 1), time(0, 16), OVERZICHT, time(9))]
    return Draaiboek(
        begin=here(begin, time(0)) - timedelta(hours=1),
        eind=last,
        momenten=tuple(sorted(momenten, key=lambda moment: moment.op)),
        planner_weg=(planner,),
        post_weg=(post,),
        dubbel=tuple(doubled),
        nachten=nachten,
    )


# Minutes after a minute to midnight at which a night in which the clock changes is looked at: every half hour.
_NACHT = range(62, 302, 30)


def _usual(day: date, chance: random.Random) -> Iterable[Moment]:
    """Yield the moments of a day: few, because at each that passes a quarter of an hour all is planned anew."""
    yield Moment(here(day, time(0, 1)), Wat.KIJK)
    yield Moment(here(day, time(0, 10)), Wat.VROEG)
    # What was changed is planned, long before half past seven.
    yield Moment(here(day, time(0, 16)), Wat.KIJK)
    yield Moment(here(day, OVERZICHT), Wat.KIJK)
    # Mostly soon after the overviews, now and then later on the day.
    later = MINUUT * chance.randrange(7 * 60) if chance.random() < LATER else timedelta()
    hours = here(day, time(7, 33)) + MINUUT * chance.randrange(10) + later
    yield Moment(hours, Wat.OVERDAG)
    yield Moment(next_quarter(hours + MINUUT) + MINUUT, Wat.KIJK)


def next_quarter(moment: datetime) -> datetime:
    """Return the first quarter of an hour at or after a moment."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not past else moment - past + timedelta(minutes=15)


def _clock_changes(day: date) -> bool:
    noon, before = (datetime.combine(dag, time(12), HIER).utcoffset() for dag in (day, day - DAG))
    return noon != before


def _workday(day: date) -> date:
    """Return the first Tuesday from a day on: an outage in a weekend would meet little."""
    return day + DAG * ((1 - day.weekday()) % 7)


def _away(day: date, hour: time, length: timedelta) -> Uitval:
    van = here(day, hour)
    return Uitval(van, van + length)


def _around(stretch: Uitval, begins: Wat, ends: Wat) -> list[Moment]:
    return [Moment(stretch.van, begins), Moment(stretch.tot, ends), Moment(stretch.tot + MINUUT, Wat.KIJK)]


def _doubled(days: list[date], nachten: tuple[date, ...]) -> list[Uitval]:
    length = min(DUBBEL, DAG * max(1, len(days) // 6))
    firsts = {days[len(days) * 3 // 4], *([nachten[-1] - length / 2] if len(nachten) > 1 else [])}
    return [Uitval(here(day, time(6)), here(day, time(6)) + length) for day in sorted(firsts)]


def _with_kills(momenten: list[Moment], kills: int, chance: random.Random, *, without: list[Uitval]) -> list[Moment]:
    """Turn so many looks into kills: three of five while overviews leave, the others while the planner's work is done.

    None while the planner or the mail server is away: nothing would be going on then.
    """

    def free(moment: Moment) -> bool:
        return not any(away.van - DAG <= moment.op <= away.tot + DAG for away in without)

    def at(moment: Moment) -> time:
        return moment.op.astimezone(HIER).time()

    looks = [moment for moment in momenten if moment.wat is Wat.KIJK and free(moment)]
    mail = [moment for moment in looks if at(moment) == OVERZICHT and moment.op.astimezone(HIER).weekday() < 5]
    plan = [moment for moment in looks if at(moment) in {time(0, 1), time(0, 16)}]
    chosen = dict.fromkeys(chance.sample(mail, min(len(mail), kills - kills * 2 // 5)), Wat.KILL_POST)
    chosen |= dict.fromkeys(chance.sample(plan, min(len(plan), kills - len(chosen))), Wat.KILL_PLAN)
    after = [Moment(moment.op + later, Wat.KIJK) for moment in chosen for later in NA_EEN_KILL]
    return [Moment(moment.op, chosen.get(moment, moment.wat)) for moment in momenten] + after
