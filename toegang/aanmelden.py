"""What happens to a session at signing in: its clock starts."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from toegang import sessies
from toegang.models import User


def register() -> None:
    """Listen to who comes in."""
    user_logged_in.connect(_start, dispatch_uid="toegang.aanmelden.start")


def _start(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    sessies.refresh(request.session, user)
