from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """allauth, closed: an account is made by adding someone to a party, never by signing up."""

    # allauth's own Dutch says "jou"; this application says "u".
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw."),
        "too_many_login_attempts": _("U hebt het te vaak geprobeerd. Wacht een paar minuten."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Do nothing: people sign in by e-mail and have no user name."""
