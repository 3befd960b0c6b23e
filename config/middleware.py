from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class EigenBronnenMiddleware:
    """Let no other site load our pages and files as parts of its own; Django has no setting for this header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
