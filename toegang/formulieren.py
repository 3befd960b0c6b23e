"""A page with one form: the same head, fields, buttons and answers everywhere."""

from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


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
