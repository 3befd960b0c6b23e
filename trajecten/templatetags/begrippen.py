"""`{% term "regisseur" %}` beside a word of the white paper: a button that shows what it means."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import template

from trajecten.begrippen import BEGRIPPEN

register = template.Library()


@register.inclusion_tag("trajecten/_begrip.html", takes_context=True)
def term(context: template.Context, code: str) -> dict[str, Any]:
    """Explain a word where it first stands on a page; one that has no explanation, or had it already, gets nothing."""
    request = context["request"]
    explained = request.__dict__.setdefault("begrippen", set())
    if code not in BEGRIPPEN or code in explained:
        return {}
    explained.add(code)
    # Of its own: htmx may put two parts with the same word on one page.
    return {"begrip": BEGRIPPEN[code], "id": f"begrip-{code}-{secrets.token_hex(4)}"}


@register.inclusion_tag("trajecten/_begrippen.html", takes_context=True)
def terms(context: template.Context, codes: Iterable[str]) -> dict[str, Any]:
    """Explain the words of a form, whose labels and choices can't hold a button themselves."""
    woorden = [(BEGRIPPEN[code].naam, term(context, code)) for code in codes]
    return {"woorden": [(naam, uitleg) for naam, uitleg in woorden if uitleg]}
