"""allauth, closed: an account is made by an invitation, and its mail goes through the outbox."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from toegang import tweede_stap, versleuteling
from toegang.models import User
from toegang.plaatsen import plaatsen_of

# Called with the person and allauth's name of the mail: what is said, and how it gets there, is the outbox's.
Bezorger = Callable[[User, str], None]
_bezorgers: list[Bezorger] = []
_sloten: list[Callable[[User], bool]] = []
# Seconds after signing in during which one needs no further proof.
JUST_NOW = 5 * 60
# Ways to prove who one is, by allauth's name.
BEWIJS = {
    "reauthenticate": _("Met uw wachtwoord"),
    "mfa_reauthenticate": _("Met uw app of een herstelcode"),
    "mfa_reauthenticate:webauthn": _("Met uw sleutel"),
}


def register_bezorger(bezorg: Bezorger) -> None:
    """Register who delivers mail about an account."""
    _bezorgers.append(bezorg)


def register_slot(is_closed: Callable[[User], bool]) -> None:
    """Register who may not sign in here by themselves, because another door is theirs."""
    _sloten.append(is_closed)


def deliver(user: User, kind: str) -> None:
    """Hand a mail about someone's account to whoever delivers these."""
    for bezorg in _bezorgers:
        bezorg(user, kind)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail and password, for people who were invited."""

    # allauth's own Dutch says "jou"; this application says "u".
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw."),
        "incorrect_password": _("Dit wachtwoord klopt niet. Probeer het opnieuw."),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord."),
        "too_many_login_attempts": _("U hebt het te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw."),
        "rate_limited": _("U hebt het te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Do nothing: people sign in by e-mail and have no user name."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse a key or password of whoever must come in through their gemeente: it would outlive the group there."""
        through_gemeente = "sociallogin" in (kwargs.get("signal_kwargs") or {})
        if not through_gemeente and any(is_closed(user) for is_closed in _sloten):
            return render(request, "account/via_gemeente.html", status=403)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for no second proof of whoever signed in a moment ago: setting up a second step comes first of all."""
        records = get_authentication_records(self.request, self.request.user)
        just_now = bool(records) and time.time() - records[0]["at"] < JUST_NOW
        return not just_now and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove who one is, in this application's words."""
        return [
            method | {"description": BEWIJS.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Leave it to the outbox; the link is made when the mail is sent, so that none lies about.

        Whoever has no place gets none: a password would wait for the place that their gemeente may give back.
        """
        if plaatsen_of(user):
            deliver(user, "account/email/password_reset_key")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        deliver(user, template_prefix)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: there is no mail about an account but the two kinds above."""


class MFAAdapter(DefaultMFAAdapter):
    """A second step that nobody who must have one can take off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende code."),
        "cannot_delete_authenticator": _("U hebt een tweede stap nodig. Stel eerst een andere in."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last app or key of whoever may see personal files."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES or not tweede_stap.must_have(authenticator.user):
            return True
        return tweede_stap.has_second_step(authenticator.user, besides=authenticator)

    def get_totp_label(self, user: Any) -> str:
        return user.email

    def encrypt(self, text: str) -> str:
        return versleuteling.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return versleuteling.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        return str(_("Mijn sleutel"))
