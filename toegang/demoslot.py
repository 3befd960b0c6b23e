"""The lock on the demo: outside it, its accounts and its password open nothing, whatever the database holds."""

from collections.abc import Iterable
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

_accounts: set[str] = set()
_passwords: set[str] = set()


def register(*, accounts: Iterable[str], password: str) -> None:
    """Register the addresses and the password that the demo tells everyone."""
    _accounts.update(email.lower() for email in accounts)
    _passwords.add(password)


def is_locked(user: Any) -> bool:
    """Return whether this is an account of the demo, where there is no demo."""
    return not settings.DEMO and user.email.lower() in _accounts


class Backend(AuthenticationBackend):
    """allauth's sign-in, closed to the demo outside it: by password, by passkey, and by a session from before."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        """Refuse the demo's password for every account: a colleague may have been given it while trying out."""
        if not settings.DEMO and credentials.get("password") in _passwords:
            # The same work as for a wrong password, so that the answer takes as long.
            self._mitigate_timing_attack(credentials["password"])
            return None
        return super().authenticate(request, **credentials)

    def _check_password(self, user: Any, password: str) -> Any:
        return None if user and is_locked(user) else super()._check_password(user, password)

    def get_user(self, user_id: Any) -> Any:
        """Return whose session this is; a session from the demo is nobody's outside it."""
        user = super().get_user(user_id)
        return None if user is None or is_locked(user) else user


class NietUitDeDemo:
    """A password validator: what everyone can read in the manual is nobody's password."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for the password of the demo."""
        if password in _passwords:
            raise ValidationError(_("Dit wachtwoord is van de demo en dus bekend. Kies een ander."))

    def get_help_text(self) -> str:
        return _("Kies niet het wachtwoord van de demo.")
