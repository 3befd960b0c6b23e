"""The guard on every view: fetch what this person may see, then ask the matrix whether they may do this."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from toegang.indieningen import once
from toegang.matrix import MATRIX, Regel
from toegang.models import User
from toegang.relaties import Relaties, relaties_of

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """What a guarded view receives: someone signed in, and what they are to the object of this address."""

    user: User
    relaties: Relaties
    htmx: HtmxDetails
    getoond: list[Callable[[], None]]


# Answers with a page, whatever the method: a form that is refused shows as much as one that is asked for.
TOONT = frozenset({200, 422})


def toegang(model: type[models.Model] | None = None, *, related: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Guard a view by the matrix.

    With a model, the URL's `pk` is looked up in `model.objects.visible_to(user)` and handed to the view as an object:
    invisible is 404; visible but not allowed for this method is 403. `related` names what to fetch along with it.
    A POST is carried out once per form (see indieningen.once).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            regel = MATRIX[cast("Any", request.resolver_match).view_name]
            if request.method not in regel.methods:
                return HttpResponseNotAllowed(sorted(regel.methods), render_to_string("405.html"))
            found = [_visible(model, request, kwargs.pop("pk"), related)] if model else []
            _check(request, regel, found[0] if found else None)
            response = once(request, lambda: view(request, *found, *args, **kwargs))
            _note_shown(cast("Request", request), response)
            return response

        guarded.toegang = True  # type: ignore[attr-defined]  # read by the test that walks the URL map
        return guarded

    return decorate


def openbaar(view: View) -> View:
    """Mark a view as open to everyone; the short list of these stands in a test."""
    view = login_not_required(view)
    view.toegang = True  # type: ignore[attr-defined]
    view.openbaar = True  # type: ignore[attr-defined]
    return view


def _visible(model: type[models.Model], request: HttpRequest, pk: Any, related: tuple[str, ...]) -> models.Model:
    queryset = cast("Any", model).objects.visible_to(request.user)
    return get_object_or_404(queryset.select_related(*related) if related else queryset, pk=pk)


def _check(request: HttpRequest, regel: Regel, obj: models.Model | None) -> None:
    allowed = regel.for_method(request.method or "")
    request.relaties = relaties_of(cast("Any", request.user), obj)  # type: ignore[attr-defined]
    request.getoond = []  # type: ignore[attr-defined]
    if not request.relaties & allowed:  # type: ignore[attr-defined]
        raise PermissionDenied


def on_shown(request: Request, note: Callable[[], None]) -> None:
    """Have something noted if the answer turns out to be a page: after a refused form is undone, so that it stays."""
    request.getoond.append(note)


def _note_shown(request: Request, response: HttpResponseBase) -> None:
    if response.status_code in TOONT:
        for note in request.getoond:
            note()


def may(request: Request, url_name: str, method: str = "POST") -> bool:
    """Return whether the matrix allows this person another address of the same object: to show or hide its button."""
    regel = MATRIX[url_name]
    return bool(request.relaties & regel.for_method(method if method in regel.methods else "GET"))
