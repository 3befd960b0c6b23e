"""What if a phase takes longer, or the group begins on another day: side by side, and nothing stored."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories.trajecten import RolinvullingFactory
from tests.trajecten import test_wizard
from tests.trajecten.test_herplannen import stored
from tests.trajecten.test_wizard import WAAROM
from trajecten.duur import maanden
from trajecten.enums import Component
from trajecten.fasen import start_fase
from trajecten.fouten import TrajectFout
from trajecten.models import Planwijziging
from trajecten.varianten import imagine, next_to_begin

gegevens, traject = test_wizard.gegevens, test_wizard.traject  # its fixtures
C = Component


def url(traject):
    return reverse("trajecten:varianten", args=[traject.pk])


def days(plan, component):
    return plan.stappen[component].start, plan.stappen[component].eind


def test_a_longer_phase_moves_what_follows_and_keeps_its_length(traject):
    fasen = list(traject.fasen.all())
    voorstel = imagine(fasen, begin=None, langer={C.VOORTRAJECT: 3})
    oud, nieuw = voorstel.oud, voorstel.nieuw
    start, _eind = days(oud, C.VOORTRAJECT)
    months = oud.stappen[C.VOORTRAJECT].stap.duur.aantal
    assert days(nieuw, C.VOORTRAJECT) == (start, maanden(months + 3).eind_from(start))
    assert nieuw.stappen[C.LEERWERK].start > oud.stappen[C.LEERWERK].start
    # Thirteen weeks stay thirteen weeks.
    assert nieuw.stappen[C.LEERWERK].stap.duur == oud.stappen[C.LEERWERK].stap.duur
    assert days(nieuw, C.WERVING) == days(oud, C.WERVING)


@pytest.mark.parametrize(("aantal", "weken"), [(3, 26), (1, 17), (-1, 8), (-2, 4)])
def test_of_what_is_counted_in_weeks_a_month_is_as_near_as_it_comes(traject, aantal, weken):
    voorstel = imagine(list(traject.fasen.all()), begin=None, langer={C.LEERWERK: aantal})
    start, eind = days(voorstel.nieuw, C.LEERWERK)
    assert eind - start == timedelta(weeks=weken, days=-1)


def test_another_first_day_moves_the_whole(traject):
    voorstel = imagine(list(traject.fasen.all()), begin=date(2027, 9, 1), langer={})
    assert voorstel.nieuw.stappen[C.WERVING].start == date(2027, 9, 1)
    assert {v.sleutel for v in voorstel.verschuivingen} == set(C)


def test_what_began_stays_and_the_next_phase_is_the_one_to_choose_a_day_for(traject):
    assert next_to_begin(list(traject.fasen.all())).component == C.WERVING
    traject.fasen.update(start=date(2026, 1, 5), eind=date(2026, 5, 5))
    start_fase(traject.fasen.get(component=C.WERVING), op=date(2026, 1, 5))
    fasen = list(traject.fasen.all())
    assert next_to_begin(fasen).component == C.VOORTRAJECT
    voorstel = imagine(fasen, begin=date(2026, 9, 1), langer={})
    assert voorstel.nieuw.stappen[C.WERVING].start == date(2026, 1, 5)
    assert voorstel.nieuw.stappen[C.VOORTRAJECT].start == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("langer", "bericht"),
    [({C.WERVING: -3}, "Werving en selectie: zo blijft er niets van over."), ({C.LEERWERK: -3}, "blijft er niets")],
)
def test_something_of_a_phase_is_left(traject, langer, bericht):
    with pytest.raises(TrajectFout, match=bericht):
        imagine(list(traject.fasen.all()), begin=None, langer=langer)


def test_a_planning_stays_on_the_calendar(traject):
    with pytest.raises(TrajectFout, match="De planning loopt dan door tot na 2060"):
        imagine(list(traject.fasen.all()), begin=date(2060, 6, 1), langer={})


# --- On its page


def test_two_variants_stand_beside_how_it_is_and_nothing_is_stored(cast, login, traject):
    RolinvullingFactory(fase=traject.fasen.get(component="leerwerk"), toegezegd=True, partij=cast.roc, rol="opleider")
    before, client = stored(traject), login(cast.coordinator)
    assert url(traject) in client.get(reverse("trajecten:planning", args=[traject.pk])).text

    response = client.get(url(traject), {"v1-langer_voortraject": "3", "v2-begin": "2027-09-01"})

    assert (response.status_code, stored(traject)) == (200, before)
    assert not Planwijziging.objects.exists()
    rows = {rij.label: rij.cellen for rij in response.context["rijen"]}
    assert [cel.anders for cel in rows["Werving en selectie"]] == [False, False, True]
    assert [cel.anders for cel in rows["Voortraject"]] == [False, True, True]
    assert rows["Het hele traject"][2].start == date(2027, 9, 1)
    text = " ".join(response.text.split())
    assert text.count("Het traject eindigt") == 2
    assert text.count("ROC: Opleider (Leer- en werkcomponent)") == 2


def test_a_variant_goes_on_to_the_planning_as_it_is_and_is_stored_there(cast, login, traject):
    client = login(cast.coordinator)
    page = client.get(url(traject), {"v1-langer_voortraject": "3"})
    variant = page.context["keuze"].forms[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page.text)
    data = {naam: waarde for naam, waarde in hidden if naam.startswith("form-")}
    planning = reverse("trajecten:planning", args=[traject.pk])

    shown = client.post(planning, data | {"kijk": "1"})
    assert shown.status_code == 200
    assert "Er is nog niets opgeslagen." in shown.text

    assert client.post(planning, data | {"waarom": WAAROM}).status_code == 302
    laid = variant.voorstel.nieuw.stappen
    assert stored(traject) == {component: (step.start, step.eind) for component, step in laid.items()}
    assert Planwijziging.objects.get().waarom == WAAROM


@pytest.mark.parametrize(
    ("query", "veld", "bericht"),
    [
        ({"v1-langer_werving": "x"}, "langer_werving", "Vul een heel getal in, zoals 12."),
        ({"v1-langer_werving": "25"}, "langer_werving", None),
        ({"v1-langer_werving": "-9"}, "__all__", "Werving en selectie: zo blijft er niets van over."),
        ({"v1-begin": "2027-02-30"}, "begin", None),
    ],
)
def test_what_can_not_be_is_said_in_its_variant(cast, login, traject, query, veld, bericht):
    response = login(cast.coordinator).get(url(traject), query)
    form = response.context["keuze"].forms[0]
    assert (response.status_code, list(form.errors)) == (422, [veld])
    assert bericht is None or form.errors[veld] == [bericht]
    assert str(form.errors[veld][0]) in response.text


def test_nothing_filled_in_compares_nothing(cast, login, traject):
    response = login(cast.coordinator).get(url(traject), {"v1-langer_werving": "0"})
    assert response.status_code == 200
    assert "Naast elkaar" not in response.text
