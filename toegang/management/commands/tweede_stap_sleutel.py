"""After a change of SECRET_KEY: encrypt everyone's second step with the new one, so that the former can go."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from toegang import versleuteling


class Command(BaseCommand):
    """All of them or none."""

    help = (
        "Encrypts the secrets of second steps with the SECRET_KEY of today; the former stands in SECRET_KEY_FALLBACKS."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            rows = Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN)
            try:
                n = versleuteling.renew(rows)
            except InvalidToken as error:
                raise CommandError(
                    "Nothing was changed: a key that is in use is not in SECRET_KEY_FALLBACKS."
                ) from error
        self.stdout.write(f"{n} encrypted with the SECRET_KEY of today.")
