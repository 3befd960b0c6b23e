"""Parts of pages: fetched by htmx into the page they belong to, and a page of their own without it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from toegang.guard import Request


def render_deel(request: Request, deel: str, *, titel: str, terug: str, **context: Any) -> HttpResponse:
    """Render the template of a part; `titel` and `terug` are of the page that it is without htmx."""
    if request.htmx:
        return render(request, deel, context)
    return render(request, "deel.html", context | {"deel": deel, "titel": titel, "terug": terug})
