"""Stands before the command of this name that django-auditlog brings: that one empties the log without a trace."""

from typing import Any

from auditlog.management.commands.auditlogflush import Command as Flush
from django.core.management import CommandError


class Command(Flush):
    """Refuses: lines end by their term alone."""

    help = "Refused: lines of the log go when the term of their gemeente is over, by a task of every night."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "Nobody empties the log. A line goes when the term that its gemeente set is over (logboektermijn): "
            "partijen.tasks.purge_logboek sees to that each night. docs/decisions/0010-audit.md says why."
        )
