"""What is answered to a form that is not known to come from our own page."""

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from deelnemers.views.eigenpagina import refuse_form
from toegang.matrix import VAN_HOUDER


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was not sent: to a participant on a page of their own, in their own language."""
    match = request.resolver_match
    return refuse_form(request) if match and match.view_name in VAN_HOUDER else csrf_failure(request, reason)
