from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from inzicht.verwerkingsregister import PAD, as_markdown


class Command(BaseCommand):
    help = "The register of processing, made from the models: print it, write it to docs/, or check that it is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--write", action="store_true", help="Write it to docs/verwerkingsregister.md.")
        what.add_argument("--check", action="store_true", help="Fail when docs/verwerkingsregister.md is behind.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("nl"):
            text = as_markdown()
        if options["write"]:
            PAD.write_text(text)
        elif not options["check"]:
            self.stdout.write(text)
        elif not PAD.exists() or PAD.read_text() != text:
            raise CommandError("docs/verwerkingsregister.md is behind: run manage.py verwerkingsregister --write.")
