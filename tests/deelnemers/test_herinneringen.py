from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from berichten.verzending import send_due
from deelnemers.enums import DeelnameStatus
from deelnemers.tasks import plan_herinneringen
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, DeelnemerFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import TrajectFactory
from tests.herinneren import everyone_at_once, told_now

TODAY = date(2026, 11, 24)


def days(n):
    return timedelta(days=n)


@pytest.fixture
def on(time_machine):
    """Return a function that makes it a day, at nine o'clock in Amsterdam."""

    def move(day):
        time_machine.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False)

    return move


@pytest.fixture(autouse=True)
def today(on, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    on(TODAY)


@pytest.fixture
def traject(cast):
    return TrajectFactory(naam="Groen", gemeente=cast.waterstad, regisseur=None)


def taking_part(traject, since, **fields):
    return DeelnameFactory(traject=traject, actief_sinds=TODAY - days(since), **fields)


def beat():
    told_now(plan_herinneringen)


def told():
    sent = Bericht.objects.filter(status=BerichtStatus.VERZONDEN).order_by("pk").select_related("ontvanger")
    return [(bericht.soort, bericht.ontvanger.naam) for bericht in sent]


def days_told(on, until):
    found = []
    for n in range(until + 1):
        on(TODAY + days(n))
        before = len(told())
        beat()
        found += [n] * (len(told()) - before)
    return found


def test_silence_of_28_days_is_told_to_the_mentor_once(traject, cast, on):
    taking_part(traject, since=20, mentor=cast.mentor)
    assert days_told(on, 60) == [8]
    assert told() == [("geen_checkin", "Mentor")]


def test_silence_counts_from_the_last_checkin_and_again_after_the_next(traject, cast, on):
    deelname = taking_part(traject, since=200, mentor=cast.mentor)
    CheckinFactory(deelname=deelname, datum=TODAY - days(30))
    CheckinFactory(deelname=deelname, datum=TODAY - days(60))
    assert days_told(on, 5) == [0]
    CheckinFactory(deelname=deelname, datum=TODAY + days(5))
    assert days_told(on, 50) == [33]


def test_silence_missed_for_days_catches_up(traject, cast):
    taking_part(traject, since=90, mentor=cast.mentor)
    beat()
    assert told() == [("geen_checkin", "Mentor")]


def test_running_twice_adds_nothing(traject, cast):
    taking_part(traject, since=90, mentor=cast.mentor)
    beat()
    beat()
    assert len(mail.outbox) == 1


def test_checkin_between_planning_and_sending_lapses(traject, cast):
    deelname = taking_part(traject, since=28, mentor=cast.mentor)
    everyone_at_once()
    plan_herinneringen()
    CheckinFactory(deelname=deelname, datum=TODAY)
    send_due()
    assert mail.outbox == []


def test_without_mentor_whoever_directs_is_told(traject, cast):
    taking_part(traject, since=28, mentor=None)
    beat()
    assert told() == [("geen_checkin_zonder_mentor", "Coordinator")]


def test_mentor_who_left_is_no_mentor(traject):
    taking_part(traject, since=28, mentor=UserFactory(is_active=False))
    beat()
    assert told() == [("geen_checkin_zonder_mentor", "Coordinator")]


def test_participant_of_another_gemeente_is_told_to_its_own_coordinators(traject, cast):
    taking_part(traject, since=28, mentor=None, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))
    beat()
    assert told() == [("geen_checkin_zonder_mentor", "Vreemde")]
    assert Bericht.objects.get().eigenaar == cast.heuvelrijk.pk


def test_new_mentor_is_told_after_the_old_one(traject, cast):
    deelname = taking_part(traject, since=28, mentor=cast.mentor)
    beat()
    deelname.mentor = LidmaatschapFactory(partij=cast.maatwerk, gebruiker__naam="Opvolger").gebruiker
    deelname.save()
    beat()
    assert told() == [("geen_checkin", "Mentor"), ("geen_checkin", "Opvolger")]


@pytest.mark.parametrize("status", [DeelnameStatus.AANGEMELD, DeelnameStatus.AFGEROND, DeelnameStatus.GESTOPT])
def test_who_does_not_take_part_is_not_told_about(traject, cast, status):
    taking_part(traject, since=90, mentor=cast.mentor, status=status)
    beat()
    assert told() == []


def test_mail_leads_to_the_checkin_form(traject, cast):
    deelname = taking_part(traject, since=28, mentor=cast.mentor)
    beat()
    assert reverse("deelnemers:checkin_nieuw", args=[deelname.pk]) in mail.outbox[0].body


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_planning_costs_the_same_queries_for_any_number_of_participants(traject, cast, rows, django_assert_num_queries):
    for _row in range(rows):
        taking_part(traject, since=90, mentor=cast.mentor)
    # Two rules: a savepoint around each and one query; three more for the outbox where something is due.
    with django_assert_num_queries(1 + 2 * 3 + 4):
        assert plan_herinneringen() == rows
