"""The log of a gemeente: who searches it, what they find, and whose names they never see."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory
from toegang.logboek import Handeling, note
from toegang.models import Logregel

LOGBOEK = reverse("inzicht:logboek")


def shown(client, **query):
    """Return the lines on the page as (who, what, participant), oldest first, but for those about earlier searches."""
    response = client.get(LOGBOEK, query)
    assert response.status_code == 200
    lines = [r for r in response.context["table"].data if r.content_type.model != "logregel"]
    return [(r.actor and r.actor.naam, r.handeling, r.betrokkene) for r in lines][::-1]


@pytest.fixture
def gelezen(cast, login):
    """Two files of Waterstad and one of Heuvelrijk, each read by one person."""
    een, twee = DeelnemerFactory.create_batch(2, gemeente=cast.waterstad, voornaam="Kanarie", achternaam="Vogel")
    elders = DeelnemerFactory(gemeente=cast.heuvelrijk)
    for wie, deelnemer in ((cast.lezer, een), (cast.klantmanager, twee), (cast.vreemde, elders)):
        login(wie).get(reverse("deelnemers:detail", args=[deelnemer.pk]))
    return een, twee, elders


def test_who_watches_finds_who_read_which_file(cast, login, gelezen):
    een, twee, _elders = gelezen
    found = shown(login(cast.beheerder), handeling="inzien")
    assert found == [("Lezer", "inzien", een.pk), ("Klantmanager", "inzien", twee.pk)]


def test_another_gemeente_finds_its_own_lines_only(cast, login, gelezen):
    assert shown(login(cast.vreemde), handeling="inzien") == [("Vreemde", "inzien", gelezen[2].pk)]
    assert {regel.eigenaar for regel in Logregel.objects.visible_to(cast.vreemde)} == {cast.heuvelrijk.pk}


@pytest.mark.parametrize("who", ["klantmanager", "lezer", "werkgever", "mentor", "verbinder", "expert"])
def test_nobody_else_searches_the_log(cast, login, gelezen, who):
    assert login(cast.people[who]).get(LOGBOEK).status_code == 403
    assert Logregel.objects.visible_to(cast.people[who]).count() == 0


def test_the_menu_names_it_to_who_may(cast, login):
    assert f'href="{LOGBOEK}"' in login(cast.beheerder).get("/").text
    assert f'href="{LOGBOEK}"' not in login(cast.klantmanager).get("/").text


def test_it_is_searched_by_person_and_by_participant(cast, login, gelezen):
    een, twee, elders = gelezen
    twee.kenmerk = "W-2026-17"
    twee.save()
    client = login(cast.beheerder)
    assert shown(client, handeling="inzien", wie="klantman") == [("Klantmanager", "inzien", twee.pk)]
    assert shown(client, handeling="inzien", wie=cast.lezer.email) == [("Lezer", "inzien", een.pk)]
    assert shown(client, handeling="inzien", deelnemer=str(een.pk)) == [("Lezer", "inzien", een.pk)]
    assert shown(client, deelnemer=str(elders.pk)) == []
    assert shown(client, deelnemer="9" * 40) == []


def test_only_who_sees_a_kenmerk_searches_by_it(cast, login, gelezen):
    """A beheerder would else make a number of what stands on a letter."""
    twee = gelezen[1]
    twee.kenmerk = "W-2026-17"
    twee.save()
    for who, found, label in (
        (cast.coordinator, [("Klantmanager", "inzien", twee.pk)], "Deelnemer (nummer of eigen kenmerk)"),
        (cast.beheerder, [], "Deelnemer (nummer)"),
    ):
        assert shown(login(who), handeling="inzien", deelnemer="W-2026-17") == found
        assert label in login(who).get(LOGBOEK).text


def searches():
    regels = Logregel.objects.filter(content_type__model="logregel").order_by("pk")
    return [
        (r.actor.naam, r.eigenaar, r.grond, r.additional_data["filter"], list(r.additional_data.get("deelnemers", [])))
        for r in regels
    ]


def test_that_the_log_was_searched_is_in_the_log(cast, login, gelezen):
    een = gelezen[0]
    client = login(cast.beheerder)
    shown(client)
    assert searches() == []
    shown(client, wie="Kanariezoekwoord")
    shown(client, deelnemer=str(een.pk), handeling="inzien")
    shown(client, deelnemer="99999")
    who = ("Beheerder", cast.waterstad.pk, ["beheerder"])
    assert searches() == [
        (*who, ["wie"], []),
        (*who, ["deelnemer", "handeling"], [str(een.pk)]),
        (*who, ["deelnemer"], []),
    ]
    assert "Kanariezoekwoord" not in str([r.additional_data for r in Logregel.objects.all()])
    text = login(cast.coordinator).get(reverse("deelnemers:logboek", args=[een.pk])).text
    assert "Bekeken: het logboek van de gemeente" in text


def test_it_is_searched_by_period(cast, login):
    for day in (1, 2, 3):
        note(Handeling.INZIEN, eigenaar=cast.waterstad.pk, betrokkene=day, door=cast.lezer)
    for regel, moment in zip(
        Logregel.objects.filter(handeling="inzien").order_by("pk"),
        # The last minute of a day in Amsterdam, and the first of the next.
        (
            datetime(2026, 9, 30, 21, 59, tzinfo=UTC),
            datetime(2026, 9, 30, 22, 1, tzinfo=UTC),
            datetime(2026, 11, 1, tzinfo=UTC),
        ),
        strict=True,
    ):
        moved = Logregel(pk=regel.pk + 1000, handeling="inzien", action=3, content_type_id=regel.content_type_id)
        moved.eigenaar, moved.betrokkene, moved.timestamp = regel.eigenaar, regel.betrokkene + 10, moment
        moved.save(force_insert=True)
    found = shown(login(cast.beheerder), handeling="inzien", van="2026-10-01", tot="2026-11-01")
    assert [betrokkene for _wie, _wat, betrokkene in found] == [12, 13]


def test_a_beheerder_sees_no_name_of_a_participant(cast, login, gelezen):
    een = gelezen[0]
    een.achternaam = "Vogel-Kanarie"
    een.save()
    text = login(cast.beheerder).get(LOGBOEK).text
    assert "Kanarie" not in text
    assert reverse("deelnemers:detail", args=[een.pk]) not in text
    assert "achternaam" in text


def test_a_coordinator_goes_from_a_line_to_the_file(cast, login, gelezen):
    assert reverse("deelnemers:detail", args=[gelezen[0].pk]) in login(cast.coordinator).get(LOGBOEK).text


def test_a_line_says_by_which_right_and_for_whom_someone_works(cast, login):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=cast.mentor)
    login(cast.mentor).get(reverse("deelnemers:detail", args=[deelname.deelnemer_id]))
    text = login(cast.beheerder).get(LOGBOEK, {"handeling": "inzien", "wie": "mentor"}).text
    for words in ("Mentor van deze deelnemer", "Maatwerk", "Bekeken: het dossier"):
        assert words in text


def test_a_line_about_an_account_names_it_and_what_changed(cast, login, client):
    client.post(reverse("account_login"), {"login": cast.lezer.email, "password": "niet-het-wachtwoord"})
    lid = cast.lezer.lidmaatschappen.get()
    lid.functie = "klantmanager"
    lid.save()
    text = login(cast.beheerder).get(LOGBOEK).text
    assert "Inloggen mislukt: account van Lezer" in text
    assert "Niet ingelogd" in text
    assert "functie: Lezer → Klantmanager" in text


def test_an_unknown_filter_value_is_an_answer_and_no_fault(cast, login):
    response = login(cast.beheerder).get(LOGBOEK, {"handeling": "bestaat-niet", "van": "geen-dag"})
    assert response.status_code == 200


def test_an_empty_answer_says_what_to_do(cast, login):
    assert "Kies een ruimere periode" in login(cast.beheerder).get(LOGBOEK, {"wie": "niemand-heet-zo"}).text


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_page_costs_the_same_queries_for_any_number_of_lines(cast, login, rows, django_assert_num_queries):
    people = list(cast.people.values())
    for n in range(rows):
        note(Handeling.INZIEN, eigenaar=cast.waterstad.pk, betrokkene=n, door=people[n % len(people)])
    client = login(cast.beheerder)
    client.get(LOGBOEK)
    # Session, person, memberships, count, lines, whose people they are (two), and which accounts they are about.
    with django_assert_num_queries(8):
        client.get(LOGBOEK)
