"""What a session knows of how someone came in: since when, who let them in, and whether they did a second step."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from toegang import sessies, tweede_stap
from toegang.models import User

_finders: list[Callable[[str], int | None]] = []


def register_gemeente(find: Callable[[str], int | None]) -> None:
    """Register how to find the gemeente that a sign-on is of, by the name of its provider."""
    _finders.append(find)


def register() -> None:
    """Listen to who comes in, and to what becomes of their second step."""
    user_logged_in.connect(_start, dispatch_uid="toegang.aanmelden.start")
    authenticator_added.connect(_added, dispatch_uid="toegang.aanmelden.erbij")
    authenticator_removed.connect(_removed, dispatch_uid="toegang.aanmelden.weg")


def _start(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    # How they came in just now counts, and nothing the session held before: a half sign-in proves nothing.
    last = (get_authentication_records(request, user) or [{}])[-1]
    request.session[sessies.GEMEENTE] = _gemeente_of(last["provider"]) if "provider" in last else None
    request.session[sessies.GEDAAN] = last.get("method") == "mfa"
    request.session[sessies.BEGONNEN] = int(time.time())
    sessies.refresh(request.session, user)


def _gemeente_of(provider: str) -> int | None:
    return next((pk for find in _finders if (pk := find(provider)) is not None), None)


def _added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    request.session[sessies.GEDAAN] = True
    sessies.look_again(request.session, user)
    # Whoever else came in did so by the password alone.
    if not tweede_stap.has_second_step(user, besides=authenticator):
        sessies.end_others(user, request.session.session_key)


def _removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    # Another session may have come in by the very thing that was lost.
    sessies.end_others(user, request.session.session_key)
    request.session[sessies.GEDAAN] = tweede_stap.has_second_step(user)
    sessies.look_again(request.session, user)
