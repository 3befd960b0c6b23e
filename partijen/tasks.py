from celery import shared_task

from partijen.logboektermijn import purge_log


@shared_task
def purge_logboek() -> int:
    """Remove lines of the log that are older than their gemeente keeps them; safe to run twice."""
    return purge_log()
