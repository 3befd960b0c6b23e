"""Where a phase is later than planned: 1 March to 31 May 2027, looked at on different days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trajecten.uitloop import find_uitloop

START, EIND = date(2027, 3, 1), date(2027, 5, 31)


def uitloop(werkelijk_start=None, werkelijk_eind=None, vandaag=date(2027, 4, 1), start=START, eind=EIND):
    return find_uitloop(
        start=start, eind=eind, werkelijk_start=werkelijk_start, werkelijk_eind=werkelijk_eind, vandaag=vandaag
    )


@pytest.mark.parametrize(
    ("werkelijk_start", "werkelijk_eind", "vandaag"),
    [
        (None, None, date(2027, 2, 1)),
        (None, None, START),
        (START, None, date(2027, 4, 1)),
        (START, None, EIND),
        (START, EIND, date(2027, 9, 1)),
        (date(2027, 2, 20), date(2027, 5, 1), date(2027, 9, 1)),
    ],
)
def test_a_phase_on_time_is_not_late(werkelijk_start, werkelijk_eind, vandaag):
    assert uitloop(werkelijk_start, werkelijk_eind, vandaag) == ()


def test_a_phase_not_begun_is_late_from_its_start_until_yesterday():
    (late,) = uitloop(vandaag=date(2027, 3, 15))
    assert (late.start, late.eind, late.is_nu, late.dagen) == (START, date(2027, 3, 14), True, 14)
    assert late.tekst == "Zou op 1 maart 2027 beginnen en is nog niet begonnen: 2 weken te laat."


def test_a_phase_begun_late_was_late_and_is_not_now():
    (late,) = uitloop(date(2027, 3, 8))
    assert (late.start, late.eind, late.is_nu) == (START, date(2027, 3, 7), False)
    assert late.tekst == "1 week later begonnen dan gepland."


def test_a_phase_that_runs_past_its_end_is_late_until_today():
    (late,) = uitloop(START, vandaag=date(2027, 6, 30))
    assert (late.start, late.eind, late.is_nu) == (date(2027, 6, 1), date(2027, 6, 30), True)
    assert late.tekst == "Loopt 1 maand langer dan gepland."


def test_a_phase_that_ended_late_is_not_late_now():
    (late,) = uitloop(START, date(2027, 6, 14), date(2027, 12, 1))
    assert (late.start, late.eind, late.is_nu) == (date(2027, 6, 1), date(2027, 6, 14), False)
    assert late.tekst == "2 weken later klaar dan gepland."


def test_a_phase_begun_after_its_planned_end_is_late_twice_and_no_day_counts_twice():
    begin, einde = uitloop(date(2027, 7, 1), vandaag=date(2027, 7, 10))
    assert (begin.start, begin.eind) == (START, date(2027, 6, 30))
    assert (einde.start, einde.eind) == (date(2027, 7, 1), date(2027, 7, 10))


days = st.dates(date(2027, 1, 1), date(2028, 12, 31))


@given(days, days, st.none() | days, st.booleans(), days)
def test_late_stretches_are_whole_and_apart(start, eind, werkelijk_start, ended, vandaag):
    start, eind = sorted((start, eind))
    werkelijk_eind = max(werkelijk_start, vandaag) if werkelijk_start and ended else None
    found = uitloop(werkelijk_start, werkelijk_eind, vandaag, start, eind)
    assert all(late.start <= late.eind and late.dagen >= 1 for late in found)
    assert len(found) < 2 or found[0].eind < found[1].start
    assert sum(late.is_nu for late in found) <= 1
