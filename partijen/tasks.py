from celery import shared_task

from partijen.logboektermijn import purge_log
from partijen.ongeopend import purge_unopened


@shared_task
def purge_logboek() -> int:
    """Remove lines of the log that are older than their gemeente keeps them; safe to run twice."""
    return purge_log()


@shared_task
def purge_ongeopend() -> int:
    """Remove accounts that were invited and never opened; safe to run twice."""
    return purge_unopened()
