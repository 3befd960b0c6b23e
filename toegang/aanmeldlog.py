"""Who signed in, who could not, who left, and who changed how they sign in: one line each in the log."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.utils.crypto import salted_hmac

from toegang.logboek import Handeling, note
from toegang.logregels import gemeentes_for, opdrachtgevers_of
from toegang.models import User

# What changed in how someone signs in, by the signal that says so.
BEVEILIGING: tuple[tuple[Signal, str], ...] = (
    (password_changed, "wachtwoord_gewijzigd"),
    (password_set, "wachtwoord_gekozen"),
    (password_reset, "wachtwoord_hersteld"),
    (authenticator_added, "tweede_stap_erbij"),
    (authenticator_removed, "tweede_stap_weg"),
    (authenticator_reset, "herstelcodes_vernieuwd"),
)


def register() -> None:
    """Listen to Django and allauth."""
    user_logged_in.connect(_signed_in, dispatch_uid="toegang.aanmeldlog.in")
    user_logged_out.connect(_signed_out, dispatch_uid="toegang.aanmeldlog.uit")
    user_login_failed.connect(_failed, dispatch_uid="toegang.aanmeldlog.mislukt")
    authentication_failed.connect(_failed_second_step, dispatch_uid="toegang.aanmeldlog.stap")
    for signal, wat in BEVEILIGING:
        signal.connect(_changed(wat), weak=False, dispatch_uid=f"toegang.aanmeldlog.{wat}")


def fingerprint(email: str) -> str:
    """Return a mark that attempts on one unknown address have in common; it tells nobody the address."""
    return salted_hmac("toegang.aanmeldlog", email.strip().lower(), algorithm="sha256").hexdigest()[:16]


def _signed_in(sender: Any, user: User, **_rest: Any) -> None:
    _note(Handeling.AANMELDEN, user, door=user)


def _signed_out(sender: Any, user: User | None, **_rest: Any) -> None:
    if user is not None:
        _note(Handeling.AFMELDEN, user, door=user)


def _failed(sender: Any, credentials: dict[str, Any], **_rest: Any) -> None:
    # The address that was typed may be a password in the wrong field: it is never kept as it is.
    email = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=email).first()
    if user:
        _note(Handeling.AANMELDEN_MISLUKT, user)
    else:
        note(Handeling.AANMELDEN_MISLUKT, details={"onbekend_adres": fingerprint(email)})


def _failed_second_step(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _note(Handeling.AANMELDEN_MISLUKT, user, details={"stap": authenticator.type})


def _changed(wat: str) -> Any:
    def listen(sender: Any, user: User, authenticator: Authenticator | None = None, **_rest: Any) -> None:
        details = {"wat": wat} | ({"soort": authenticator.type} if authenticator else {})
        _note(Handeling.BEVEILIGING, user, door=user, details=details)

    return listen


def _note(handeling: Handeling, user: User, *, door: User | None = None, details: dict[str, str] | None = None) -> None:
    """Write a line in each gemeente that someone works for, or does something for; of whoever does nothing, in none."""
    gemeentes: list[int | None] = [*(gemeentes_for(user) or opdrachtgevers_of(user))]
    for eigenaar in gemeentes or [None]:
        note(handeling, onderwerp=user, door=door, eigenaar=eigenaar, details=details)
