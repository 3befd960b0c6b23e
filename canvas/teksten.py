"""Writing one field of the Canvas, without losing what someone else wrote meanwhile."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from canvas.fouten import TekstGewijzigd
from canvas.models import CanvasTekst
from canvas.velden import GEZAMENLIJK_DOEL, Veld
from trajecten.models import Traject

if TYPE_CHECKING:
    from toegang.models import User


def read(traject: Traject, veld: Veld) -> str:
    """Return what stands in a field; empty as long as nobody wrote in it."""
    if veld.code == GEZAMENLIJK_DOEL:
        return traject.doel
    return CanvasTekst.objects.of_traject(traject).tekst_of(veld.code)


def stamp(tekst: str) -> str:
    """Return the version of a text: a form carries that of the text it began with."""
    return hashlib.sha256(tekst.encode()).hexdigest()[:32]


def write(*, traject: Traject, veld: Veld, tekst: str, versie: str, door: User) -> None:
    """Write a field; the same text again changes nothing.

    Raises TekstGewijzigd, with what stands there now, if that is no longer the text of which `versie` is the stamp.
    """
    with transaction.atomic():
        # One lock for every field of a trajectory: the first text of a field has no row to lock yet.
        locked = Traject.objects.select_for_update().get(pk=traject.pk)
        huidig = read(locked, veld)
        if huidig == tekst:
            return
        if stamp(huidig) != versie:
            raise TekstGewijzigd(huidig)
        _save(locked, veld, tekst, door)


def _save(traject: Traject, veld: Veld, tekst: str, door: User) -> None:
    if veld.code == GEZAMENLIJK_DOEL:
        traject.doel = tekst
        traject.save(update_fields=["doel"])
        return
    changes = {"tekst": tekst, "gewijzigd_door": door, "gewijzigd_op": timezone.now()}
    CanvasTekst.objects.update_or_create(traject=traject, veld=veld.code, defaults=changes)
