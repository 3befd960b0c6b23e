"""A mail of a kind that a later version no longer knows: it is given up in the open, and holds up no other."""

from datetime import timedelta

import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from berichten.enums import MAX_POGINGEN, BerichtStatus
from berichten.models import Bericht
from berichten.verzending import send_due


def old_mail(cast):
    """As a database of version 0.1.0 may hold it."""
    lid = cast.mentor.lidmaatschappen.get()
    return Bericht.objects.create(
        soort="lid_toegevoegd",
        sleutel=f"lid_toegevoegd:{lid.pk}:2026-11-02:{cast.mentor.pk}",
        ontvanger=cast.mentor,
        gegevens={"lidmaatschap": lid.pk},
        eigenaar=lid.partij_id,
    )


def send_until_nothing_waits():
    for day in range(MAX_POGINGEN + 1):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            send_due()


def test_it_is_given_up_after_the_last_attempt(cast, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    bericht = old_mail(cast)
    send_until_nothing_waits()
    bericht.refresh_from_db()
    assert (bericht.status, bericht.pogingen, mail.outbox) == (BerichtStatus.MISLUKT, MAX_POGINGEN, [])


def test_whoever_watches_over_the_mail_reads_of_it_and_may_try_again(cast, login, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    bericht = old_mail(cast)
    send_until_nothing_waits()
    client = login(cast.coordinator)
    page = client.get(reverse("berichten:lijst")).text
    assert [said in page for said in ("Lid toegevoegd", cast.mentor.email, "Mislukt")] == [True] * 3

    assert client.post(reverse("berichten:opnieuw", args=[bericht.pk])).status_code == 302
    send_until_nothing_waits()
    bericht.refresh_from_db()
    assert (bericht.status, bericht.pogingen) == (BerichtStatus.MISLUKT, MAX_POGINGEN)
