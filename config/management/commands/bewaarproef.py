from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo.bewaarproef import report


class Command(BaseCommand):
    help = "Show on the demo what remains of a participant after export, term and anonymising; changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The report shows what a file held: it is made of the demo's invented people only.")
        heading = [
            "# What remains after export and anonymising\n",
            f"Made on {timezone.localdate()} by `DEMO=1 manage.py bewaarproef` on the demo: invented people.",
            "All of it is undone afterwards.\n",
        ]
        for line in (*heading, *report()):
            self.stdout.write(f"{line}\n", ending="")
