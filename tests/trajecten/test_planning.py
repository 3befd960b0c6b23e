from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trajecten.catalogus import CATALOGUS
from trajecten.duur import (
    Afwijking,
    Duur,
    Eenheid,
    Richting,
    maanden,
    outside_bereik,
    say_lengte,
    say_periode,
    weken,
)
from trajecten.enums import Component
from trajecten.gaten import find_hiaten, find_overlappen
from trajecten.planning import KETEN, GeplandeFase, plan_fases
from trajecten.sjablonen import SJABLONEN

ONE_DAY = timedelta(days=1)
dagen = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
month_ends = dagen.map(lambda dag: (dag.replace(day=1) + timedelta(days=31)).replace(day=1) - ONE_DAY)
starts = st.one_of(dagen, month_ends)
lengtes = st.builds(Duur, st.integers(1, 48), st.sampled_from(Eenheid))
sjablonen = st.sampled_from(list(SJABLONEN.values()))
gegeven_duren = st.dictionaries(st.sampled_from(Component), lengtes)


def plan(code, startdatum=date(2027, 1, 1), **duren):
    gegeven = {Component(component): duur for component, duur in duren.items()}
    fases = plan_fases(sjabloon=SJABLONEN[code], startdatum=startdatum, duren=gegeven)
    return {fase.component: fase for fase in fases}


# --- Lengths


@pytest.mark.parametrize(
    ("start", "aantal", "eind"),
    [
        (date(2027, 1, 1), 1, date(2027, 1, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2027, 1, 29), 1, date(2027, 2, 28)),
        (date(2027, 1, 28), 1, date(2027, 2, 27)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 1, date(2027, 3, 27)),
        (date(2027, 3, 1), 1, date(2027, 3, 31)),
        (date(2027, 5, 15), 36, date(2030, 5, 14)),
    ],
)
def test_duur_in_months_ends_on_the_day_before_or_at_the_end_of_a_short_month(start, aantal, eind):
    assert maanden(aantal).eind_from(start) == eind


def test_duur_in_weeks_counts_seven_days():
    assert weken(13).eind_from(date(2027, 3, 1)) == date(2027, 5, 30)


@given(starts, lengtes)
def test_duur_between_its_first_and_last_day_ends_on_the_same_day(start, duur):
    eind = duur.eind_from(start)
    assert Duur.between(start, eind).eind_from(start) == eind


@pytest.mark.parametrize(
    ("eind", "duur"),
    [
        (date(2027, 1, 1), Duur(1, Eenheid.DAGEN)),
        (date(2027, 1, 28), weken(4)),
        (date(2027, 1, 31), maanden(1)),
        (date(2027, 4, 1), weken(13)),
        (date(2027, 4, 2), Duur(92, Eenheid.DAGEN)),
    ],
)
def test_duur_between_is_whole_months_else_weeks_else_days(eind, duur):
    assert Duur.between(date(2027, 1, 1), eind) == duur


@given(starts, lengtes)
def test_duur_between_is_the_very_length_where_its_unit_is_known(start, duur):
    assert Duur.between(start, duur.eind_from(start), bedoeld=duur.eenheid) == duur


def test_duur_between_in_a_unit_that_does_not_fit_is_in_another():
    assert Duur.between(date(2027, 1, 1), date(2027, 1, 30), bedoeld=Eenheid.WEKEN) == Duur(30, Eenheid.DAGEN)


def test_duur_refuses_nothing():
    with pytest.raises(ValueError, match="at least one"):
        maanden(0)


@given(starts, st.integers(1, 60))
def test_duur_grows_with_its_months(start, aantal):
    assert start < maanden(aantal).eind_from(start) < maanden(aantal + 1).eind_from(start)


@given(starts, st.integers(1, 60))
def test_duur_never_ends_later_for_an_earlier_start(start, aantal):
    assert maanden(aantal).eind_from(start) <= maanden(aantal).eind_from(start + ONE_DAY)


@given(starts, st.integers(1, 60))
def test_say_lengte_says_the_months_of_a_duur(start, aantal):
    assert say_lengte(start, maanden(aantal).eind_from(start)) == str(maanden(aantal))


@pytest.mark.parametrize(
    ("start", "eind", "tekst"),
    [
        (date(2027, 3, 1), date(2027, 3, 1), "1 dag"),
        (date(2027, 3, 1), date(2027, 3, 5), "5 dagen"),
        (date(2027, 3, 1), date(2027, 3, 7), "1 week"),
        (date(2027, 3, 1), date(2027, 5, 30), "13 weken"),
        (date(2027, 3, 1), date(2027, 3, 31), "1 maand"),
        (date(2027, 3, 1), date(2027, 5, 31), "3 maanden"),
        (date(2027, 3, 1), date(2027, 6, 5), "3 maanden en 5 dagen"),
        (date(2027, 3, 1), date(2027, 4, 1), "1 maand en 1 dag"),
        (date(2027, 3, 1), date(2027, 8, 29), "5 maanden en 29 dagen"),
    ],
)
def test_say_lengte_speaks_plain_dutch(start, eind, tekst):
    assert say_lengte(start, eind) == tekst


