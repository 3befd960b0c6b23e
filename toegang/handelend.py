"""Who is at work in this request: every line of the log asks it, so that no verb needs to hand a person down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from toegang.models import User

_request: ContextVar[HttpRequest | None] = ContextVar("handelend", default=None)
_namens: ContextVar["User | None"] = ContextVar("namens", default=None)
_rechten: ContextVar[tuple[str, ...]] = ContextVar("rechten", default=())


class HandelendMiddleware:
    """Keep the request at hand for the log. Takes the place of auditlog's own, which also stores address and e-mail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def acting_user() -> "User | None":
    """Return who is signed in on the current request, or whom a link stands for; nobody in a task or a command."""
    if namens := _namens.get():
        return namens
    user = getattr(_request.get(), "user", None)
    return user if user is not None and user.is_authenticated else None


@contextmanager
def acting_as(user: "User") -> Iterator[None]:
    """Have everything inside be done by someone who is not signed in here: the bearer of a link of theirs."""
    token = _namens.set(user)
    try:
        yield
    finally:
        _namens.reset(token)


@contextmanager
def by_right(*rechten: str) -> Iterator[None]:
    """Have every line of the log inside say by which relations it was allowed, where nobody has to be signed in."""
    token = _rechten.set(rechten)
    try:
        yield
    finally:
        _rechten.reset(token)


def acting_rights() -> tuple[str, ...]:
    """Return by which relations what happens now is allowed, as far as the whole request goes by the same."""
    return _rechten.get()
