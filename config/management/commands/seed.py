import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.vullen import seed


class Command(BaseCommand):
    help = "Fill the database with invented participants through bulk writes, for benchmarks and load tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--deelnemers", type=int, required=True, help="How many participants to add.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same people.")

    def handle(self, *args: Any, **options: Any) -> None:
        total = options["deelnemers"]
        if total < 1:
            raise CommandError("--deelnemers is at least 1.")
        started = time.monotonic()
        for done in seed(total, seed=options["seed"]):
            self.stdout.write(f"{done} of {total} participants")
        seconds = time.monotonic() - started
        self.stdout.write(f"{total} participants in {seconds:.1f} s: {total / seconds:.0f} per second.")
