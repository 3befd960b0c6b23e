from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from toegang.herstel import take_off_second_step
from toegang.models import User


class Command(BaseCommand):
    help = "Takes the second step off an account whose owner lost it; check first, in person, that it is them who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("No account has this e-mail address.")
        take_off_second_step(user)
        self.stdout.write("Done. They are signed out everywhere and set up a second step at their next sign-in.")
