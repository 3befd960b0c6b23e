"""What happens to a session at signing in: its clock starts, and it knows whether a gemeente let the person in."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from toegang import sessies
from toegang.models import User


def register() -> None:
    """Listen to who comes in."""
    user_logged_in.connect(_start, dispatch_uid="toegang.aanmelden.start")


def _start(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    # How they came in just now counts, and nothing the session held before: a half sign-in proves nothing.
    last = get_authentication_records(request, user)[-1:]
    request.session[sessies.SSO] = any(record["method"] == "socialaccount" for record in last)
    request.session[sessies.BEGONNEN] = int(time.time())
    sessies.refresh(request.session, user)
