"""Entrance of the worker. Importing this module loads WeasyPrint, so that the first PDF does not wait for it."""

from celery import shared_task

from canvas import drukken, opruimen


@shared_task
def render(opdracht_id: int) -> str | None:
    """Make one PDF; safe to run twice."""
    return drukken.render(opdracht_id)


@shared_task
def render_wachtende() -> int:
    """Make what a lost message or a killed worker left; safe to run twice."""
    return drukken.render_waiting()


@shared_task
def purge_papieren() -> int:
    """Empty papers that nobody reaches or asks for, and delete files without a row; safe to run twice."""
    return opruimen.purge()
