"""The list of participants: each their own people, found by what they may read alone."""

import pytest

from deelnemers.models import Deelnemer
from partijen.enums import Functie
from tests.factories.deelnemers import (
    DeelnameFactory,
    DeelnemerFactory,
    PlaatsingFactory,
)
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import TrajectFactory

LIJST = "/deelnemers/"


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("coordinator", ["Samira Haddad", "Collega Zonder"]),
        ("klantmanager", ["Samira Haddad", "Collega Zonder"]),
        ("lezer", ["Samira Haddad", "Collega Zonder"]),
        ("mentor", ["Samira Haddad"]),
        ("opleider", ["Samira Haddad"]),
        ("taal", ["Samira Haddad"]),
        ("werkgever", ["Samira"]),
        ("vreemde", []),
    ],
)
def test_lijst_shows_each_their_own_people(cast, login, samira, who, names):
    table = login(cast.people[who]).get(LIJST).context["table"]
    assert [kaart.naam for kaart in table.kaarten.values()] == names


@pytest.mark.parametrize("who", ["verbinder", "expert", "beheerder"])
def test_lijst_is_not_for_who_has_no_task_for_people(cast, login, samira, who):
    assert login(cast.people[who]).get(LIJST).status_code == 403


def test_lijst_tells_an_employer_first_name_and_language_alone(cast, login, samira):
    page = login(cast.werkgever).get(LIJST)
    shown = [word for word in ("Samira", "Haddad", "W-77", ">24<", "Mentor") if word in page.text]
    assert shown == ["Samira"]
    assert [column.name for column in page.context["table"].columns.iterall() if column.visible] == [
        "naam",
        "spreken",
        "trajecten",
    ]
    assert 'name="zoek"' in page.text


@pytest.mark.parametrize(
    ("who", "zoek", "found"),
    [
        ("coordinator", "samira", 1),
        ("coordinator", "HADDAD sam", 1),
        ("coordinator", "W-77", 1),
        ("coordinator", "Niemand", 0),
        ("coordinator", "   ", 2),
        ("mentor", "haddad", 1),
        ("mentor", "W-77", 0),
        ("opleider", "haddad", 1),
        ("opleider", "W-77", 0),
    ],
)
def test_lijst_searches_only_what_one_may_read(cast, login, samira, who, zoek, found):
    page = login(cast.people[who]).get(LIJST, {"zoek": zoek})
    assert page.context["table"].page.paginator.count == found


def test_lijst_does_not_let_an_employer_guess_a_surname(cast, login, samira):
    client = login(cast.werkgever)
    counts = [
        client.get(LIJST, {"zoek": q}).context["table"].page.paginator.count for q in ("Samira", "Haddad", "W-77")
    ]
    assert counts == [1, 0, 0]
    assert Deelnemer.objects.visible_to(cast.werkgever).search(cast.werkgever, "Haddad").count() == 0


@pytest.mark.parametrize(
    ("vraag", "names"),
    [
        ({"taal": "B1"}, ["Samira Haddad"]),
        ({"taal": "B2"}, []),
        ({"taal": "A1"}, ["Samira Haddad", "Collega Zonder"]),
        ({"status": "actief"}, ["Samira Haddad"]),
        ({"status": "gestopt"}, []),
        ({"let_op": "zonder_traject"}, ["Collega Zonder"]),
        ({"let_op": "zonder_mentor"}, []),
    ],
)
def test_lijst_filters(cast, login, samira, vraag, names):
    table = login(cast.coordinator).get(LIJST, vraag).context["table"]
    assert [kaart.naam for kaart in table.kaarten.values()] == names


def test_lijst_filters_by_trajectory_and_mentor(cast, login, samira):
    other = DeelnameFactory(traject__gemeente=cast.waterstad, deelnemer__achternaam="Aarts", deelnemer__voornaam="An")
    client = login(cast.coordinator)

    by_traject = client.get(LIJST, {"traject": other.traject_id}).context["table"]
    by_mentor = client.get(LIJST, {"let_op": "zonder_mentor"}).context["table"]

    assert [kaart.naam for kaart in by_traject.kaarten.values()] == ["An Aarts"]
    assert [kaart.naam for kaart in by_mentor.kaarten.values()] == ["An Aarts"]


@pytest.mark.parametrize("value", ["0", "abc", "99999999999999999999999"])
def test_lijst_ignores_a_filter_that_makes_no_sense(cast, login, samira, value):
    for field in ("traject", "taal", "status", "let_op", "page", "sort"):
        assert login(cast.coordinator).get(LIJST, {field: value}).status_code == 200


