"""The planning engine by its promises, on random plans: 1,000 for where each step lies, 200 for each other one."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trajecten.duur import Duur, Eenheid, maanden, weken
from trajecten.kalender import kalender
from trajecten.planning import (
    Band,
    BandSoort,
    Botsing,
    BotsingSoort,
    PlanFout,
    Stap,
    Wijziging,
    any_day,
    change,
    lay_out,
)

ONE_DAY = timedelta(days=1)
PLANS = settings(max_examples=200, deadline=None)
FROM, UNTIL = date(2023, 1, 1), date(2033, 12, 31)

dagen = st.dates(min_value=FROM, max_value=UNTIL)
# The days on which months go wrong: the last ones, and the leap day.
lastige_dagen = st.sampled_from(
    [date(jaar, maand, dag) for jaar in (2027, 2028) for maand, dag in ((1, 29), (1, 30), (1, 31), (2, 28), (8, 31))]
    + [date(2028, 2, 29)]
)
starts = st.one_of(dagen, lastige_dagen)
duren = st.builds(Duur, st.integers(1, 24), st.sampled_from(Eenheid))
weken_of_dagen = st.builds(Duur, st.integers(1, 24), st.sampled_from([e for e in Eenheid if e is not Eenheid.MAANDEN]))
tot_een_jaar = st.integers(0, 12)
werkdagen = st.sampled_from([any_day, kalender().werkdag, kalender([date(2028, 10, 3)]).werkdag])


def banden_to(earlier, maanden):
    return st.builds(
        Band, st.sampled_from(BandSoort), st.sampled_from(earlier), uitstel=st.integers(-40, 40), maanden=maanden
    )


@st.composite
def stappen(draw, *, fixed=True, lengths=duren, maanden=tot_een_jaar):
    """Two to eight steps, each tied to earlier ones; given in any order."""
    made = []
    for nummer in range(draw(st.integers(2, 8))):
        earlier = [stap.sleutel for stap in made]
        banden = tuple(draw(st.lists(banden_to(earlier, maanden), max_size=3))) if earlier else ()
        tied = any(band.soort is not BandSoort.DOORLOPEN for band in banden)
        made.append(
            Stap(
                sleutel=f"s{nummer}",
                duur=draw(lengths),
                banden=banden,
                niet_voor=draw(st.one_of(st.none(), starts)) if tied else draw(starts),
                vast=draw(st.one_of(st.none(), st.none(), starts)) if fixed else None,
                uiterlijk=draw(st.one_of(st.none(), starts)) if fixed else None,
            )
        )
    return draw(st.permutations(made))


plannen = st.builds(lambda steps, werkdag: lay_out(steps, werkdag=werkdag), stappen(), werkdagen)
losse_plannen = st.builds(lambda steps, werkdag: lay_out(steps, werkdag=werkdag), stappen(fixed=False), werkdagen)


def days_allowed(plan, stap):
    """Return the first days and the last days that a step's ties allow: the rules said again, in other words."""
    first, last = [stap.niet_voor] if stap.niet_voor else [], []
    for band in stap.banden:
        other = plan.stappen[band.aan]
        if band.soort is BandSoort.MET:
            first.append(other.start + timedelta(days=band.uitstel))
        elif band.soort is BandSoort.NA:
            first.append(other.eind + timedelta(days=band.uitstel + 1))
        else:
            last.append(months_after(other.eind, band.maanden))
    return first, last


