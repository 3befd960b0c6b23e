"""How much a request may send, said before it is read: a form that is refused in the end has filled a disk by then.

Django's CSRF check reads the whole form, files included, before any view is asked who may send it.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.defaults import bad_request

from deelnemers.bladen import MAX_BYTES

# The addresses that take a file; on any other a file is refused at its first byte.
MET_BESTAND = frozenset({"deelnemers:import", "partijen:huisstijl"})
# A file that is too big is read, not kept, and answered beside its field. Of what says it is over this, nothing is.
MAX_VERZOEK = 4 * MAX_BYTES


class GeenBestand(RequestDataTooBig):
    """Someone sent a file to where none is taken, or without being signed in."""


class GrensMiddleware:
    """Refuse a request that says it is far too big, before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _length(request) > MAX_VERZOEK:
            return _too_much(request)
        return self.get_response(request)


class GrensHandler(FileUploadHandler):
    """Stands before the handlers that keep a file, and hands on one byte more than is allowed: enough to refuse it."""

    room = MAX_BYTES + 1

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        request, match = self.request, getattr(self.request, "resolver_match", None)
        if request is None or match is None:
            # There is no such address: its page of 404 reads the form too, and no view will.
            raise StopUpload(connection_reset=True)
        if match.view_name not in MET_BESTAND or not request.user.is_authenticated:
            raise GeenBestand("A file was sent to where none is taken.")
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand on what there is room for, of all files of this request together."""
        kept = raw_data[: self.room]
        self.room -= len(kept)
        return kept or None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None


def show_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that can't be read: one that sends too much is told so."""
    return _too_much(request) if isinstance(exception, RequestDataTooBig) else bad_request(request, exception)


def _too_much(request: HttpRequest) -> HttpResponse:
    return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