def test_say_lengte_refuses_an_end_before_the_start():
    with pytest.raises(ValueError, match="on or after"):
        say_lengte(date(2027, 3, 2), date(2027, 3, 1))


def test_say_periode_includes_both_days():
    assert say_periode(date(2027, 3, 1), date(2027, 5, 31)) == "1 maart 2027 tot en met 31 mei 2027"


# --- Against Tabel 1


@pytest.mark.parametrize("component", Component)
def test_outside_bereik_accepts_both_ends_of_the_range_and_no_day_more(component):
    start, regel = date(2027, 1, 31), CATALOGUS[component]
    shortest = maanden(regel.min_maanden).eind_from(start)
    longest = maanden(regel.max_maanden).eind_from(start)
    assert outside_bereik(component=component, start=start, eind=shortest) is None
    assert outside_bereik(component=component, start=start, eind=longest) is None
    too_short = outside_bereik(component=component, start=start, eind=shortest - ONE_DAY)
    too_long = outside_bereik(component=component, start=start, eind=longest + ONE_DAY)
    assert too_short == Afwijking(component, Richting.KORTER)
    assert too_long == Afwijking(component, Richting.LANGER)


def test_afwijking_says_the_range_and_the_direction():
    assert Afwijking(Component.VOORTRAJECT, Richting.KORTER).tekst == (
        "Volgens Tabel 1 duurt Voortraject 1 tot 12 maanden; deze planning is korter."
    )
    assert Afwijking(Component.LEERWERK, Richting.LANGER).tekst == (
        "Volgens Tabel 1 duurt Leer- en werkcomponent 2 tot 36 maanden; deze planning is langer."
    )


@given(starts)
def test_bouw_is_shorter_than_tabel_1_up_to_eight_weeks(start):
    def afwijking(duur):
        return outside_bereik(component=Component.LEERWERK, start=start, eind=duur.eind_from(start))

    voorstel = SJABLONEN["bouw"].duren[Component.LEERWERK]
    korter = Afwijking(Component.LEERWERK, Richting.KORTER)
    assert afwijking(voorstel.minimum) == afwijking(voorstel.voorgesteld) == afwijking(weken(8)) == korter
    assert afwijking(voorstel.maximum) is None


@given(starts, sjablonen)
def test_proposals_of_a_sjabloon_stay_within_tabel_1_but_for_leerwerk_in_bouw(start, sjabloon):
    for fase in plan_fases(sjabloon=sjabloon, startdatum=start):
        afwijking = outside_bereik(component=fase.component, start=fase.start, eind=fase.eind)
        assert (afwijking is None) == ((sjabloon.code, fase.component) != ("bouw", Component.LEERWERK))


# --- On the calendar


def test_plan_fases_lays_the_generic_model_on_the_calendar():
    assert [(fase.component.value, fase.start, fase.eind) for fase in plan("generiek").values()] == [
        ("werving", date(2027, 1, 1), date(2027, 3, 31)),
        ("voortraject", date(2027, 4, 1), date(2027, 9, 30)),
        ("leerwerk", date(2027, 10, 1), date(2029, 4, 30)),
        ("taal", date(2027, 10, 1), date(2028, 10, 31)),
        ("begeleiding", date(2027, 4, 1), date(2028, 4, 30)),
        ("matching", date(2029, 5, 1), date(2029, 7, 31)),
    ]


def test_plan_fases_marks_what_nobody_has_stated():
    fases = plan("groen", werving=maanden(2))
    assert {fase.component.value for fase in fases.values() if fase.te_plannen} == {
        "voortraject",
        "taal",
        "begeleiding",
    }


def test_plan_fases_never_stretches_taal_to_fit_leerwerk():
    fases = plan("elektromonteur", leerwerk=maanden(36), taal=maanden(24))
    assert fases[Component.TAAL].start == fases[Component.LEERWERK].start
    assert fases[Component.TAAL].eind < fases[Component.LEERWERK].eind
    assert say_lengte(fases[Component.TAAL].start, fases[Component.TAAL].eind) == "24 maanden"


@given(sjablonen, starts, gegeven_duren)
def test_plan_fases_gives_each_component_once_in_order(sjabloon, startdatum, duren):
    fases = plan_fases(sjabloon=sjabloon, startdatum=startdatum, duren=duren)
    assert [fase.component for fase in fases] == list(Component)


