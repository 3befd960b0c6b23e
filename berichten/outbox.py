"""The way in: write a mail down in the caller's own transaction."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from berichten.models import Bericht
from berichten.soorten import get_soort
from toegang.wekken import wake_task

if TYPE_CHECKING:
    from toegang.models import User


def enqueue(*, soort: str, sleutel: str, ontvanger: "User", gegevens: dict[str, Any]) -> bool:
    """Write one mail in the outbox and return whether it is new.

    `sleutel` names what it is about, including the due date: the same key for the same person and kind is written
    once, whoever asks and however often. `gegevens` holds ids only. The worker is woken after the commit.
    """
    get_soort(soort)  # an unregistered kind fails here, with its author, not later in the worker
    _row, new = Bericht.objects.get_or_create(
        sleutel=f"{soort}:{sleutel}:{ontvanger.pk}",
        defaults={"soort": soort, "ontvanger": ontvanger, "gegevens": gegevens},
    )
    if new:
        transaction.on_commit(wake)
    return new


def wake() -> None:
    """Tell a worker that there is mail; without a broker the beat finds it within a minute."""
    wake_task("berichten.tasks.verstuur_wachtende")
