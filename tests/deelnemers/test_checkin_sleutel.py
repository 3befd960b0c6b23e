"""A check-in that a phone sends again, because it never heard whether it came in, is logged once."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from deelnemers.models import Checkin, Signaal
from tests.factories.deelnemers import DeelnameFactory
from toegang import sessies
from toegang.indieningen import CONCEPT, KEEP, purge
from toegang.models import Indiening

STAMP = "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"
KEPT = {"X-Concept": "1"}


def typed(**given):
    """What a phone keeps and sends; with a low mark, so that a signal and a mail come along."""
    data = {"datum": timezone.localdate().isoformat(), "wijze": "telefoon", "werk": "3", "taal": "1", "leren": "2"}
    return {**data, "praktisch": "3", "afspraak_wie": "ik", "indiening": STAMP, **given}


def nieuw(deelname):
    return reverse("deelnemers:checkin_nieuw", args=[deelname.pk])


def answered(response):
    """What the script on the phone reads of an answer: its status, where to go, whether it was carried out."""
    return response.status_code, response.headers.get("X-Naar"), "X-Indiening" in response.headers


SAVED = (204, "/checkins/", True)


def test_sent_again_it_is_one_check_in_and_the_same_answer(cast, login, placed):
    client = login(cast.mentor)
    assert [answered(client.post(nieuw(placed), typed(), headers=KEPT)) for _time in range(3)] == [SAVED] * 3
    assert (Checkin.objects.count(), Signaal.objects.count()) == (1, 1)
    # What is to be said about it is said on the next page, once.
    said = [client.get("/checkins/").text.count("De check-in is opgeslagen.") for _time in range(2)]
    assert said == [1, 0]


def test_whoever_sends_other_answers_under_the_same_stamp_is_told_that_it_was_in_already(cast, login, placed):
    client = login(cast.mentor)
    told = [client.post(nieuw(placed), typed(wensen=wens), headers=KEPT) for wens in ("Meer uren", "Minder uren")]
    assert [response.headers.get("X-Eerder") for response in told] == [None, "1"]
    assert [checkin.wensen for checkin in Checkin.objects.all()] == ["Meer uren"]


def test_a_form_that_a_browser_sends_is_answered_as_before(cast, login, placed):
    response = login(cast.mentor).post(nieuw(placed), typed())
    assert (response.status_code, response.url, "X-Naar" in response.headers) == (302, "/checkins/", False)


def test_the_stamp_is_of_one_participation(cast, login, placed):
    other = DeelnameFactory(traject=placed.traject, deelnemer__gemeente=cast.waterstad, mentor=cast.mentor)
    client = login(cast.mentor)
    for deelname in (placed, other, placed):
        assert answered(client.post(nieuw(deelname), typed(), headers=KEPT)) == SAVED
    assert sorted(Checkin.objects.values_list("deelname", flat=True)) == sorted([placed.pk, other.pk])


def test_the_stamp_is_of_one_person(cast, login, placed):
    for who in (cast.mentor, cast.coordinator, cast.mentor):
        assert answered(login(who).post(nieuw(placed), typed(), headers=KEPT)) == SAVED
    assert sorted(Checkin.objects.values_list("door", flat=True)) == sorted([cast.mentor.pk, cast.coordinator.pk])


def test_a_stamp_is_there_once_in_the_database(cast):
    Indiening.objects.create(gebruiker=cast.mentor, sleutel=STAMP)
    with pytest.raises(IntegrityError):
        Indiening.objects.create(gebruiker=cast.mentor, sleutel=STAMP)


def test_refused_it_can_be_set_right_and_sent_under_the_same_stamp(cast, login, placed):
    client = login(cast.mentor)
    refused = client.post(nieuw(placed), typed(wensen="123456782"), headers=KEPT)
    assert answered(refused) == (422, None, False)
    assert "123456782" in refused.text
    assert answered(client.post(nieuw(placed), typed(wensen="Meer uren"), headers=KEPT)) == SAVED
    assert [checkin.wensen for checkin in Checkin.objects.all()] == ["Meer uren"]


def test_whoever_is_signed_out_is_told_so_and_nothing_is_saved(cast, client, login, placed):
    status, naar, saved = answered(client.post(nieuw(placed), typed(), headers=KEPT))
    assert (status, naar.startswith("/accounts/login/"), saved) == (204, True, False)
    idle = login(cast.mentor)
    with time_machine.travel(time.time() + 3600, tick=False):
        status, naar, saved = answered(idle.post(nieuw(placed), typed(), headers=KEPT))
    assert (status, naar.startswith("/accounts/login/?verlopen=1"), saved) == (204, True, False)
    assert Checkin.objects.count() == 0


def test_whoever_owes_a_second_step_is_not_told_that_it_was_saved(cast, login, placed):
    client = login(cast.mentor)
    session = client.session
    session.update({sessies.GEDAAN: False, sessies.STAP: "verplicht"})
    session.save()
    assert answered(client.post(nieuw(placed), typed(), headers=KEPT)) == (204, "/accounts/2fa/", False)
    assert Checkin.objects.count() == 0


def test_who_may_no_longer_is_refused(cast, login, placed):
    assert answered(login(cast.verbinder).post(nieuw(placed), typed(), headers=KEPT))[0] in {403, 404}
    assert Checkin.objects.count() == 0


def test_a_check_in_that_was_taken_away_does_not_come_back(cast, login, placed):
    client = login(cast.mentor)
    client.post(nieuw(placed), typed(), headers=KEPT)
    Checkin.objects.all().delete()
    assert answered(client.post(nieuw(placed), typed(), headers=KEPT)) == SAVED
    assert Checkin.objects.count() == 0


def test_a_stamp_is_known_for_longer_than_a_device_keeps_the_form(cast, login, placed):
    client = login(cast.mentor)
    client.post(nieuw(placed), typed())
    [made] = Indiening.objects.values_list("ingediend_op", flat=True)
    with time_machine.travel(made + 2 * CONCEPT, tick=False):
        assert purge() == 0
    assert answered(login(cast.mentor).post(nieuw(placed), typed(), headers=KEPT)) == SAVED
    assert Checkin.objects.count() == 1
    with time_machine.travel(made + KEEP + timedelta(seconds=1), tick=False):
        assert purge() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_one_check_in(cast, login, placed):
    clients, start, answers = [login(cast.mentor) for _client in range(2)], threading.Barrier(2), []

    def send(client):
        start.wait()
        answers.append(answered(client.post(nieuw(placed), typed(), headers=KEPT)))
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [SAVED, SAVED]
    assert (Checkin.objects.count(), Indiening.objects.count()) == (1, 1)


def test_only_a_new_check_in_is_kept_on_the_device(cast, login, placed):
    client = login(cast.mentor)
    page = client.get(nieuw(placed)).text
    assert page.count("data-concept=") == 1
    assert 'data-concept="/checkins/"' in page
    client.post(nieuw(placed), typed())
    page = client.get(reverse("deelnemers:checkin_wijzig", args=[Checkin.objects.get().pk])).text
    assert "data-concept=" not in page


def test_the_page_says_how_long_and_names_nobody_in_what_the_device_is_given(cast, login, placed):
    page = login(cast.mentor).get(nieuw(placed)).text
    strip = page.split('id="concepten"')[1].split(">")[0]
    assert f'data-dagen="{CONCEPT.days}"' in strip
    assert f'data-sleutel="{sessies.draft_key(cast.mentor)}"' in strip
    assert not {cast.mentor.email, cast.mentor.naam, placed.deelnemer.achternaam} & set(strip.split('"'))
