from celery import shared_task

from toegang import pogingen, sessies
from toegang.indieningen import purge


@shared_task
def purge_indieningen() -> int:
    """Delete old form stamps; safe to run twice."""
    return purge()


@shared_task
def purge_sessies() -> int:
    """Delete what is left of ended sessions, and of counts of tries; safe to run twice."""
    pogingen.purge()
    return sessies.purge()
