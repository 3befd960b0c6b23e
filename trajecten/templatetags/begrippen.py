"""`{% term "regisseur" %}` beside a word of the white paper: a button that shows what it means."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField

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
    return _explained(code)


@register.inclusion_tag("trajecten/_begrippen.html", takes_context=True)
def terms(context: template.Context, codes: Iterable[str]) -> dict[str, Any]:
    """Explain words that stand where no button can: in running text, in a table, in more than one field of a form."""
    return {"woorden": [uitleg for uitleg in (term(context, code) for code in codes) if uitleg]}


@register.inclusion_tag("trajecten/_begrippen.html")
def terms_of(field: BoundField) -> dict[str, Any]:
    """Explain the words of one field below it, outside its label: a press there would go to the field.

    Whatever the page explained before: crispy renders a field without the request, that remembers it.
    """
    codes = getattr(field.form, "begrippen_bij", {}).get(field.name, ())
    return {"woorden": [_explained(code) for code in codes], "bij_veld": True}


def _explained(code: str) -> dict[str, Any]:
    # Of its own: htmx may put two parts with the same word on one page.
    return {"begrip": BEGRIPPEN[code], "id": f"begrip-{code}-{secrets.token_hex(4)}"}
