"""The stored phases as a plan: unchanged it is what is stored, and a change moves what hangs on it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trajecten.duur import Duur, Eenheid, maanden, weken
from trajecten.enums import Component, FaseStatus, VasteDag
from trajecten.groepsplan import plan_of
from trajecten.herplannen import propose, say_ruimte
from trajecten.kalender import kalender
from trajecten.models import Fase
from trajecten.planning import BotsingSoort, Wijziging, any_day, change, plan_fases
from trajecten.sjablonen import SJABLONEN

C = Component


def fasen_of(code, startdatum, werkdag=any_day, **duren):
    given = {Component(component): duur for component, duur in duren.items()}
    laid = plan_fases(sjabloon=SJABLONEN[code], startdatum=startdatum, duren=given, werkdag=werkdag)
    return {f.component: Fase(component=f.component, start=f.start, eind=f.eind, eenheid=f.eenheid) for f in laid}


def days(plan):
    return {sleutel: (gelegd.start, gelegd.eind) for sleutel, gelegd in plan.stappen.items()}


@st.composite
def stored(draw, *, days_off=True):
    """Six phases wherever a coordinator may have put them; some begin on a day off, unless `days_off` says none do."""
    werkdag = draw(st.sampled_from([any_day, kalender().werkdag]))
    fasen = []
    for component in draw(st.permutations(list(Component)))[: draw(st.integers(1, 6))]:
        start = date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 900)))
        start = start if days_off else werkdag(start)
        duur = Duur(draw(st.integers(1, 20)), draw(st.sampled_from(Eenheid)))
        status = draw(st.sampled_from(FaseStatus))
        vast = draw(st.sampled_from(VasteDag))
        fasen.append(
            Fase(
                component=component,
                start=start,
                eind=duur.eind_from(start),
                eenheid=duur.eenheid,
                status=status,
                vaste_dag=vast,
            )
        )
    return fasen, werkdag


@settings(max_examples=300, deadline=None)
@given(stored(days_off=False))
def test_laid_out_unchanged_it_has_the_days_that_are_stored(case):
    fasen, werkdag = case
    assert days(plan_of(fasen, werkdag=werkdag)) == {fase.component: (fase.start, fase.eind) for fase in fasen}


@settings(max_examples=300, deadline=None)
@given(stored())
def test_a_start_on_a_day_off_makes_nothing_begin_or_end_sooner_and_leaves_no_other_on_one(case):
    fasen, werkdag = case
    plan = plan_of(fasen, werkdag=werkdag)
    for fase in fasen:
        gelegd = plan.stappen[fase.component]
        assert gelegd.start >= fase.start
        assert gelegd.eind >= fase.eind
        assert gelegd.stap.vast or werkdag(gelegd.start) == gelegd.start


# Each: template, first day, one change, and what it leaves where. Worked out by hand.
MET_DE_HAND = [
    # Two months more voortraject: leerwerk, taal and matching move two months; begeleiding began with the voortraject.
    (
        "generiek",
        date(2027, 1, 1),
        Wijziging(sleutel=C.VOORTRAJECT, duur=maanden(8)),
        {
            C.WERVING: (date(2027, 1, 1), date(2027, 3, 31)),
            C.VOORTRAJECT: (date(2027, 4, 1), date(2027, 11, 30)),
            C.LEERWERK: (date(2027, 12, 1), date(2029, 6, 30)),
            C.TAAL: (date(2027, 12, 1), date(2028, 12, 31)),
            C.BEGELEIDING: (date(2027, 4, 1), date(2028, 4, 30)),
            C.MATCHING: (date(2029, 7, 1), date(2029, 9, 30)),
        },
    ),
    # The green template begins in September instead of January: thirteen weeks stay thirteen weeks.
    (
        "groen",
        date(2027, 1, 4),
        Wijziging(sleutel=C.WERVING, start=date(2027, 9, 1)),
        {
            C.WERVING: (date(2027, 9, 1), date(2027, 11, 30)),
            C.VOORTRAJECT: (date(2027, 12, 1), date(2028, 5, 31)),
            C.LEERWERK: (date(2028, 6, 1), date(2028, 8, 30)),
            C.TAAL: (date(2028, 6, 1), date(2029, 6, 30)),
            C.BEGELEIDING: (date(2027, 12, 1), date(2028, 12, 31)),
            # Six months from the last of August end with February.
            C.MATCHING: (date(2028, 8, 31), date(2029, 2, 28)),
        },
    ),
    # Building: recruiting from the last day of January, one month: it ends with February, in a leap year on the 29th.
    (
        "bouw",
        date(2027, 1, 4),
        Wijziging(sleutel=C.WERVING, start=date(2028, 1, 31), duur=maanden(1)),
        {
            C.WERVING: (date(2028, 1, 31), date(2028, 2, 29)),
            C.VOORTRAJECT: (date(2028, 3, 1), date(2028, 8, 31)),
            C.LEERWERK: (date(2028, 9, 1), date(2028, 10, 19)),
            C.TAAL: (date(2028, 9, 1), date(2029, 9, 30)),
            C.BEGELEIDING: (date(2028, 3, 1), date(2029, 3, 31)),
            C.MATCHING: (date(2028, 10, 20), date(2029, 1, 19)),
        },
    ),
]


@pytest.mark.parametrize(("code", "startdatum", "wijziging", "verwacht"), MET_DE_HAND)
def test_a_change_moves_what_hangs_on_it_as_worked_out_by_hand(code, startdatum, wijziging, verwacht):
    plan = plan_of(fasen_of(code, startdatum).values())
    assert days(change(plan, [wijziging])) == verwacht


def test_a_phase_that_began_or_is_fixed_stays_and_a_clash_is_told():
    fasen = fasen_of("generiek", date(2027, 1, 1))
    fasen[C.LEERWERK].vaste_dag = VasteDag.SCHOOLJAAR
    plan = change(plan_of(fasen.values()), [Wijziging(sleutel=C.VOORTRAJECT, duur=maanden(8))])
    assert plan.stappen[C.LEERWERK].start == date(2027, 10, 1)
    assert [(b.soort, b.sleutel, b.dag) for b in plan.botsingen] == [
        (BotsingSoort.BEGINT_TE_VROEG, C.LEERWERK, date(2027, 12, 1))
    ]


def test_guidance_follows_the_placement_by_its_months():
    fasen = fasen_of("generiek", date(2027, 1, 1))
    fasen[C.BEGELEIDING].doorlopen = 6
    fasen[C.BEGELEIDING].eind = date(2030, 1, 31)
    before = plan_of(fasen.values())
    assert before.stappen[C.BEGELEIDING].eind == date(2030, 1, 31)

    after = change(before, [Wijziging(sleutel=C.MATCHING, duur=maanden(2))])
    moved = [key for key, step in before.stappen.items() if step.eind != after.stappen[key].eind]
    assert moved == [C.BEGELEIDING, C.MATCHING]
    assert after.stappen[C.BEGELEIDING].eind == date(2029, 12, 31)


def test_a_distance_that_was_chosen_stays_and_a_weekend_is_none():
    werkdag = kalender().werkdag
    fasen = fasen_of("generiek", date(2027, 1, 1), werkdag=werkdag, werving=weken(4))
    # Four weeks from New Year's Day end on Thursday 28 January; a week between, chosen.
    fasen[C.VOORTRAJECT].start, fasen[C.VOORTRAJECT].eind = date(2027, 2, 5), date(2027, 8, 4)
    plan = change(plan_of(fasen.values(), werkdag=werkdag), [Wijziging(sleutel=C.WERVING, duur=weken(5))])
    assert plan.stappen[C.WERVING].eind == date(2027, 2, 4)
    assert plan.stappen[C.VOORTRAJECT].start == date(2027, 2, 12)
    # Ends on Wednesday 11 August, so leerwerk begins the day after; matching never begins in a weekend.
    assert plan.stappen[C.MATCHING].start.weekday() < 5


class Ingevuld:
    """What a form would say: the changes of one step."""

    getoond, dagen = (), {}

    def __init__(self, fasen, *wijzigingen):
        self.fasen_as_filled, self.wijzigingen = list(fasen), wijzigingen


def said(fasen, *wijzigingen):
    rows = list(fasen.values())
    return propose(rows, Ingevuld(rows, *wijzigingen)).meldingen


def test_a_gap_that_was_there_is_told_only_when_it_grows():
    fasen = fasen_of("generiek", date(2027, 1, 1))
    longer = Wijziging(sleutel=C.LEERWERK, duur=maanden(24))
    assert said(fasen, Wijziging(sleutel=C.WERVING, start=date(2027, 9, 1))) == []
    assert said(fasen, longer) == [
        "Leer- en werkcomponent zonder taalondersteuning: 1 november 2028 tot en met 30 september 2029 (11 maanden)."
    ]


def test_a_clash_that_was_there_is_not_told_again():
    fasen = fasen_of("generiek", date(2027, 1, 1))
    fasen[C.LEERWERK].uiterlijk = date(2028, 12, 31)
    assert said(fasen, Wijziging(sleutel=C.MATCHING, duur=maanden(4))) == [
        "Matching en plaatsing zonder begeleiding: 1 mei 2029 tot en met 31 augustus 2029 (4 maanden)."
    ]
    (melding, *_rest) = said(fasen, Wijziging(sleutel=C.LEERWERK, duur=maanden(20)))
    assert melding == "Leer- en werkcomponent is pas op 31 mei 2029 klaar: later dan is afgesproken."


def test_each_phase_says_what_its_days_mean_for_the_end():
    plan = plan_of(fasen_of("generiek", date(2027, 1, 1)).values())
    ends = "Deze fase bepaalt mee wanneer het traject eindigt."
    assert [say_ruimte(plan, component) for component in (C.WERVING, C.VOORTRAJECT, C.LEERWERK, C.MATCHING)] == [
        ends
    ] * 4
    # Taal ends with October 2028, the whole with July 2029.
    assert say_ruimte(plan, C.TAAL) == ("Deze fase kan 9 maanden later beginnen zonder dat het traject later eindigt.")
    # Guidance has more than a year: that need not be said.
    assert say_ruimte(plan, C.BEGELEIDING) == ""
