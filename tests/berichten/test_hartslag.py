"""Signs of life of planner and worker, and what the health check and the list of mails make of their absence."""

from datetime import timedelta

import pytest
from celery.signals import after_task_publish, task_prerun
from django.utils.formats import date_format

from berichten import hartslag
from berichten.enums import STIL_NA, Onderdeel
from berichten.hartslag import Stilstand, beat, standing_still
from berichten.models import Hartslag
from config import celery
from tests.berichten.conftest import START

READY = "/healthz/ready"


@pytest.fixture(autouse=True)
def just_started(db, time_machine, monkeypatch):
    """A web process that started at nine, with nothing seen yet."""
    time_machine.move_to(START, tick=False)
    monkeypatch.setattr(hartslag, "GESTART", START)
    monkeypatch.setattr(hartslag, "_written", {})


@pytest.fixture
def at(time_machine):
    """Return a function that goes to so long after the start, for every clock."""
    return lambda after: time_machine.move_to(START + after, tick=False)


def test_signs_are_written_at_most_once_in_thirty_seconds(at):
    found = []
    for seconds in (10, 39, 40, 5):
        at(timedelta(seconds=seconds))
        beat(Onderdeel.WERKER)
        found.append((Hartslag.objects.get().gezien_op - START).total_seconds())
    # The last is of a clock that was set back.
    assert found == [10, 10, 40, 5]


def test_never_seen_counts_from_the_start_of_who_looks(at):
    at(STIL_NA)
    assert standing_still() == []
    at(STIL_NA + timedelta(seconds=1))
    assert standing_still() == [Stilstand(Onderdeel.PLANNER, None), Stilstand(Onderdeel.WERKER, None)]


def test_who_was_seen_in_the_last_five_minutes_lives(at):
    at(timedelta(minutes=20))
    beat(Onderdeel.PLANNER)
    Hartslag.objects.create(onderdeel=Onderdeel.WERKER, gezien_op=START + timedelta(minutes=3))
    assert standing_still() == [Stilstand(Onderdeel.WERKER, START + timedelta(minutes=3))]


def test_ready_says_which_stands_still_and_is_well_again_when_it_goes_on(client, at):
    assert client.get(READY).status_code == 200
    at(timedelta(minutes=6))
    beat(Onderdeel.PLANNER)
    answer = client.get(READY)
    assert (answer.status_code, answer.json()["status"], answer.json()["staat_stil"]) == (503, "fout", ["werker"])

    beat(Onderdeel.WERKER)
    answer = client.get(READY)
    assert (answer.status_code, answer.json()["staat_stil"]) == (200, [])


def test_worker_leaves_a_sign_with_each_task_and_the_planner_with_what_it_hands_over():
    receivers = list(after_task_publish.receivers)
    try:
        task_prerun.send(sender=None)
        assert set(Hartslag.objects.values_list("onderdeel", flat=True)) == {"werker"}
        after_task_publish.send(sender=None)
        assert Hartslag.objects.count() == 1  # a web process hands tasks over too
        celery.watch_planner()
        after_task_publish.send(sender=None)
        assert set(Hartslag.objects.values_list("onderdeel", flat=True)) == {"werker", "planner"}
    finally:
        after_task_publish.receivers = receivers
        after_task_publish.sender_receivers_cache.clear()


def test_list_of_mails_says_what_stands_still_since_when(cast, login, at):
    Hartslag.objects.create(onderdeel=Onderdeel.PLANNER, gezien_op=START + timedelta(minutes=1))
    at(timedelta(minutes=5))
    page = login(cast.coordinator)
    assert "staat stil" not in page.get("/berichten/").content.decode()
    at(timedelta(minutes=7))
    text = page.get("/berichten/").content.decode()
    since = date_format(START + timedelta(minutes=1), "SHORT_DATETIME_FORMAT")
    assert f"De planner van Leerwerk staat stil sinds {since}." in text
    assert "De werker van Leerwerk is nog niet gestart." in text
