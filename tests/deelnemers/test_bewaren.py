"""A file goes when its term is over, thirty days after the notice: not before, not twice, not with the switch off."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from deelnemers import bewaren
from deelnemers.deelnames import join, set_status
from deelnemers.enums import Bewaarreden, DeelnameStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelname, Deelnemer
from deelnemers.tasks import bewaak_bewaartermijn
from partijen.models import GemeenteInstelling
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory
from tests.factories.trajecten import TrajectFactory
from toegang.models import Logregel

VANDAAG = date(2026, 11, 24)
DAG = timedelta(days=1)


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)


@pytest.fixture
def oud(cast):
    """Someone of Waterstad whose last trajectory ended so long ago that the term ends in thirty days."""
    return ended(cast, VANDAAG + 30 * DAG - relativedelta(years=5))


def ended(cast, day, **fields):
    deelname = DeelnameFactory(
        traject__gemeente=cast.waterstad, status="afgerond", beeindigd_op=day, deelnemer__achternaam="Kanarie", **fields
    )
    return deelname.deelnemer


def setting(cast, **fields):
    GemeenteInstelling.objects.update_or_create(gemeente=cast.waterstad, defaults=fields)


def state(deelnemer):
    deelnemer.refresh_from_db()
    return "weg" if deelnemer.geanonimiseerd_op else "aangekondigd" if deelnemer.aangekondigd_op else "bewaard"


def run(day):
    return bewaren.run(day)


@pytest.mark.parametrize(("later", "expected"), [(-1, "bewaard"), (0, "aangekondigd")])
def test_a_file_is_announced_thirty_days_before_its_term_ends(oud, later, expected):
    run(VANDAAG + later * DAG)
    assert state(oud) == expected


@pytest.mark.parametrize(("later", "expected"), [(29, "aangekondigd"), (30, "weg"), (45, "weg")])
def test_it_goes_when_the_term_is_over(oud, later, expected):
    run(VANDAAG)
    run(VANDAAG + later * DAG)
    assert state(oud) == expected


def test_a_missed_month_catches_up_with_a_notice_of_thirty_days_all_the_same(cast):
    long_over = ended(cast, date(2015, 3, 1))
    outcome = []
    for later in (0, 29, 30):
        run(VANDAAG + later * DAG)
        outcome.append(state(long_over))
    assert outcome == ["aangekondigd", "aangekondigd", "weg"]


def test_twice_in_a_day_does_it_once(oud):
    run(VANDAAG)
    assert [run(VANDAAG), run(VANDAAG + 30 * DAG), run(VANDAAG + 30 * DAG)] == [0, 1, 0]
    assert Logregel.objects.filter(handeling="anonimiseren").count() == 1
    assert Bericht.objects.filter(soort=bewaren.SOORT).count() == 1


@pytest.mark.parametrize(("jaren", "expected"), [(4, "aangekondigd"), (6, "bewaard")])
def test_the_term_is_the_gemeentes_own(cast, oud, jaren, expected):
    setting(cast, bewaartermijn=jaren)
    run(VANDAAG)
    assert state(oud) == expected


def test_who_never_took_part_counts_from_the_day_of_adding(cast):
    added = datetime(2021, 12, 24, 9, tzinfo=timezone.get_default_timezone())
    early = DeelnemerFactory(gemeente=cast.waterstad, aangemaakt_op=added)
    late = DeelnemerFactory(gemeente=cast.waterstad, aangemaakt_op=added + DAG)
    run(VANDAAG)
    assert (state(early), state(late)) == ("aangekondigd", "bewaard")


def test_the_last_participation_counts_and_one_that_goes_on_stops_it(cast, oud):
    DeelnameFactory(deelnemer=oud, traject__gemeente=cast.waterstad, status="gestopt", beeindigd_op=date(2025, 1, 1))
    zittend = ended(cast, date(2015, 1, 1))
    DeelnameFactory(deelnemer=zittend, traject__gemeente=cast.waterstad)
    # An end nobody wrote down is no end.
    onbekend = ended(cast, None)
    run(VANDAAG)
    assert [state(d) for d in (oud, zittend, onbekend)] == ["bewaard"] * 3


def test_a_new_participation_withdraws_the_notice_at_once(cast, oud):
    run(VANDAAG)
    DeelnameFactory(deelnemer=oud, traject__gemeente=cast.waterstad)
    assert bewaren.announced_in(cast.waterstad.pk) == []
    run(VANDAAG + 30 * DAG)
    assert state(oud) == "bewaard"


def test_joining_takes_the_notice_off(cast, oud):
    run(VANDAAG)
    join(deelnemer=oud, traject=TrajectFactory(gemeente=cast.waterstad))
    assert state(oud) == "bewaard"


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_switch_of_the_gemeente_stops_it_at_once(cast, oud, when):
    other = DeelnameFactory(
        traject__gemeente=cast.heuvelrijk, status="gestopt", beeindigd_op=date(2015, 1, 1)
    ).deelnemer
    if when == "after":
        run(VANDAAG)
    setting(cast, anonimiseren=False)
    run(VANDAAG)
    run(VANDAAG + 40 * DAG)
    assert (state(oud), state(other)) == ("bewaard", "weg")


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_switch_of_the_installation_stops_it_everywhere(settings, oud, when):
    if when == "after":
        run(VANDAAG)
    settings.ANONIMISEREN = False
    assert [run(VANDAAG), run(VANDAAG + 40 * DAG), state(oud)] == [0, 0, "bewaard"]


def test_the_switch_is_read_behind_the_lock_of_each_person(cast, oud, monkeypatch):
    """Turned while the night's work is under way: the next person stays."""
    run(VANDAAG)
    real = bewaren.lock_deelnemer

    def turned_meanwhile(pk):
        setting(cast, anonimiseren=False)
        return real(pk)

    monkeypatch.setattr(bewaren, "lock_deelnemer", turned_meanwhile)
    assert (run(VANDAAG + 30 * DAG), state(oud)) == (0, "aangekondigd")


