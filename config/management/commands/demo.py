from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.laden import holds_others, load_demo


class Command(BaseCommand):
    help = "Load the demo: invented municipalities, parties, people and trajectories. Only with DEMO=1; once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo has known passwords: it is loaded with DEMO=1 only.")
        if holds_others():
            raise CommandError("This database holds other people: known passwords must not come among them.")
        self.stdout.write("Demo loaded." if load_demo() else "The demo is there already; nothing changed.")
