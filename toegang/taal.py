"""The language of a person's screens, mails and papers: what they chose, never what their browser prefers.

A browser that was installed in English says nothing about the coordinator who works in it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from toegang.models import User

YEAR = 365 * 24 * 60 * 60


class TaalMiddleware:
    """Answer in the language of whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        taal = _of_request(request)
        with translation.override(taal):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", taal)
        return response


def of_user(user: User) -> str:
    """Return the language in which someone gets mail: Dutch until they choose."""
    return user.taal if is_offered(user.taal) else settings.LANGUAGE_CODE


def speaking_to(user: User) -> AbstractContextManager[None]:
    """Say everything inside in the language of one person, whoever is at work."""
    return translation.override(of_user(user))


def is_offered(taal: str | None) -> bool:
    """Return whether the screens exist in a language."""
    return taal in dict(settings.LANGUAGES)


def choose(user: User, taal: str) -> None:
    """Keep a language that is offered with an account; any other changes nothing."""
    if is_offered(taal) and user.taal != taal:
        user.taal = taal
        user.save(update_fields=["taal"])


def remember(response: HttpResponse, taal: str) -> None:
    """Keep a language that is offered in the browser, for the pages before signing in."""
    if is_offered(taal):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            taal,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _of_request(request: HttpRequest) -> str:
    own = request.user.taal if isinstance(request.user, User) else ""
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return next((taal for taal in (own, kept) if taal and is_offered(taal)), settings.LANGUAGE_CODE)