def test_one_that_fails_does_not_hold_up_the_others(cast, oud, monkeypatch):
    second = ended(cast, date(2015, 1, 1))
    run(VANDAAG)
    real = bewaren.anonymise

    def fails_for_one(deelnemer, **rest):
        if deelnemer.pk == oud.pk:
            raise RuntimeError
        return real(deelnemer, **rest)

    monkeypatch.setattr(bewaren, "anonymise", fails_for_one)
    assert (run(VANDAAG + 30 * DAG), state(oud), state(second)) == (1, "aangekondigd", "weg")


def test_a_gemeente_that_fails_does_not_hold_up_the_others(cast, oud, monkeypatch):
    real = bewaren.instelling_of

    def fails_for_the_first(gemeente):
        if gemeente == cast.waterstad.pk:
            raise RuntimeError
        return real(gemeente)

    other = DeelnameFactory(traject__gemeente=cast.heuvelrijk, status="gestopt", beeindigd_op=date(2015, 1, 1))
    monkeypatch.setattr(bewaren, "instelling_of", fails_for_the_first)
    run(VANDAAG)
    assert (state(oud), state(other.deelnemer)) == ("bewaard", "aangekondigd")


def test_the_task_of_the_night_does_it(cast):
    long_over = ended(cast, date(2010, 1, 1))
    bewaak_bewaartermijn()
    assert state(long_over) == "aangekondigd"


# --- ending a participation is what starts the term


def test_the_door_that_ends_a_participation_writes_the_day_and_reopening_takes_it_off(cast):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad)
    ends = []
    for status in (DeelnameStatus.AFGEROND, DeelnameStatus.ACTIEF, DeelnameStatus.GESTOPT):
        set_status(deelname, status)
        ends.append(Deelname.objects.get().beeindigd_op)
    assert ends == [timezone.localdate(), None, timezone.localdate()]


# --- longer


def test_kept_longer_it_is_announced_again_before_that_day(cast, oud):
    run(VANDAAG)
    tot = timezone.localdate() + timedelta(days=400)
    bewaren.keep_longer(oud, tot=tot, reden=Bewaarreden.BEZWAAR)
    assert (state(oud), Deelnemer.objects.get(pk=oud.pk).bewaren_reden) == ("bewaard", "bezwaar")
    outcome = []
    for day in (tot - 31 * DAG, tot - 30 * DAG, tot - DAG, tot):
        run(day)
        outcome.append(state(oud))
    assert outcome == ["bewaard", "aangekondigd", "aangekondigd", "weg"]


