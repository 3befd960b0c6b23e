from celery import shared_task

from berichten.verzending import send_due


@shared_task
def verstuur_wachtende() -> int:
    """Send the mail that is due; safe to run twice."""
    return send_due()
