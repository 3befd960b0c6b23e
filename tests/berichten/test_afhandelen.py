"""A link in a reminder does one thing, once, for its reader; a mere look does nothing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from berichten.afhandelen import SALT, path_of
from berichten.enums import LINK_GELDIG, BerichtStatus, Daad
from berichten.models import Bericht, Uitstel
from tests.berichten.conftest import DAG
from tests.factories.trajecten import AfspraakFactory, FaseFactory, TrajectFactory
from tests.herinneren import told_now
from toegang.logregels import Logregel
from trajecten.enums import AfspraakStatus, Component, FaseStatus
from trajecten.tasks import plan_herinneringen

# A Tuesday morning.
NU = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    time_machine.move_to(NU, tick=False)


@pytest.fixture
def afspraak(cast):
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
    return AfspraakFactory(traject=traject, persoon=cast.mentor, deadline=NU.date() - DAG)


def links():
    """Return the addresses in the last mail that do something, by what they do."""
    told_now(plan_herinneringen)
    lines = mail.outbox[-1].body.splitlines()
    return {daad: lines[lines.index(f"{daad.label}:") + 1].removeprefix("http://localhost") for daad in Daad}


def stranger():
    return Client(enforce_csrf_checks=True)


def press(address):
    """Open the page of a link as anyone would, and press its button."""
    client = stranger()
    token = client.get(address).context["csrf_token"]
    return client.post(address, {"csrfmiddlewaretoken": str(token)})


def test_a_look_does_nothing_and_a_press_does_it_once_in_the_readers_name(cast, afspraak):
    done = links()[Daad.GEDAAN]
    for _scan in range(3):
        assert stranger().get(done).status_code == stranger().head(done).status_code == 200
    afspraak.refresh_from_db()
    assert afspraak.status == AfspraakStatus.OPEN

    assert "De afspraak staat op gedaan" in press(done).text
    afspraak.refresh_from_db()
    assert afspraak.status == AfspraakStatus.GEDAAN
    regel = Logregel.objects.filter(content_type__model="afspraak", handeling="gewijzigd").get()
    assert (regel.actor, regel.grond) == (cast.mentor, ["houder"])

    afspraak.status = AfspraakStatus.OPEN
    afspraak.save()
    assert "U hebt deze link al gebruikt." in press(done).text
    afspraak.refresh_from_db()
    assert afspraak.status == AfspraakStatus.OPEN


def test_without_the_token_of_its_own_page_a_press_does_nothing(afspraak):
    assert stranger().post(links()[Daad.GEDAAN]).status_code == 403
    afspraak.refresh_from_db()
    assert afspraak.status == AfspraakStatus.OPEN


def test_it_is_done_for_its_reader_whoever_is_signed_in_there(cast, afspraak, login):
    done = links()[Daad.GEDAAN]
    assert "De afspraak staat op gedaan" in login(cast.vreemde).post(done).text
    assert Logregel.objects.get(content_type__model="afspraak", handeling="gewijzigd").actor == cast.mentor


@pytest.mark.parametrize("meanwhile", ["done", "passed on", "left"])
def test_what_changed_meanwhile_is_not_undone(cast, afspraak, meanwhile):
    done = links()[Daad.GEDAAN]
    if meanwhile == "done":
        afspraak.status = AfspraakStatus.VERVALLEN
    elif meanwhile == "passed on":
        afspraak.persoon = cast.klantmanager
    else:
        cast.mentor.is_active = False
        cast.mentor.save()
    afspraak.save()
    before = afspraak.status
    assert "Dit hoeft niet meer" in press(done).text
    afspraak.refresh_from_db()
    assert afspraak.status == before


def test_later_is_told_again_after_three_days_and_nothing_about_it_before(afspraak, time_machine):
    Bericht.objects.all().delete()
    afspraak.deadline = NU.date()
    afspraak.save()
    later = links()[Daad.LATER]
    assert "De komende drie dagen" in press(later).text
    days = []
    for ahead in range(1, 9):
        time_machine.move_to(NU + ahead * DAG, tick=False)
        before = len(mail.outbox)
        told_now(plan_herinneringen)
        days += [(ahead, sent.subject.split(" ")[-1]) for sent in mail.outbox[before:]]
    # By then the other rule, for what is overdue, has the word: it waited as well.
    assert days == [(3, "tijd")]
    assert not Uitstel.objects.exists()


def test_later_of_what_is_still_due_comes_back_by_its_own_rule(cast, time_machine):
    start = NU.date() - 100 * DAG
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator, naam="Groen")
    FaseFactory(
        traject=traject,
        component=Component.LEERWERK,
        start=start,
        eind=NU.date() - DAG,
        status=FaseStatus.LOPEND,
        werkelijke_start=start,
    )
    told_now(plan_herinneringen)
    assert str(Daad.GEDAAN.label) not in mail.outbox[0].body  # closing a phase asks for a day: that is a page
    later = path_of(Bericht.objects.get(), Daad.LATER)
    press(later)
    assert "U hebt deze link al gebruikt." in press(later).text
    time_machine.move_to(NU + 3 * DAG, tick=False)
    told_now(plan_herinneringen)
    assert [sent.subject for sent in mail.outbox[1:]] == ["Nog niet afgesloten: Leer- en werkcomponent in Groen"]
    assert set(Bericht.objects.values_list("status", flat=True)) == {BerichtStatus.VERZONDEN}


def test_a_link_is_over_after_two_weeks_and_no_other_link_works(afspraak, time_machine):
    done = links()[Daad.GEDAAN]
    forged = [
        signing.dumps([Bericht.objects.get().pk, "gedaan"], salt="iets anders"),
        signing.dumps([0, "gedaan"], salt=SALT),
        "onzin",
    ]
    for token in forged:
        assert stranger().get(reverse("berichten:afhandelen", args=[token])).status_code == 404
    time_machine.move_to(NU + LINK_GELDIG + timedelta(seconds=1), tick=False)
    page = stranger().get(done)
    assert page.status_code == 404
    assert "Deze link werkt niet meer" in page.text
    afspraak.refresh_from_db()
    assert afspraak.status == AfspraakStatus.OPEN


def test_news_and_mail_about_accounts_have_no_such_links(cast, write):
    write("nieuws", ontvanger=cast.mentor)
    told_now(plan_herinneringen)
    assert all(str(daad.label) not in sent.body for sent in mail.outbox for daad in Daad)
    assert mail.outbox
