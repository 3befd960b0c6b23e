from celery import shared_task

from toegang.indieningen import purge


@shared_task
def purge_indieningen() -> int:
    """Delete old form stamps; safe to run twice."""
    return purge()
