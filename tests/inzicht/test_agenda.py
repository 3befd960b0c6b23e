"""Someone's own dates for their calendar program: theirs alone, without names, at an address they can take back."""

import hashlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from ics import Calendar as OtherCalendar

from berichten import agendalinks
from berichten.models import Agendalink
from deelnemers.enums import DeelnameStatus, PlaatsingSoort
from partijen.enums import Rol
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory, PlaatsingFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import AfspraakStatus, Component, Doorgang, FaseStatus
from trajecten.levensloop import set_status
from trajecten.models import Afspraak

VANDAAG = date(2026, 11, 24)
KANARIE = "Kwetterina"
AGENDA = reverse("inzicht:agenda")


def days(n):
    return VANDAAG + timedelta(days=n)


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    time_machine.move_to(datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False)


@pytest.fixture
def traject(cast):
    """Something on a day for each of them, with a participant's name in every text."""
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator, naam="Groen", doel=KANARIE)
    leerwerk = FaseFactory(
        traject=traject,
        component=Component.LEERWERK,
        start=days(-60),
        eind=days(30),
        status=FaseStatus.LOPEND,
        werkelijke_start=days(-60),
    )
    FaseFactory(traject=traject, component=Component.MATCHING, start=days(31), eind=days(200))
    for partij, rol in ((cast.installatie, Rol.WERKGEVER), (cast.maatwerk, Rol.MENTOR)):
        RolinvullingFactory(fase=leerwerk, partij=partij, rol=rol, toegezegd=True)
    deelname = DeelnameFactory(
        traject=traject,
        deelnemer=DeelnemerFactory(gemeente=cast.waterstad, voornaam=KANARIE, achternaam=KANARIE),
        mentor=cast.mentor,
        mentor_partij=cast.maatwerk,
        status=DeelnameStatus.ACTIEF,
        actief_sinds=days(-20),
        aangemeld_op=days(-20),
    )
    PlaatsingFactory(
        deelname=deelname, werkgever=cast.installatie, start=days(5), eind=days(25), soort=PlaatsingSoort.PROEFPLAATSING
    )
    AfspraakFactory(traject=traject, persoon=cast.mentor, wat=f"Bel {KANARIE}", deadline=days(3))
    AfspraakFactory(traject=traject, persoon=cast.mentor, deadline=days(4), status=AfspraakStatus.GEDAAN)
    return traject


def feed(user):
    return Client().get(reverse("inzicht:agenda_ics", kwargs={"sleutel": agendalinks.give(user)}))


def read(user):
    """Return what the feed of someone says, by two readers that know nothing of each other."""
    response = feed(user)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    one = sorted((event["DTSTART"].dt, str(event["SUMMARY"])) for event in events)
    other = OtherCalendar(response.content.decode())
    assert one == sorted((event.begin.date(), event.name) for event in other.events)
    return one


EINDE = (days(30), "Eindigt: Leer- en werkcomponent · Groen")
VERWACHT = {
    "coordinator": [
        (days(30), "Go/no-go, eindigt: Leer- en werkcomponent · Groen"),
        (days(31), "Begint: Matching en plaatsing · Groen"),
        (days(200), "Eindigt: Matching en plaatsing · Groen"),
    ],
    "mentor": [
        (days(3), "Afspraak klaar · Groen"),
        (days(8), "Check-in uiterlijk vandaag · Groen"),
        EINDE,
    ],
    "werkgever": [
        (days(5), "Iemand begint bij u: Proefplaatsing · Groen"),
        (days(25), "Eindigt bij u: Proefplaatsing · Groen"),
        EINDE,
    ],
    "expert": [],
    "vreemde": [],
}


@pytest.mark.parametrize("wie", VERWACHT)
def test_each_has_their_own_days_and_no_name_in_them(cast, traject, wie):
    assert read(cast.people[wie]) == VERWACHT[wie]
    assert KANARIE not in feed(cast.people[wie]).content.decode()


def test_a_day_that_moves_is_the_same_event_elsewhere_and_one_that_is_over_goes(cast, traject):
    def by_uid():
        events = Calendar.from_ical(feed(cast.mentor).content).walk("VEVENT")
        return {str(event["UID"]): event["DTSTART"].dt for event in events}

    before = by_uid()
    afspraak = Afspraak.objects.get(deadline=days(3))
    afspraak.deadline = days(9)
    afspraak.save()
    after = by_uid()
    assert set(after) == set(before)
    assert {uid: day for uid, day in after.items() if before[uid] != day} == {
        f"afspraak-{afspraak.pk}@localhost": days(9)
    }
    afspraak.status = AfspraakStatus.GEDAAN
    afspraak.save()
    assert set(before) - set(by_uid()) == {f"afspraak-{afspraak.pk}@localhost"}


def test_of_a_trajectory_that_stands_still_no_phase_is_in_it(cast, traject):
    set_status(traject, Doorgang.GEPAUZEERD, reden="Later", door=cast.coordinator)
    assert read(cast.coordinator) == []
    assert (days(8), "Check-in uiterlijk vandaag · Groen") in read(cast.mentor)


def test_days_are_said_in_the_language_of_their_reader(cast, traject):
    cast.mentor.taal = "en"
    cast.mentor.save()
    assert any("Check-in" in said and "vandaag" not in said for _day, said in read(cast.mentor))


def test_address_is_shown_once_kept_as_a_hash_and_replaced_by_the_next(cast, login, traject):
    client = login(cast.mentor)
    assert client.get(AGENDA).context["adres"] == ""
    first = client.post(AGENDA).context["adres"]
    key = first.rpartition("/")[2].removesuffix(".ics")
    assert Agendalink.objects.get().sleutel == hashlib.sha256(key.encode()).hexdigest()
    assert key not in client.get(AGENDA).text
    path = first.removeprefix("http://localhost")
    assert Client().get(path).status_code == 200
    second = client.post(AGENDA).context["adres"].removeprefix("http://localhost")
    assert (Client().get(path).status_code, Client().get(second).status_code) == (404, 200)
    client.post(reverse("inzicht:agenda_intrek"))
    assert Client().get(second).status_code == 404
    assert not Agendalink.objects.exists()


def test_who_left_has_no_feed_and_a_reader_changes_nothing(cast, traject):
    path = reverse("inzicht:agenda_ics", kwargs={"sleutel": agendalinks.give(cast.mentor)})
    assert Client().post(path).status_code == 405
    cast.mentor.is_active = False
    cast.mentor.save()
    assert Client().get(path).status_code == 404


def test_it_is_the_bearers_feed_whoever_is_signed_in_there(cast, traject, login):
    path = reverse("inzicht:agenda_ics", kwargs={"sleutel": agendalinks.give(cast.mentor)})
    assert login(cast.vreemde).get(path).content.count(b"BEGIN:VEVENT") == 3


@pytest.mark.parametrize("rows", [1, 20])
def test_feed_costs_the_same_queries_for_any_number_of_days(cast, traject, rows, django_assert_max_num_queries):
    for n in range(rows):
        AfspraakFactory(traject=traject, persoon=cast.mentor, deadline=days(n))
    path = reverse("inzicht:agenda_ics", kwargs={"sleutel": agendalinks.give(cast.mentor)})
    with django_assert_max_num_queries(9):
        Client().get(path)
