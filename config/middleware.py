from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from config.beveiliging import is_loopback_address


class DemoMiddleware:
    """Serve the demo, whose passwords are known, to this machine alone, whatever started the server."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_loopback_address(request.META.get("REMOTE_ADDR", "")):
            return HttpResponseForbidden("DEMO=1 has known passwords: it is served on loopback only.", "text/plain")
        return self.get_response(request)


class EigenBronnenMiddleware:
    """Let no other site load our pages and files as parts of its own; Django has no setting for this header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ComprimeerMiddleware(GZipMiddleware):
    """Compress pages, unless another site had them asked for; papers and sheets are compressed as they are.

    The length of a compressed page tells about its secrets to whoever may choose a part of it, asks many times and
    watches the line (BREACH). A browser says which site asks: another's gets the page as it is.
    docs/decisions/0022-page-weight.md
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        asked_elsewhere = request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
        if asked_elsewhere or response.streaming or not response.headers.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)
