"""What a phone keeps of the application, to start without a line: the offline page and the files that it asks for."""

import json
import re
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import conditional_page

from toegang.guard import openbaar

_FILE = re.compile(r'(?:src|href)="([^"]+)"')


@openbaar
# A browser asks for it again after many a page: what is the same is not sent once more.
@conditional_page
def show_service_worker(request: HttpRequest) -> HttpResponse:
    """Show the script that keeps the shell: from the root, so that it may answer for every page."""
    pagina = _offline_page()
    schil = [reverse("offline"), *_files_of(pagina)]
    versie = sha256(f"{schil}{pagina}".encode()).hexdigest()[:12]
    context = {
        "schil": json.dumps(schil),
        "versie": versie,
        "zonder_lijn": reverse("offline"),
        "bestanden": _static(),
        # While one develops, names carry no hash.
        "vast": not settings.DEBUG,
    }
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(render_to_string("sw.js", context), content_type="text/javascript", headers=headers)


@openbaar
def show_offline(request: HttpRequest) -> HttpResponse:
    """Show the page for when there is no line."""
    return HttpResponse(_offline_page())


def _offline_page() -> str:
    # Without the request: a phone keeps this page, so it must not know who asked for it, or in which language.
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("offline.html", {"zonder_lijn": True})


def _files_of(pagina: str) -> list[str]:
    """Return the addresses of the static files that a page asks for, each once, in its order."""
    return [adres for adres in dict.fromkeys(_FILE.findall(pagina)) if adres.startswith(_static())]


def _static() -> str:
    return f"/{settings.STATIC_URL.lstrip('/')}"
