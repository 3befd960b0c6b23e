"""The script of a simulated year: everything that is asked of it happens, at a moment at which it means something."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bench.simulatie import draaiboek
from bench.simulatie.draaiboek import HIER, Wat, here, next_quarter

JAAR = draaiboek.write(begin=date(2027, 1, 4), dagen=365, kills=50, seed=1)


def test_year_holds_all_that_was_asked():
    happens = Counter(moment.wat for moment in JAAR.momenten)
    assert happens[Wat.KILL_POST] + happens[Wat.KILL_PLAN] == 50
    assert min(happens[Wat.KILL_POST], happens[Wat.KILL_PLAN]) >= 20
    assert happens[Wat.VROEG] == happens[Wat.OVERDAG] == 365
    assert [uitval.tot - uitval.van for uitval in JAAR.planner_weg] == [timedelta(days=3)]
    assert [uitval.tot - uitval.van for uitval in JAAR.post_weg] == [timedelta(hours=12)]
    assert JAAR.nachten == (date(2027, 3, 28), date(2027, 10, 31))


def test_moments_come_in_order_and_each_outage_ends():
    momenten = [moment.op for moment in JAAR.momenten]
    assert momenten == sorted(momenten)
    around = [(Wat.PLANNER_WEG, Wat.PLANNER_TERUG), (Wat.POST_WEG, Wat.POST_TERUG), (Wat.DUBBEL_AAN, Wat.DUBBEL_UIT)]
    for begins, ends in around:
        told = [moment.wat for moment in JAAR.momenten if moment.wat in {begins, ends}]
        assert told == [begins, ends] * (len(told) // 2)
        assert told


def test_an_overview_falls_in_each_outage_and_two_planners_see_the_longer_night():
    for uitval in (*JAAR.planner_weg, *JAAR.post_weg):
        assert uitval.van < here(uitval.van.astimezone(HIER).date(), time(7, 30)) < uitval.tot
    night = here(date(2027, 10, 31), time(2, 30))
    assert any(uitval.van < night < uitval.tot for uitval in JAAR.dubbel)


def test_hour_that_comes_twice_is_looked_at_both_times():
    looks = {moment.op.astimezone(HIER).strftime("%H:%M %z") for moment in JAAR.momenten if moment.op.month == 10}
    assert {"02:01 +0200", "02:01 +0100"} <= looks


def test_same_seed_gives_the_same_script_and_another_seed_another():
    same, other = (draaiboek.write(begin=date(2027, 1, 4), dagen=365, kills=50, seed=seed) for seed in (1, 2))
    assert same == JAAR
    assert other != JAAR


@pytest.mark.parametrize(
    ("minute", "second", "quarter"), [(0, 0, 0), (0, 1, 15), (14, 59, 15), (15, 0, 15), (46, 0, 60)]
)
def test_next_quarter(minute, second, quarter):
    hour = datetime(2027, 1, 4, 9, tzinfo=UTC)
    found = next_quarter(hour + timedelta(minutes=minute, seconds=second))
    assert found == hour + timedelta(minutes=quarter)
