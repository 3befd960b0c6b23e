"""Every agreement one sees, across trajectories."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partijen.enums import Rol
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory

URL = reverse("trajecten:afspraken")


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def seen(response):
    return [row.record.wat for row in response.context["table"].page]


@pytest.fixture
def afspraken(cast):
    """Two trajectories of a gemeente and one of another, with agreements of each kind."""
    groen = TrajectFactory(gemeente=cast.waterstad, naam="Aan de slag in het groen")
    zorg = TrajectFactory(gemeente=cast.waterstad, naam="Voortraject zorg")
    elders = TrajectFactory(gemeente=cast.heuvelrijk, naam="Elders")
    RolinvullingFactory(fase=FaseFactory(traject=groen), rol=Rol.WERKGEVER, toegezegd=True, partij=cast.installatie)
    make = AfspraakFactory
    make(traject=groen, wat="Kleding bestellen", deadline=day(9), persoon=None, partij=cast.installatie)
    make(traject=zorg, wat="Lokaal regelen", deadline=day(-2), persoon=cast.coordinator)
    make(traject=zorg, wat="Rooster maken", deadline=day(3), persoon=cast.klantmanager)
    make(traject=zorg, wat="Folder drukken", deadline=day(-9), persoon=cast.coordinator, status="gedaan")
    make(traject=elders, wat="Van een ander", deadline=day(1), persoon=cast.vreemde)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Lokaal regelen", "Rooster maken", "Kleding bestellen"]),
        ({"stand": "laat"}, ["Lokaal regelen"]),
        ({"stand": "klaar"}, ["Folder drukken"]),
        ({"van": "mij"}, ["Lokaal regelen"]),
        ({"van": "mij", "stand": "klaar"}, ["Folder drukken"]),
        ({"zoek": "groen kleding"}, ["Kleding bestellen"]),
        ({"sort": "-deadline"}, ["Kleding bestellen", "Rooster maken", "Lokaal regelen"]),
        ({"zoek": "niets"}, []),
    ],
)
def test_what_is_open_of_all_trajectories_stands_in_order_of_its_day(cast, login, afspraken, query, expected):
    assert seen(login(cast.coordinator).get(URL, query)) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [("werkgever", ["Kleding bestellen"]), ("vreemde", ["Van een ander"]), ("opleider", []), ("beheerder", [])],
)
def test_nobody_sees_an_agreement_that_is_not_theirs(cast, login, afspraken, who, expected):
    response = login(cast.people[who]).get(URL)
    assert seen(response) == expected
    assert expected or "Er zijn geen open afspraken." in response.text


def test_each_leads_to_its_place_and_what_is_late_says_so(cast, login, afspraken):
    response = login(cast.coordinator).get(URL)
    first = response.context["table"].page[0].record
    assert f"{reverse('trajecten:detail', args=[first.traject_id])}#afspraak-{first.pk}" in response.text
    assert response.text.count("Te laat</span>") == 1
    assert "Klantmanager" in response.text


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_costs_the_same_queries_for_any_number_of_rows(cast, login, rows, django_assert_num_queries):
    for _n in range(rows):
        AfspraakFactory(traject__gemeente=cast.waterstad, persoon=cast.mentor, partij=cast.maatwerk)
    client = login(cast.coordinator)
    # session, user, memberships, roles anywhere; count, rows
    with django_assert_num_queries(6):
        client.get(URL)


def test_the_start_page_and_the_list_of_trajectories_lead_there(cast, login, afspraken):
    client = login(cast.coordinator)
    for page in (reverse("inzicht:start"), reverse("trajecten:lijst")):
        assert f'href="{URL}"' in client.get(page).text
