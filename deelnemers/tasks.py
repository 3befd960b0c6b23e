from celery import shared_task

from berichten.herinneringen import plan
from deelnemers.herinneringen import HERINNERINGEN


@shared_task
def plan_herinneringen() -> int:
    """Write down the reminders about participants that are due and not yet told; safe to run twice."""
    return plan(HERINNERINGEN)
