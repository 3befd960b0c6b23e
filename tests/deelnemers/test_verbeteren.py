"""Setting a check-in right: by its author or whoever keeps the file, and its signal follows."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from deelnemers.enums import SignaalStatus
from deelnemers.models import Checkin, Signaal
from deelnemers.signalen import settle
from tests.factories.deelnemers import CheckinFactory, SignaalFactory
from tests.factories.trajecten import AfspraakFactory
from toegang.models import Logregel
from trajecten.models import Afspraak

GOED = {"datum": "2026-10-02", "wijze": "telefoon", "werk": 3, "taal": 3, "leren": 3, "praktisch": 3}


@pytest.fixture
def checkin(placed, cast, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    afspraak = AfspraakFactory(traject=placed.traject, wat="Bel Kees", persoon=cast.mentor)
    checkin = CheckinFactory(deelname=placed, door=cast.mentor, wensen="Fout", werk=1, afspraak=afspraak)
    SignaalFactory(checkin=checkin, redenen=["werk"])
    return checkin


def url(checkin):
    return reverse("deelnemers:checkin_wijzig", args=[checkin.pk])


def send(client, checkin, **fields):
    afspraak = {"afspraak_wat": "Bel de kinderopvang", "afspraak_datum": "2026-10-09"}
    return client.post(url(checkin), GOED | afspraak | fields)


@pytest.mark.parametrize("who", ["mentor", "klantmanager", "coordinator"])
def test_its_author_and_those_who_keep_the_file_set_it_right(cast, login, checkin, who):
    client = login(cast.people[who])
    assert "Bel Kees" in client.get(url(checkin)).text
    answer = send(client, checkin, wensen="Goed", knelpunten="Bus")
    assert answer.url == reverse("deelnemers:checkin_detail", args=[checkin.pk])
    checkin.refresh_from_db()
    assert (checkin.wensen, checkin.knelpunten, checkin.datum, checkin.werk) == ("Goed", "Bus", date(2026, 10, 2), 3)
    assert checkin.door == cast.mentor
    afspraak = Afspraak.objects.get()
    assert (afspraak.wat, afspraak.deadline) == ("Bel de kinderopvang", date(2026, 10, 9))
    regel = Logregel.objects.filter(handeling="gewijzigd", content_type__model="checkin").get()
    assert (regel.actor, regel.betrokkene) == (cast.people[who], checkin.deelname.deelnemer_id)
    assert "Goed" not in str(regel.changes)


@pytest.mark.parametrize(
    ("wat", "gedeeld"), [("Bel Kees", True), (" Bel Kees ", True), ("Bel de schuldeiser van Kees", False)]
)
def test_other_words_are_not_shared_with_the_participant_until_someone_chooses_so(cast, login, checkin, wat, gedeeld):
    Checkin.objects.update(afspraak_gedeeld=True)
    client = login(cast.mentor)
    assert "Verandert u de tekst?" in client.get(url(checkin)).text
    answer = client.get(send(client, checkin, afspraak_wat=wat).url)
    checkin.refresh_from_db()
    assert (checkin.afspraak_gedeeld, "leest deze afspraak nu niet meer" in answer.text) == (gedeeld, not gedeeld)


def test_of_words_that_were_not_shared_nothing_is_said(cast, login, checkin):
    client = login(cast.mentor)
    assert "Verandert u de tekst?" not in client.get(url(checkin)).text
    assert "leest deze afspraak nu niet meer" not in client.get(send(client, checkin).url).text


@pytest.mark.parametrize(("who", "status"), [("lezer", 403), ("werkgever", 404), ("opleider", 404), ("vreemde", 404)])
def test_nobody_else_does(cast, login, checkin, who, status):
    assert send(login(cast.people[who]), checkin).status_code == status
    checkin.refresh_from_db()
    assert checkin.wensen == "Fout"


def test_a_mentor_leaves_what_another_wrote(cast, login, checkin):
    Checkin.objects.update(door=cast.klantmanager)
    assert send(login(cast.mentor), checkin).status_code == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"datum": "2099-01-01"}, "datum"),
        ({"datum": "2020-01-01"}, "datum"),
        ({"wensen": "BSN 123456782"}, "wensen"),
        ({"afspraak_wat": ""}, "afspraak_wat"),
        ({"afspraak_datum": "2026-01-01"}, "afspraak_datum"),
        ({"werk": 9}, "werk"),
    ],
)
def test_what_can_not_be_is_said_beside_its_field(cast, login, checkin, fields, field):
    answer = send(login(cast.mentor), checkin, **fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    checkin.refresh_from_db()
    assert (checkin.wensen, Afspraak.objects.get().wat) == ("Fout", "Bel Kees")


def test_a_signal_without_reason_goes(cast, login, checkin):
    send(login(cast.mentor), checkin)
    assert Signaal.objects.count() == 0


def test_a_new_reason_raises_a_signal(cast, login, checkin):
    Signaal.objects.all().delete()
    send(login(cast.mentor), checkin, taal=1)
    assert Signaal.objects.get().redenen == ["taal"]


def test_a_settled_signal_stays_unless_there_is_a_new_reason(cast, login, checkin):
    settle(Signaal.objects.get(), door=cast.coordinator)
    client = login(cast.mentor)
    send(client, checkin)
    assert Signaal.objects.get().status == SignaalStatus.AFGEHANDELD
    send(client, checkin, praktisch=1)
    signaal = Signaal.objects.get()
    assert (signaal.status, signaal.redenen, signaal.afgehandeld_door) == ("open", ["praktisch"], None)


def test_a_check_in_of_someone_who_stopped_can_still_be_set_right(cast, login, checkin):
    checkin.deelname.status, checkin.deelname.beeindigd_op = "gestopt", timezone.localdate()
    checkin.deelname.save()
    assert send(login(cast.mentor), checkin, wensen="Goed").status_code == 302
