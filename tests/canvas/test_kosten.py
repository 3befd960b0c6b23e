"""What a what-if costs: the amounts on the Canvas, by the days of the component that needs them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from canvas.kosten import costs_of
from canvas.models import Bijdrage
from tests.factories.canvas import BijdrageFactory
from tests.trajecten import test_wizard
from trajecten.duur import weken
from trajecten.enums import Component
from trajecten.groepsplan import plan_of
from trajecten.planning import Stap, Wijziging, change, lay_out
from trajecten.varianten import imagine

gegevens, traject = test_wizard.gegevens, test_wizard.traject  # its fixtures
C = Component


def url(traject):
    return reverse("canvas:kosten", args=[traject.pk])


def columns(response):
    return list(zip(response.context["keuze"].titels, response.context["kosten"], strict=True))


def test_an_amount_is_spread_over_the_days_of_its_component_and_a_longer_one_costs_more():
    # Ten days in January and four in February, by hand.
    plan = lay_out([Stap(sleutel=C.LEERWERK, duur=weken(2), vast=date(2027, 1, 22))])
    longer = change(plan, [Wijziging(sleutel=C.LEERWERK, duur=weken(4))])
    means = [Bijdrage(component=C.LEERWERK, bedrag=Decimal(amount)) for amount in (1000, 400)]
    means += [Bijdrage(component=C.LEERWERK), Bijdrage(component=C.TAAL, bedrag=Decimal(99))]
    now, later = costs_of(means, plan, [plan, longer])
    assert now.maanden == {date(2027, 1, 1): 1000, date(2027, 2, 1): 400}
    assert later.maanden == {date(2027, 1, 1): 1000, date(2027, 2, 1): 1800}
    assert (now.duurste, later.duurste) == (date(2027, 1, 1), date(2027, 2, 1))
    assert (later.say_totaal, later.say_per_maand) == ("€\u00a02.800", "€\u00a01.400")


def test_what_moves_alone_costs_the_same(traject):
    fasen = list(traject.fasen.all())
    means = [Bijdrage(component=component, bedrag=Decimal(1200)) for component in C]
    stand = plan_of(fasen)
    moved = imagine(fasen, begin=date(2027, 1, 11), langer={}).nieuw
    now, later = costs_of(means, stand, [stand, moved])
    assert round(now.totaal, 2) == len(C) * 1200
    # A phase of so many months has not the same number of days wherever it begins.
    assert abs(later.totaal - now.totaal) < 50


def test_without_an_amount_there_is_nothing_to_say(traject):
    stand = plan_of(traject.fasen.all())
    assert costs_of([Bijdrage(component=C.LEERWERK)], stand, [stand]) == []


@pytest.mark.parametrize("htmx", [True, False])
def test_each_variant_stands_beside_the_planning_as_it_is(cast, login, traject, htmx):
    BijdrageFactory(traject=traject, component="leerwerk", bedrag=9_100)
    # Of another trajectory, so not counted.
    BijdrageFactory(component="leerwerk", bedrag=5_000)
    client = login(cast.coordinator)
    vraag = {"v1-langer_leerwerk": "3", "v2-begin": "2027-09-01"}
    page = client.get(reverse("trajecten:varianten", args=[traject.pk]), vraag)
    assert f'hx-get="{url(traject)}?v1-langer_leerwerk=3&amp;v2-begin=2027-09-01"' in page.text

    response = client.get(url(traject), vraag, headers={"HX-Request": "true"} if htmx else {})

    assert ("<html" in response.text) is not htmx
    # Thirteen weeks of € 100 a day, and three months longer is twenty-six weeks.
    assert [(titel, een.say_totaal) for titel, een in columns(response)] == [
        ("Zoals het nu staat", "€\u00a09.100"),
        ("Variant 1", "€\u00a018.200"),
        ("Variant 2", "€\u00a09.100"),
    ]


def test_where_the_canvas_has_no_amounts_it_says_where_to_fill_them_in(cast, login, traject):
    response = login(cast.coordinator).get(url(traject), {"v1-langer_leerwerk": "3"})
    assert "op het Canvas staan geen bedragen" in response.text
    assert reverse("canvas:canvas", args=[traject.pk]) in response.text


def test_what_cannot_be_worked_out_is_left_out(cast, login, traject):
    BijdrageFactory(traject=traject, component="leerwerk", bedrag=9_100)
    response = login(cast.coordinator).get(url(traject), {"v1-langer_leerwerk": "-3", "v2-begin": "geen dag"})
    assert [titel for titel, _een in columns(response)] == ["Zoals het nu staat"]
