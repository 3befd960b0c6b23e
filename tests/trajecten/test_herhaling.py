"""Agreements that come back: done, the next one stands there, in the same rhythm."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories.trajecten import AfspraakFactory, TrajectFactory
from trajecten.afspraken import agree, move, set_status
from trajecten.enums import AfspraakStatus, Doorgang, Herhaling, VerzetReden
from trajecten.levensloop import set_status as set_traject
from trajecten.models import Afspraak


@pytest.fixture
def monthly(cast, time_machine, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    time_machine.move_to(date(2027, 1, 20))
    return agree(
        traject=TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator),
        wat="Bel de werkgever",
        deadline=date(2027, 1, 31),
        door=cast.coordinator,
        persoon=cast.mentor,
        partij=cast.maatwerk,
        herhaling=Herhaling.MAAND,
    )


def days():
    return list(Afspraak.objects.order_by("deadline").values_list("deadline", flat=True))


def test_done_brings_the_next_and_a_short_month_does_not_shorten_the_rest(cast, monthly):
    for _ in range(3):
        set_status(Afspraak.objects.filter(status=AfspraakStatus.OPEN).get(), AfspraakStatus.GEDAAN)
    assert days() == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
    last = Afspraak.objects.order_by("deadline").last()
    assert (last.wat, last.persoon, last.partij, last.herhaling, last.status) == (
        "Bel de werkgever",
        cast.mentor,
        cast.maatwerk,
        Herhaling.MAAND,
        AfspraakStatus.OPEN,
    )


def test_done_opened_and_done_again_brings_one(monthly):
    for status in (AfspraakStatus.GEDAAN, AfspraakStatus.GEDAAN, AfspraakStatus.OPEN, AfspraakStatus.GEDAAN):
        set_status(monthly, status)
    assert days() == [date(2027, 1, 31), date(2027, 2, 28)]


def test_what_was_done_late_is_followed_by_a_day_that_is_yet_to_come(monthly, time_machine):
    time_machine.move_to(date(2027, 4, 2))
    set_status(monthly, AfspraakStatus.GEDAAN)
    assert days() == [date(2027, 1, 31), date(2027, 4, 30)]


def test_a_moved_day_moves_no_other(monthly):
    move(monthly, deadline=date(2027, 2, 5), reden=VerzetReden.WACHT)
    set_status(monthly, AfspraakStatus.GEDAAN)
    assert days() == [date(2027, 2, 5), date(2027, 2, 28)]


def test_lapsed_ends_the_series_and_so_does_a_trajectory_that_was_stopped(cast, monthly):
    set_status(monthly, AfspraakStatus.VERVALLEN)
    assert len(days()) == 1
    set_status(monthly, AfspraakStatus.OPEN)
    set_traject(monthly.traject, Doorgang.GESTOPT, reden="Klaar", door=cast.coordinator)
    set_status(monthly, AfspraakStatus.GEDAAN)
    assert len(days()) == 1


@pytest.mark.parametrize("herhaling", Herhaling)
@pytest.mark.parametrize("na", [date(2024, 2, 29), date(2024, 5, 30), date(2027, 12, 31)])
def test_every_rhythm_comes_after_the_day_and_within_one_step(herhaling, na):
    day = herhaling.next_after(date(2024, 2, 29), na)
    assert na < day <= na + herhaling.stap + relativedelta(days=3)


def test_the_form_asks_for_it_and_the_line_says_it(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
    client = login(cast.coordinator)
    data = {
        "wat": "Bel de werkgever",
        "wie": f"partij-{cast.waterstad.pk}",
        "deadline": "2049-01-31",
        "herhaling": "twee_weken",
    }
    assert client.post(reverse("trajecten:afspraak_nieuw", args=[traject.pk]), data).status_code == 302
    (afspraak,) = Afspraak.objects.all()
    assert (afspraak.herhaling, afspraak.herhaal_vanaf) == ("twee_weken", date(2049, 1, 31))
    assert "Elke twee weken" in client.get(reverse("trajecten:detail", args=[traject.pk])).text
    once = client.post(reverse("trajecten:afspraak_nieuw", args=[traject.pk]), data | {"herhaling": ""})
    assert once.status_code == 302
    set_status(Afspraak.objects.get(herhaling=""), AfspraakStatus.GEDAAN)
    assert Afspraak.objects.count() == 2


@pytest.mark.django_db
def test_the_database_wants_the_day_on_which_a_rhythm_began():
    afspraak = AfspraakFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Afspraak.objects.filter(pk=afspraak.pk).update(herhaling=Herhaling.WEEK)
