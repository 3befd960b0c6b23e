"""A page with one form: the same head, fields, buttons and answers everywhere."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what to bind a form to: what was sent, also when that is nothing at all.

    By the method, never by what is in it: an empty POST would get the form of a GET, values and all.
    """
    return request.POST if request.method == "POST" else None


def carried_out(form: BaseForm | BaseFormSet, verb: Callable[[], object], *, veld: str | None = None) -> bool:
    """Do what a valid form asks, and return whether it went.

    A refusal by the domain stands in the form: beside `veld`, or beside the field that the refusal names.
    """
    try:
        verb()
    except ValidationError as fout:
        if isinstance(form, BaseForm):
            form.add_error(veld, fout)
        else:
            form.non_form_errors().append(fout.messages[0])
        return False
    return True


def render_formulier(
    request: HttpRequest,
    form: BaseForm | BaseFormSet,
    *,
    titel: str,
    terug: str,
    knop: str = "",
    template: str = "_formulier.html",
    **extra: Any,
) -> HttpResponse:
    """Render a form page; a form that was sent and refused answers 422, which also undoes its stamp and its writes."""
    context = {"form": form, "titel": titel, "terug": terug, "knop": knop or _("Opslaan"), **extra}
    return render(request, template, context, status=422 if form.is_bound and not form.is_valid() else 200)
