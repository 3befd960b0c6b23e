"""What the views of a trajectory share: where to go on to, and how a button says what became of it."""

from collections.abc import Callable

from django.contrib import messages
from django.urls import reverse

from toegang.guard import Request
from trajecten.fouten import TrajectFout
from trajecten.models import Fase, Traject


def address(traject: Traject, fase: Fase | None = None) -> str:
    """Return where a trajectory stands, and on its page a phase."""
    return reverse("trajecten:detail", args=[traject.pk]) + (f"#fase-{fase.pk}" if fase else "")


def report(request: Request, act: Callable[[], object], gelukt: str) -> None:
    """Do what a button asks, and say how it went."""
    try:
        act()
    except TrajectFout as fout:
        messages.error(request, fout.message)
    else:
        messages.success(request, gelukt)
