from django import template
from django.http import HttpRequest

from toegang import apparaten, sessies

register = template.Library()


@register.simple_tag
def wachttijd(request: HttpRequest) -> int:
    """Return the minutes after which this person is signed out."""
    return int(request.session.get(sessies.WACHTTIJD, sessies.GEWONE_WACHTTIJD))


@register.simple_tag
def conceptsleutel(request: HttpRequest) -> str:
    """Return the name under which this person's browser keeps what was typed."""
    return sessies.draft_key(request.user)  # type: ignore[arg-type]  # the page asks for it once signed in


@register.filter
def apparaat(user_agent: str) -> str:
    """Return which browser this was, in words a person knows."""
    return apparaten.describe(user_agent)