def test_lijst_does_not_filter_by_a_foreign_trajectory(cast, login, samira):
    foreign = TrajectFactory(gemeente=cast.heuvelrijk, naam="Geheim traject")
    page = login(cast.coordinator).get(LIJST, {"traject": foreign.pk})
    assert "traject" in page.context["filter"].form.errors
    assert "Geheim traject" not in page.text


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("who", "queries"), [("coordinator", 10), ("mentor", 12), ("werkgever", 12), ("opleider", 12)])
def test_lijst_costs_the_same_queries_for_any_number_of_rows(
    cast, login, placed, who, queries, rows, django_assert_num_queries
):
    for _ in range(rows - 1):
        deelname = DeelnameFactory(traject=placed.traject, mentor=cast.mentor)
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    client = login(cast.people[who])
    # session, user, memberships, roles anywhere; choices of trajectory; count, rows, participations; for cards one, and
    # for partners another two
    with django_assert_num_queries(queries):
        client.get(LIJST)


def test_lijst_pages_by_25(cast, login):
    DeelnemerFactory.create_batch(60, gemeente=cast.waterstad)
    table = login(cast.coordinator).get(LIJST, {"page": 3}).context["table"]
    assert (len(table.kaarten), table.page.paginator.num_pages) == (10, 3)


def test_lijst_empty_says_what_to_do(cast, login):
    assert "importeer een lijst uit Excel" in login(cast.coordinator).get(LIJST).text
    assert "zodra er iemand meedoet met wie u werkt" in login(cast.mentor).get(LIJST).text
    assert "Kies een ruimer filter" in login(cast.coordinator).get(LIJST, {"zoek": "x"}).text


def test_lijst_of_an_employer_is_ordered_by_the_name_that_shows(cast, login):
    """An order by surname would tell something of it."""
    for voornaam, achternaam in (("Bea", "Aarts"), ("Ali", "Zand"), ("Cas", "Mol")):
        deelname = DeelnameFactory(deelnemer__voornaam=voornaam, deelnemer__achternaam=achternaam)
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    for sort, order in (("", ["Ali", "Bea", "Cas"]), ("naam", ["Ali", "Bea", "Cas"]), ("-naam", ["Cas", "Bea", "Ali"])):
        kaarten = login(cast.werkgever).get(LIJST, {"sort": sort}).context["table"].kaarten
        assert [kaart.naam for kaart in kaarten.values()] == order


def test_lijst_of_the_gemeente_is_ordered_by_surname(cast, login):
    for voornaam, achternaam in (("Bea", "Aarts"), ("Ali", "Zand"), ("Cas", "Mol")):
        DeelnemerFactory(gemeente=cast.waterstad, voornaam=voornaam, achternaam=achternaam)
    kaarten = login(cast.coordinator).get(LIJST).context["table"].kaarten
    assert [kaart.naam for kaart in kaarten.values()] == ["Bea Aarts", "Cas Mol", "Ali Zand"]


@pytest.fixture
def vier(cast):
    """Four people of Waterstad, of whom each column tells something else; Cas's is empty everywhere."""
    for voornaam, achternaam, kenmerk, spreken, uren, traject, mentor in (
        ("Bea", "Aarts", "W-3", "A1", 32, "Bouw", "Noor"),
        ("Ali", "Zand", "W-1", "nog_niet", 8, "Zorg", "Daan"),
        ("Cas", "Mol", "", "", None, None, None),
        ("Dina", "Nol", "W-2", "C1", 16, "Groen", "Mo"),
    ):
        deelnemer = DeelnemerFactory(
            gemeente=cast.waterstad,
            voornaam=voornaam,
            achternaam=achternaam,
            kenmerk=kenmerk,
            spreken=spreken,
            uren_per_week=uren,
        )
        if traject:
            gids = LidmaatschapFactory(partij=cast.maatwerk, functie=Functie.MEDEWERKER, gebruiker__naam=mentor)
            DeelnameFactory(
                deelnemer=deelnemer,
                traject=TrajectFactory(gemeente=cast.waterstad, naam=traject),
                mentor=gids.gebruiker,
            )


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("kenmerk", "Ali Dina Bea Cas"),
        ("-kenmerk", "Bea Dina Ali Cas"),
        ("spreken", "Ali Bea Dina Cas"),
        ("-spreken", "Dina Bea Ali Cas"),
        ("uren_per_week", "Ali Dina Bea Cas"),
        ("-uren_per_week", "Bea Dina Ali Cas"),
        ("trajecten", "Bea Dina Ali Cas"),
        ("-trajecten", "Ali Dina Bea Cas"),
        ("mentor", "Ali Dina Bea Cas"),
        ("-mentor", "Bea Dina Ali Cas"),
    ],
)
def test_lijst_of_the_gemeente_is_sorted_by_any_column_and_what_is_empty_stands_last(cast, login, vier, sort, order):
    page = login(cast.coordinator).get(LIJST, {"sort": sort})
    assert [kaart.naam.split()[0] for kaart in page.context["table"].kaarten.values()] == order.split()
    assert page.text.count("aria-sort") == 1
    heading = page.text.split('aria-sort="')[1].split("</th>")[0]
    assert heading.startswith("descending" if sort.startswith("-") else "ascending")
    assert f'href="?sort={sort.lstrip("-") if sort.startswith("-") else f"-{sort}"}"' in heading


