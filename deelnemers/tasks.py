from celery import shared_task

from berichten.herinneringen import plan
from deelnemers import importeren
from deelnemers.herinneringen import HERINNERINGEN


@shared_task
def plan_herinneringen() -> int:
    """Write down the reminders about participants that are due and not yet told; safe to run twice."""
    return plan(HERINNERINGEN)


@shared_task
def purge_importen() -> int:
    """Delete imports nobody confirmed within the hour, names and all; safe to run twice."""
    return importeren.purge()
