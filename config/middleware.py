from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

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
