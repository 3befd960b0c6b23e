"""One form, one effect: a double click, a reload or an impatient second tap saves nothing twice."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

from toegang.models import Indiening, User

FIELD = "indiening"
# On an answer: the form with this stamp was carried out, now or before.
INGEDIEND = "X-Indiening"
# Beside it: that was before, so what came in now, if it was anything else, was not looked at.
EERDER = "X-Eerder"
# How long a device may keep a form that could not be sent: docs/decisions/0017-offline-checkin.md.
CONCEPT = timedelta(days=14)
# Of a form that a device still keeps, the stamp must be known here: that long, and a device's clock may be wrong.
KEEP = CONCEPT + timedelta(days=16)


def once(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run `act` in one transaction, once per stamp in the posted form; a repeat gets the first answer's address.

    A response of 400 or higher undoes everything, the stamp included, so that the corrected form can be sent again.
    """
    if request.method != "POST":
        return act()
    with transaction.atomic():
        stamp, new = _stamp(request)
        if stamp and not new:
            again = HttpResponseRedirect(stamp.antwoord) if stamp.antwoord else HttpResponse(status=204)
            again.headers[EERDER] = "1"
            return _marked(again, stamp)
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        elif stamp:
            stamp.antwoord = response.headers.get("Location", "")
            stamp.save(update_fields=["antwoord"])
            _marked(response, stamp)
    return response


def purge() -> int:
    """Delete stamps older than KEEP and return how many there were."""
    deleted, _per_model = Indiening.objects.filter(ingediend_op__lt=timezone.now() - KEEP).delete()
    return deleted


def _marked(response: HttpResponseBase, stamp: Indiening) -> HttpResponseBase:
    response.headers[INGEDIEND] = str(stamp.sleutel)
    return response


def _stamp(request: HttpRequest) -> tuple[Indiening | None, bool]:
    try:
        # Of one address: the same stamp elsewhere is another form, which must not pass for this one.
        sleutel = uuid.uuid5(uuid.UUID(request.POST.get(FIELD, "")), request.path)
    except ValueError:
        return None, True
    # A second request with the same stamp waits here for the first one's transaction to end.
    return Indiening.objects.get_or_create(gebruiker=cast("User", request.user), sleutel=sleutel)
