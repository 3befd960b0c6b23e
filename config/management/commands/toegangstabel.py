from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.toegangstabel import render

PAGE = Path(settings.BASE_DIR, "docs", "toegang.md")


class Command(BaseCommand):
    """Write the access matrix as a page, or check that the page is what the code says."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/toegang.md anew; without it, only check")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        if write:
            PAGE.write_text(render())
        elif PAGE.read_text() != render():
            raise CommandError("docs/toegang.md is not what the code says: run manage.py toegangstabel --write")