def months_after(dag, aantal):
    """Return the day that many calendar months later: after the last of a month, the last of that later one."""
    if aantal == 0:
        return dag
    month = dag.year * 12 + dag.month - 1 + aantal
    begin, after = (date(m // 12, m % 12 + 1, 1) for m in (month, month + 1))
    length = (after - begin).days
    is_last = (dag + ONE_DAY).day == 1
    return begin.replace(day=length if is_last else min(dag.day, length))


# --- Nothing before what it depends on


@settings(max_examples=1000, deadline=None)
@given(plannen)
def test_every_step_is_where_its_ties_its_length_and_the_calendar_put_it(plan):
    told = {(botsing.soort, botsing.sleutel) for botsing in plan.botsingen}
    for sleutel, gelegd in plan.stappen.items():
        stap, starts_at, ends_at = gelegd.stap, *days_allowed(plan, gelegd.stap)
        if stap.vast:
            assert gelegd.start == stap.vast
            # A fixed day may lie before what its ties allow: it stays, and that is told.
            assert (any(gelegd.start < day for day in starts_at)) <= ((BotsingSoort.BEGINT_TE_VROEG, sleutel) in told)
        else:
            assert gelegd.start == plan.werkdag(max(starts_at)) == plan.werkdag(gelegd.start)
            assert (BotsingSoort.BEGINT_TE_VROEG, sleutel) not in told
        own = stap.duur.eind_from(gelegd.start)
        assert gelegd.eind == max([own, *ends_at])
        too_late = stap.uiterlijk is not None and gelegd.eind > stap.uiterlijk
        assert too_late == ((BotsingSoort.EINDIGT_TE_LAAT, sleutel) in told)


@PLANS
@given(stappen(), werkdagen, st.randoms())
def test_the_order_in_which_steps_are_given_changes_no_day(steps, werkdag, random):
    shuffled = random.sample(steps, len(steps))
    assert lay_out(steps, werkdag=werkdag).stappen == lay_out(shuffled, werkdag=werkdag).stappen


# --- Later never makes sooner


@PLANS
@given(losse_plannen, st.data())
def test_a_longer_step_makes_nothing_begin_or_end_sooner(plan, data):
    sleutel = data.draw(st.sampled_from(sorted(plan.stappen)))
    duur = plan.stappen[sleutel].stap.duur
    later = change(plan, [Wijziging(sleutel=sleutel, duur=replace(duur, aantal=duur.aantal + 1))])
    for step, gelegd in plan.stappen.items():
        assert later.stappen[step].start >= gelegd.start
        assert later.stappen[step].eind >= gelegd.eind


@PLANS
@given(losse_plannen, st.data())
def test_speling_is_all_that_can_be_had_for_nothing(plan, data):
    sleutel = data.draw(st.sampled_from(sorted(plan.stappen)))
    speling = plan.speling(sleutel)
    start = plan.stappen[sleutel].start

    def end_at(dagen):
        steps = [g.stap for g in plan.stappen.values()]
        moved = [replace(s, vast=start + timedelta(days=dagen)) if s.sleutel == sleutel else s for s in steps]
        return lay_out(moved, werkdag=plan.werkdag).eind

    assert end_at(speling) <= plan.eind
    assert speling == 366 or end_at(speling + 1) > plan.eind


@PLANS
@given(losse_plannen)
def test_the_critical_path_runs_from_a_first_day_to_the_last_through_ties(plan):
    path = plan.kritiek
    assert plan.stappen[path[-1]].eind == plan.eind
    first = plan.stappen[path[0]]
    assert first.start_door is None
    for eerder, later in pairwise(path):
        assert eerder in {band.aan for band in plan.stappen[later].stap.banden}


# --- Back where it was


@PLANS
@given(losse_plannen, st.data(), st.integers(-400, 400))
def test_a_step_moved_and_moved_back_restores_every_day(plan, data, dagen):
    sleutel = data.draw(st.sampled_from(sorted(plan.stappen)))
    start = plan.stappen[sleutel].start
    there = change(plan, [Wijziging(sleutel=sleutel, start=start + timedelta(days=dagen))])
    back = change(there, [Wijziging(sleutel=sleutel, start=start)])
    # A first day that its own earliest day held back is given up by moving: the rest was where it is.
    assert back.stappen[sleutel].start == start
    assert days(back) == days(plan)


@PLANS
@given(stappen(lengths=weken_of_dagen, maanden=st.just(0)), st.integers(-400, 400))
def test_a_plan_without_months_and_days_off_keeps_its_shape_wherever_it_is_put(steps, dagen):
    by = timedelta(days=dagen)
    plan, there = lay_out(steps), lay_out([shifted(stap, by) for stap in steps])
    for sleutel, gelegd in plan.stappen.items():
        assert (there.stappen[sleutel].start, there.stappen[sleutel].eind) == (gelegd.start + by, gelegd.eind + by)


def days(plan):
    return {sleutel: (gelegd.start, gelegd.eind) for sleutel, gelegd in plan.stappen.items()}


def shifted(stap, by):
    moved = {name: getattr(stap, name) + by for name in ("niet_voor", "vast", "uiterlijk") if getattr(stap, name)}
    return replace(stap, **moved)


@PLANS
@given(losse_plannen, st.data())
def test_a_last_day_holds_wherever_the_step_begins_by_then_unless_it_runs_on_with_another(plan, data):
    sleutel = data.draw(st.sampled_from(sorted(plan.stappen)))
    start, dagen = plan.stappen[sleutel].start, data.draw(st.tuples(st.integers(-60, 60), st.integers(0, 400)))
    moved, eind = (start + timedelta(days=n) for n in (dagen[0], sum(dagen)))
    gelegd = change(plan, [Wijziging(sleutel=sleutel, start=moved, eind=eind)]).stappen[sleutel]
    assert gelegd.eind == max(eind, gelegd.start) or gelegd.eind_door


# --- The order of changes


@PLANS
@given(losse_plannen, st.data())
def test_lengths_of_several_steps_are_changed_in_any_order(plan, data):
    keys = data.draw(st.lists(st.sampled_from(sorted(plan.stappen)), min_size=2, max_size=3, unique=True))
    changes = [Wijziging(sleutel=sleutel, duur=data.draw(duren)) for sleutel in keys]
    ends = [change(plan, order).stappen for order in permutations(changes)]
    assert all(end == ends[0] for end in ends)


@PLANS
@given(losse_plannen, st.data())
def test_a_change_that_changes_nothing_moves_nothing(plan, data):
    sleutel = data.draw(st.sampled_from(sorted(plan.stappen)))
    gelegd = plan.stappen[sleutel]
    same = Wijziging(sleutel=sleutel, start=gelegd.start, duur=gelegd.stap.duur)
    assert days(change(plan, [same])) == days(plan)


# --- What can't be laid out


def test_a_circle_is_refused_by_name():
    a = Stap(sleutel="a", duur=weken(1), banden=(Band(BandSoort.NA, "b"),))
    b = Stap(sleutel="b", duur=weken(1), banden=(Band(BandSoort.MET, "a"),))
    with pytest.raises(PlanFout, match=r"circle: (a - b - a|b - a - b)"):
        lay_out([a, b])


def test_a_step_that_outlasts_what_waits_for_it_is_a_circle():
    a = Stap(sleutel="a", duur=weken(1), vast=FROM, banden=(Band(BandSoort.DOORLOPEN, "b"),))
    b = Stap(sleutel="b", duur=weken(1), banden=(Band(BandSoort.NA, "a"),))
    with pytest.raises(PlanFout, match="circle"):
        lay_out([a, b])


def test_a_tie_to_nothing_and_a_step_without_a_day_are_refused():
    with pytest.raises(PlanFout, match="tied to b"):
        lay_out([Stap(sleutel="a", duur=weken(1), vast=FROM, banden=(Band(BandSoort.NA, "b"),))])
    with pytest.raises(PlanFout, match="no day to begin"):
        lay_out([Stap(sleutel="a", duur=weken(1))])
    with pytest.raises(PlanFout, match="no step b"):
        change(lay_out([Stap(sleutel="a", duur=weken(1), vast=FROM)]), [Wijziging(sleutel="b", start=FROM)])


# --- By hand


def test_a_fixed_day_that_comes_too_soon_stays_and_says_when_it_could_be():
    eerst = Stap(sleutel="voortraject", duur=maanden(3), vast=date(2027, 6, 1))
    school = Stap(
        sleutel="leerwerk", duur=maanden(12), vast=date(2027, 8, 23), banden=(Band(BandSoort.NA, "voortraject"),)
    )
    plan = lay_out([eerst, school])
    assert plan.stappen["leerwerk"].start == date(2027, 8, 23)
    assert plan.botsingen == (Botsing(BotsingSoort.BEGINT_TE_VROEG, "leerwerk", date(2027, 9, 1)),)


def test_a_fixed_day_on_kings_day_is_told():
    plan = lay_out([Stap(sleutel="a", duur=weken(1), vast=date(2027, 4, 27))], werkdag=kalender().werkdag)
    assert plan.botsingen == (Botsing(BotsingSoort.VRIJE_DAG, "a", date(2027, 4, 28)),)


def test_guidance_outlasts_the_placement_by_three_months():
    matching = Stap(sleutel="matching", duur=maanden(2), vast=date(2027, 1, 1))
    tie = Band(BandSoort.DOORLOPEN, "matching", maanden=3)
    begeleiding = Stap(sleutel="begeleiding", duur=maanden(3), vast=date(2027, 1, 1), banden=(tie,))
    plan = lay_out([begeleiding, matching])
    assert plan.stappen["begeleiding"].eind == date(2027, 5, 31)
    assert plan.kritiek == ("matching", "begeleiding")


def test_a_month_after_the_thirty_first_of_january_ends_with_february():
    eerst = Stap(sleutel="a", duur=maanden(1), vast=date(2027, 1, 31))
    plan = lay_out([eerst, Stap(sleutel="b", duur=maanden(1), banden=(Band(BandSoort.NA, "a"),))])
    assert [(g.start, g.eind) for g in plan.stappen.values()] == [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2027, 3, 31)),
    ]