@pytest.mark.parametrize("sort", ["kenmerk", "uren_per_week", "mentor"])
def test_lijst_tells_nobody_by_its_order_what_they_may_not_read(cast, login, sort):
    """An employer reads first names: an order by anything else is an order by name."""
    for voornaam, uren, kenmerk in (("Bea", 8, "W-1"), ("Ali", 32, "W-3"), ("Cas", 16, "W-2")):
        deelname = DeelnameFactory(
            deelnemer__voornaam=voornaam,
            deelnemer__uren_per_week=uren,
            deelnemer__kenmerk=kenmerk,
            mentor=LidmaatschapFactory(partij=cast.maatwerk, gebruiker__naam=kenmerk).gebruiker,
        )
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    for order in (sort, f"-{sort}"):
        kaarten = login(cast.werkgever).get(LIJST, {"sort": order}).context["table"].kaarten
        assert [kaart.naam for kaart in kaarten.values()] == ["Ali", "Bea", "Cas"]


def test_lijst_tells_a_trainer_no_mentors_by_its_order(cast, login, placed):
    for achternaam, mentor in (("Aarts", "Zoe"), ("Bos", "Abe")):
        DeelnameFactory(
            traject=placed.traject,
            deelnemer__achternaam=achternaam,
            mentor=LidmaatschapFactory(partij=cast.maatwerk, gebruiker__naam=mentor).gebruiker,
        )
    for sort in ("mentor", "-mentor", "kenmerk"):
        kaarten = login(cast.opleider).get(LIJST, {"sort": sort}).context["table"].kaarten
        names = [kaart.naam.split()[-1] for kaart in kaarten.values()]
        assert [naam for naam in names if naam in ("Aarts", "Bos")] == ["Aarts", "Bos"]


@pytest.mark.parametrize("who", ["mentor", "opleider", "taal", "werkgever", "lezer", "vreemde"])
def test_lijst_can_be_asked_for_in_any_order_by_anyone(cast, login, samira, who):
    client = login(cast.people[who])
    for sort in ("naam", "kenmerk", "spreken", "uren_per_week", "trajecten", "mentor"):
        assert {client.get(LIJST, {"sort": order}).status_code for order in (sort, f"-{sort}")} == {200}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("sort", ["kenmerk", "spreken", "uren_per_week", "trajecten", "mentor"])
def test_lijst_costs_no_query_more_in_another_order(cast, login, placed, rows, sort, django_assert_num_queries):
    for _ in range(rows - 1):
        DeelnameFactory(traject=placed.traject, mentor=cast.mentor)
    client = login(cast.coordinator)
    with django_assert_num_queries(10):
        client.get(LIJST, {"sort": sort})


@pytest.mark.parametrize(("taal", "naam"), [("nl", "Bladzijden"), ("en", "Pages")])
def test_the_way_to_other_pages_is_named_in_the_language_of_who_reads(cast, login, taal, naam):
    DeelnemerFactory.create_batch(60, gemeente=cast.waterstad)
    type(cast.coordinator).objects.filter(pk=cast.coordinator.pk).update(taal=taal)
    page = login(cast.coordinator).get(LIJST, {"page": 2}).text
    assert f'<nav aria-label="{naam}"' in page
    assert "Table navigation" not in page
    assert page.count('aria-current="page">2<') == 1
    assert (page.count('rel="prev"'), page.count('rel="next"')) == (1, 1)
