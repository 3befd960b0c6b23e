"""A session in which nothing is done ends, sooner for who may do more."""

import time

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partijen.enums import Rol
from partijen.models import GemeenteInstelling
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import PASSWORD
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.models import User
from toegang.sessies import wachttijd_of
from toegang.tasks import purge_sessies


def later(minutes):
    return time_machine.travel(time.time() + minutes * 60, tick=False)


@pytest.fixture
def kort(cast):
    GemeenteInstelling.objects.create(gemeente=cast.waterstad, wachttijd_coordinator=20, wachttijd_lezer=60)


def test_a_gemeente_sets_the_wait_per_function(cast, kort):
    waits = {name: wachttijd_of(user) for name, user in cast.people.items()}
    assert (waits["coordinator"], waits["lezer"], waits["klantmanager"]) == (20, 60, 30)
    assert (waits["vreemde"], waits["mentor"]) == (30, 30)


def test_of_two_functions_the_shortest_wait_holds(cast, kort):
    LidmaatschapFactory(gebruiker=cast.lezer, partij=cast.roc)
    assert wachttijd_of(cast.lezer) == 30


def let_work(partij, *gemeenten):
    for gemeente in gemeenten:
        fase = FaseFactory(traject=TrajectFactory(gemeente=gemeente))
        RolinvullingFactory(gevraagd=True, fase=fase, rol=Rol.MENTOR, partij=partij, persoon=None)


def test_for_a_partner_the_shortest_wait_of_the_gemeentes_it_works_for_holds(cast):
    GemeenteInstelling.objects.create(gemeente=cast.waterstad, wachttijd_partner=45)
    GemeenteInstelling.objects.create(gemeente=cast.heuvelrijk, wachttijd_partner=15, wachttijd_coordinator=60)
    let_work(cast.maatwerk, cast.waterstad)
    let_work(cast.roc, cast.waterstad, cast.heuvelrijk)
    waits = {name: wachttijd_of(user) for name, user in cast.people.items()}
    assert (waits["mentor"], waits["opleider"], waits["werkgever"]) == (45, 15, 30)
    assert (waits["coordinator"], waits["vreemde"]) == (30, 60)
    # Who is a member of two parties keeps to the strictest.
    LidmaatschapFactory(gebruiker=cast.mentor, partij=cast.roc)
    assert wachttijd_of(User.objects.get(pk=cast.mentor.pk)) == 15


@pytest.mark.parametrize(("minutes", "status"), [(15.9, 200), (16.1, 302)])
def test_a_partner_who_does_nothing_is_signed_out_as_the_gemeente_set_it(cast, login, minutes, status):
    GemeenteInstelling.objects.create(gemeente=cast.heuvelrijk, wachttijd_partner=15)
    let_work(cast.roc, cast.heuvelrijk)
    client = login(cast.opleider)
    with later(minutes):
        assert client.get("/trajecten/").status_code == status


def test_what_a_gemeente_set_for_partners_is_asked_once_a_minute(cast, login):
    let_work(cast.roc, cast.waterstad)
    client = login(cast.opleider)

    def asked(seconds):
        with CaptureQueriesContext(connection) as queries, later(seconds / 60):
            client.get("/trajecten/")
        return sum("partijen_gemeenteinstelling" in query["sql"] for query in queries.captured_queries)

    assert [asked(seconds) for seconds in (0, 30, 61, 90)] == [0, 0, 1, 0]


@pytest.mark.parametrize(("minutes", "status"), [(19, 200), (20.9, 200), (21.1, 302)])
def test_doing_nothing_ends_the_session(cast, kort, login, minutes, status):
    client = login(cast.coordinator)
    with later(minutes):
        response = client.get("/trajecten/")
    assert response.status_code == status
    if status == 302:
        assert response.url == "/accounts/login/?verlopen=1&next=/trajecten/"
        assert client.get("/trajecten/").status_code == 302  # the clock set back opens nothing


def test_a_browser_that_looks_for_a_newer_service_worker_is_not_sent_to_sign_in(cast, kort, login):
    client = login(cast.coordinator)
    with later(21.1):
        response = client.get("/sw.js")
        assert (response.status_code, response.headers["Content-Type"]) == (200, "text/javascript")
        assert client.get("/trajecten/").url.startswith("/accounts/login/")


def test_that_browser_does_not_end_the_session_before_the_page_that_says_so(cast, kort, login):
    client = login(cast.coordinator)
    client.get("/")
    with later(38):
        assert client.get("/sw.js").status_code == 200
        response = client.get("/partijen/")
    assert (response.status_code, "verlopen=1" in response.url) == (302, True)


def test_every_request_starts_the_wait_anew(cast, kort, login):
    client = login(cast.coordinator)
    for minutes in (15, 30, 45):
        with later(minutes):
            assert client.get("/").status_code == 200


def test_a_page_that_looks_by_itself_keeps_nobody_signed_in(cast, kort, login):
    client = login(cast.coordinator)
    for minutes in (10, 15):
        with later(minutes):
            assert client.get("/", headers={"X-Achtergrond": "1"}).status_code == 200
    with later(22):
        assert client.get("/").status_code == 302


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in_and_back(cast, login):
    client = login(cast.coordinator)
    with later(40):
        response = client.get(
            "/deelnemers/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/trajecten/nieuw/"}
        )
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == "/accounts/login/?verlopen=1&next=/trajecten/nieuw/"


def test_a_part_of_a_page_is_not_the_page_to_sign_in_on_for_who_was_signed_out_elsewhere(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/trajecten/"}
    response = client.get("/deelnemers/?page=2", headers=headers)
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/accounts/login/?next=/trajecten/")
    assert client.get("/deelnemers/?page=2").url == "/accounts/login/?next=/deelnemers/%3Fpage%3D2"


def test_a_foreign_page_is_no_place_to_come_back_to(cast, login):
    client = login(cast.coordinator)
    with later(40):
        response = client.post("/partijen/nieuw/", headers={"Referer": "https://elders.example/lok"})
    assert response.url == "/accounts/login/?verlopen=1&next=/"


def test_saying_i_am_still_here_keeps_the_session(cast, kort, login):
    client = login(cast.coordinator)
    with later(19):
        assert client.post(reverse("toegang:blijf")).status_code == 204
    with later(38):
        assert client.get("/").status_code == 200


def test_the_session_is_written_once_a_minute_at_most(cast, login, django_assert_num_queries):
    client = login(cast.coordinator)
    with django_assert_num_queries(3):
        client.get("/bestaat-niet/")


def test_the_page_tells_the_browser_how_long(cast, kort, login):
    assert 'data-minuten="20"' in login(cast.coordinator).get("/").text


def test_however_busy_someone_is_they_sign_in_again_after_ten_hours(cast, login):
    client = login(cast.coordinator)
    for minutes in range(20, 600, 20):
        with later(minutes):
            assert client.get("/trajecten/").status_code == 200
    with later(601):
        assert client.get("/trajecten/").status_code == 302


def test_a_page_that_looks_by_itself_puts_off_no_duty(cast, login):
    client = Client()
    client.force_login(cast.verbinder)
    assert client.get("/").status_code == 200
    LidmaatschapFactory(gebruiker=cast.verbinder, partij=cast.waterstad, functie="klantmanager")
    with later(2):
        response = client.get("/deelnemers/", headers={"X-Achtergrond": "1"})
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_nothing_is_left_of_a_session_that_ended_by_itself(cast, client):
    client.post("/accounts/login/", {"login": cast.verbinder.email, "password": PASSWORD})
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    assert purge_sessies() == 0
    with later(24 * 60):
        assert purge_sessies() == 1
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
