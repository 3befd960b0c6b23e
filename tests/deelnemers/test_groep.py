"""The participants of one trajectory, on its page."""

import pytest
from django.urls import reverse

from deelnemers.enums import DeelnameStatus
from partijen.enums import Rol
from tests.factories.deelnemers import (
    DeelnameFactory,
    PlaatsingFactory,
)
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory


@pytest.fixture
def groep(cast, samira, placed):
    """Samira, a colleague who is in nobody's care yet, and two people of Heuvelrijk."""
    DeelnameFactory(traject=placed.traject, deelnemer__voornaam="Bea", deelnemer__achternaam="Bakker")
    for n in range(2):
        DeelnameFactory(
            traject=placed.traject,
            deelnemer__gemeente=cast.heuvelrijk,
            deelnemer__voornaam=f"Ander{n}",
            deelnemer__achternaam=f"Heuvel{n}",
        )
    RolinvullingFactory(
        fase=FaseFactory(traject=placed.traject, component="werving"),
        rol=Rol.INTERMEDIAIR,
        toegezegd=True,
        partij=cast.heuvelrijk,
    )
    return reverse("deelnemers:van_traject", args=[placed.traject_id])


@pytest.mark.parametrize(
    ("who", "names", "anderen"),
    [
        ("coordinator", ["Bea Bakker", "Samira Haddad"], None),
        ("klantmanager", ["Bea Bakker", "Samira Haddad"], None),
        ("lezer", ["Bea Bakker", "Samira Haddad"], None),
        ("mentor", ["Samira Haddad"], 0),
        ("werkgever", ["Samira"], 0),
        ("vreemde", ["Ander0 Heuvel0", "Ander1 Heuvel1"], None),
    ],
)
def test_van_traject_shows_each_their_own_people(cast, login, groep, who, names, anderen):
    response = login(cast.people[who]).get(groep)
    found = response.context["groep"]
    assert ([lid.kaart.naam for lid in found.leden], found.anderen) == (names, anderen)
    assert ("Minder dan 5 deelnemers" in response.text) == (anderen is None)


def test_van_traject_tells_a_number_from_five(cast, login, groep, placed):
    DeelnameFactory.create_batch(3, traject=placed.traject, deelnemer__gemeente=cast.heuvelrijk)
    text = login(cast.coordinator).get(groep).text
    assert "5 deelnemers komen uit een andere gemeente." in text
    assert "Ander0" not in text


@pytest.mark.parametrize(("who", "status"), [("verbinder", 403), ("expert", 403), ("beheerder", 403)])
def test_van_traject_is_not_for_who_has_no_task_for_people(cast, login, groep, who, status):
    assert login(cast.people[who]).get(groep).status_code == status


def test_van_traject_of_a_foreign_trajectory_is_not_found(cast, login):
    foreign = TrajectFactory(gemeente=cast.heuvelrijk)
    url = reverse("deelnemers:van_traject", args=[foreign.pk])
    assert {login(u).get(url).status_code for n, u in cast.people.items() if n != "vreemde"} == {404}


def test_van_traject_is_a_part_for_htmx_and_a_page_without(cast, login, groep):
    client = login(cast.coordinator)
    part, page = client.get(groep, headers={"hx-request": "true"}).text, client.get(groep).text
    assert ("<html" in part, "<html" in page) == (False, True)
    assert all("Bea Bakker" in text and "nog geen mentor" in text for text in (part, page))


def test_van_traject_tells_an_employer_neither_contact_nor_mentor(cast, login, groep):
    text = login(cast.werkgever).get(groep).text
    assert [word for word in ("Haddad", "Laatste contact", "Mentor", "Fase</th>") if word in text] == []


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("who", "queries"), [("coordinator", 10), ("mentor", 11), ("werkgever", 11)])
def test_van_traject_costs_the_same_queries_for_any_number_of_rows(
    cast, login, placed, who, queries, rows, django_assert_num_queries
):
    for _ in range(rows - 1):
        deelname = DeelnameFactory(traject=placed.traject, mentor=cast.mentor, status=DeelnameStatus.ACTIEF)
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    client = login(cast.people[who])
    with django_assert_num_queries(queries):
        client.get(reverse("deelnemers:van_traject", args=[placed.traject_id]))