@given(sjablonen, starts, gegeven_duren)
def test_plan_fases_makes_a_chain_without_holes_or_overlap(sjabloon, startdatum, duren):
    fases = {fase.component: fase for fase in plan_fases(sjabloon=sjabloon, startdatum=startdatum, duren=duren)}
    keten = [fases[component] for component in KETEN]
    assert keten[0].start == startdatum
    assert [fase.start for fase in keten[1:]] == [fase.eind + ONE_DAY for fase in keten[:-1]]


@given(sjablonen, starts, gegeven_duren)
def test_plan_fases_keeps_each_length_and_starts_the_parallel_ones_with_their_link(sjabloon, startdatum, duren):
    fases = {fase.component: fase for fase in plan_fases(sjabloon=sjabloon, startdatum=startdatum, duren=duren)}
    for component, fase in fases.items():
        duur = duren.get(component, sjabloon.duren[component].voorgesteld)
        assert fase.eind == duur.eind_from(fase.start)
    assert fases[Component.TAAL].start == fases[Component.LEERWERK].start
    assert fases[Component.BEGELEIDING].start == fases[Component.VOORTRAJECT].start


# --- Gaps


def test_find_hiaten_shows_leerwerk_without_taal():
    fases = plan("generiek", leerwerk=maanden(36), taal=maanden(24), begeleiding=maanden(24), voortraject=maanden(6))
    taal, begeleiding = find_hiaten(fases.values())
    assert (taal.component, taal.tijdens) == (Component.TAAL, Component.LEERWERK)
    assert taal.tekst == (
        "Leer- en werkcomponent zonder taalondersteuning: 1 oktober 2029 tot en met 30 september 2030 (12 maanden)."
    )
    assert begeleiding.tekst == (
        "Matching en plaatsing zonder begeleiding: 1 oktober 2030 tot en met 31 december 2030 (3 maanden)."
    )


def test_find_hiaten_is_empty_when_support_covers_all():
    fases = plan("generiek", leerwerk=maanden(6), taal=maanden(6), begeleiding=maanden(15))
    assert find_hiaten(fases.values()) == []


def test_find_hiaten_takes_support_away_from_the_middle():
    leerwerk = GeplandeFase(Component.LEERWERK, date(2027, 1, 1), date(2027, 12, 31))
    taal = GeplandeFase(Component.TAAL, date(2027, 3, 1), date(2027, 5, 31))
    assert [(hiaat.start, hiaat.eind) for hiaat in find_hiaten([leerwerk, taal])] == [
        (date(2027, 1, 1), date(2027, 2, 28)),
        (date(2027, 6, 1), date(2027, 12, 31)),
    ]


def test_find_hiaten_without_any_support_is_the_whole_phase():
    matching = GeplandeFase(Component.MATCHING, date(2027, 1, 1), date(2027, 3, 31))
    assert [(hiaat.start, hiaat.eind) for hiaat in find_hiaten([matching])] == [(matching.start, matching.eind)]


periodes = st.tuples(st.integers(0, 120), st.integers(0, 60)).map(
    lambda pair: (date(2027, 1, 1) + timedelta(days=pair[0]), date(2027, 1, 1) + timedelta(days=sum(pair)))
)


@given(periodes, st.lists(periodes, max_size=4))
def test_find_hiaten_and_taal_together_cover_leerwerk_exactly(leerwerk, talen):
    fases = [GeplandeFase(Component.LEERWERK, *leerwerk), *(GeplandeFase(Component.TAAL, *taal) for taal in talen)]
    uncovered = [dag for hiaat in find_hiaten(fases) for dag in _days(hiaat.start, hiaat.eind)]
    covered = {dag for taal in talen for dag in _days(*taal)}
    assert uncovered == [dag for dag in _days(*leerwerk) if dag not in covered]


def _days(start, eind):
    return [start + timedelta(days=offset) for offset in range((eind - start).days + 1)]


# --- Out of order


def test_a_link_that_starts_before_the_one_before_it_ends_is_told():
    fases = [
        GeplandeFase(Component.WERVING, date(2027, 1, 1), date(2027, 5, 31)),
        GeplandeFase(Component.VOORTRAJECT, date(2027, 5, 1), date(2027, 9, 30)),
        GeplandeFase(Component.LEERWERK, date(2027, 10, 1), date(2028, 9, 30)),
    ]
    assert [overlap.tekst for overlap in find_overlappen(fases)] == [
        "Voortraject begint op 1 mei 2027, voordat Werving en selectie klaar is (31 mei 2027)."
    ]


@given(starts, sjablonen)
def test_what_a_sjabloon_proposes_is_in_order(start, sjabloon):
    assert find_overlappen(plan_fases(sjabloon=sjabloon, startdatum=start)) == []
