"""/.well-known/security.txt: whom to tell about a leak (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from toegang.guard import openbaar

# RFC 9116 advises less than a year; whoever fetches the file gets a fresh date.
GELDIG = timedelta(days=180)


@openbaar
def show(request: HttpRequest) -> HttpResponse:
    """Show it, where SECURITY_CONTACT says who answers; a file without a contact would be no answer."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + GELDIG).replace(microsecond=0).isoformat()
    lines = [
        f"Contact: {_as_uri(settings.SECURITY_CONTACT)}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _as_uri(contact: str) -> str:
    return contact if contact.startswith(("https:", "mailto:", "tel:")) else f"mailto:{contact}"