@pytest.mark.parametrize("days", [0, -1, 5 * 366])
def test_longer_has_bounds(oud, days):
    with pytest.raises(DeelnemerFout, match="vijf jaar"):
        bewaren.keep_longer(oud, tot=timezone.localdate() + timedelta(days=days), reden=Bewaarreden.VERZOEK)


def test_the_form_names_the_field_and_keeps_what_was_typed(cast, login, oud):
    client, url = login(cast.coordinator), reverse("deelnemers:langer_bewaren", args=[oud.pk])
    wrong = client.post(url, {"bewaren_tot": "2001-01-01", "reden": "bezwaar"})
    assert (wrong.status_code, "2001-01-01" in wrong.text, "Kies een dag na vandaag" in wrong.text) == (422, True, True)
    good = (timezone.localdate() + timedelta(days=90)).isoformat()
    assert client.post(url, {"bewaren_tot": good, "reden": "ziek"}).status_code == 422
    assert client.post(url, {"bewaren_tot": good, "reden": "bezwaar"}).url == reverse("deelnemers:bewaartermijn")
    assert state(oud) == "bewaard"


# --- the notice


def test_the_mail_to_the_coordinators_holds_a_number_and_a_link(cast, oud):
    ended(cast, date(2015, 1, 1))
    run(VANDAAG)
    send_due()
    assert [message.to for message in mail.outbox] == [[cast.coordinator.email]]
    text = mail.outbox[0].body
    assert "2 dossiers" in text
    assert "/deelnemers/bewaartermijn/" in text
    assert "Kanarie" not in text


def test_without_a_coordinator_the_beheerder_is_told_to_appoint_one(cast, oud):
    cast.coordinator.lidmaatschappen.update(actief=False)
    run(VANDAAG)
    send_due()
    assert [message.to for message in mail.outbox] == [[cast.beheerder.email]]
    text = mail.outbox[0].body
    assert "Maak iemand coördinator" in text
    assert reverse("partijen:detail", args=[cast.waterstad.pk]) in text
    assert "/deelnemers/bewaartermijn/" not in text
    assert state(oud) == "aangekondigd"


def test_where_there_is_nobody_to_tell_nothing_goes(cast, oud, caplog):
    for who in (cast.coordinator, cast.beheerder):
        who.lidmaatschappen.update(actief=False)
    run(VANDAAG)
    run(VANDAAG + 40 * DAG)
    assert state(oud) == "bewaard"
    assert "has nobody to tell" in caplog.text
    cast.coordinator.lidmaatschappen.update(actief=True)
    run(VANDAAG + 41 * DAG)
    assert state(oud) == "aangekondigd"


def test_the_mail_lapses_when_nobody_goes_after_all(cast, oud):
    run(VANDAAG)
    setting(cast, anonimiseren=False)
    send_due()
    assert mail.outbox == []


def test_the_page_lists_who_goes_and_when(cast, login, oud):
    DeelnemerFactory(gemeente=cast.waterstad, achternaam="Blijft")
    strange = DeelnameFactory(
        traject__gemeente=cast.heuvelrijk,
        status="gestopt",
        beeindigd_op=date(2015, 1, 1),
        deelnemer__achternaam="Vreemd",
    )
    run(VANDAAG)
    page = login(cast.coordinator).get(reverse("deelnemers:bewaartermijn"))
    rows = [(row.record.deelnemer, row.record.op) for row in page.context["table"].rows]
    assert rows == [(oud, VANDAAG + 30 * DAG)]
    assert strange.deelnemer.achternaam not in page.text
    assert list(Logregel.objects.about(oud.pk).values_list("handeling", flat=True))[:1] == ["inzien"]


def test_the_page_says_what_to_do_when_empty_and_that_it_is_off(cast, login):
    setting(cast, anonimiseren=False)
    text = login(cast.coordinator).get(reverse("deelnemers:bewaartermijn")).text
    assert "U hoeft niets te doen" in text
    assert "Het anonimiseren staat nu uit" in text


def test_the_page_asks_the_database_as_often_for_one_as_for_thirty(cast, login):
    client, url = login(cast.coordinator), reverse("deelnemers:bewaartermijn")
    client.get(url)
    counts = []
    for n in (1, 2, 27):
        for _n in range(n):
            ended(cast, date(2015, 1, 1))
        run(VANDAAG)
        with CaptureQueriesContext(connection) as counted:
            client.get(url)
        counts.append(len(counted))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 14
