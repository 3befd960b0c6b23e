"""The menu: which rooms someone has something to do in. Costs one query, shared with the guard."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inzicht.demoaccounts import demo_context
from partijen.relaties import anywhere
from toegang.matrix import MATRIX
from toegang.relaties import Relatie


class Item(NamedTuple):
    label: str | Promise
    url: str
    actief: bool


KAMERS: tuple[tuple[str | Promise, str], ...] = (
    (_("Mijn werk"), "inzicht:start"),
    (_("Trajecten"), "trajecten:lijst"),
    (_("Deelnemers"), "deelnemers:lijst"),
    (_("Check-ins"), "deelnemers:checkins"),
    (_("Partijen"), "partijen:lijst"),
    (_("Berichten"), "berichten:lijst"),
    (_("Logboek"), "inzicht:logboek"),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """Return the rooms the matrix opens to what this person is by membership; before that, the demo accounts."""
    if not request.user.is_authenticated:
        return demo_context()
    relaties = anywhere(request.user, None) | {Relatie.INGELOGD}
    return demo_context() | {
        "menu": [_item(request, label, name) for label, name in KAMERS if MATRIX[name].lezen & relaties]
    }


def _item(request: HttpRequest, label: str | Promise, name: str) -> Item:
    url = reverse(name)
    return Item(label, url, request.path == url if url == "/" else request.path.startswith(url))
