"""Entrance of the worker. Importing this module loads WeasyPrint, so that the first PDF does not wait for it."""

from celery import shared_task

from berichten.herinneringen import plan
from deelnemers import bewaren, importeren, inzagemaken, inzageverzoeken
from deelnemers.herinneringen import HERINNERINGEN


@shared_task
def plan_herinneringen() -> int:
    """Write down the reminders about participants that are due and not yet told; safe to run twice."""
    return plan(HERINNERINGEN)


@shared_task
def purge_importen() -> int:
    """Delete what is left of imports after an hour, names and all; safe to run twice."""
    return importeren.purge()


@shared_task
def maak_inzage(verzoek_id: int) -> str | None:
    """Make the overview of everything held on one participant; safe to run twice."""
    return inzagemaken.make(verzoek_id)


@shared_task
def maak_wachtende_inzagen() -> int:
    """Make what a lost message or a killed worker left; safe to run twice."""
    return inzagemaken.make_waiting()


@shared_task
def purge_inzagen() -> int:
    """Delete overviews that are a day old; safe to run twice."""
    return inzageverzoeken.purge()


@shared_task
def bewaak_bewaartermijn() -> int:
    """Announce files whose term ends, and anonymise those whose notice is over; safe to run twice."""
    return bewaren.run()
