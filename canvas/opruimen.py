"""Old papers. A PDF is made of what stood on the Canvas then: what is taken off it must not live on in a file.

A paper that can no longer be reached, or that nobody asked for in a while, is emptied: its content and its file go. The
row stays, without content, so that the sheets of a trajectory go on counting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.db.models.signals import post_delete
from django.utils import timezone

from canvas.enums import PdfStatus
from canvas.models import MAP, PdfOpdracht
from canvas.querysets import PdfOpdrachtQuerySet
from deelnemers.anonimiseren import register_opruimer
from deelnemers.models import Deelname

# How long the newest paper of a trajectory stays after it was last asked for; an earlier one goes the first night.
BEWAREN = timedelta(days=30)
# A file without a row is one being stored, until it is this old.
WEES_NA = timedelta(days=1)


def register() -> None:
    """Have files go along with their rows, and papers with the people who may be named on them."""
    post_delete.connect(_with_its_row, sender=PdfOpdracht, dispatch_uid="canvas_pdf_file")
    register_opruimer(forget_trajecten_of)


def purge(now: datetime | None = None) -> int:
    """Empty what nobody reaches or asks for, delete files without a row, and return how many papers were emptied."""
    now = now or timezone.now()
    emptied = forget(PdfOpdracht.objects.out_of_reach(now - BEWAREN))
    sweep(now)
    return emptied


def forget_trajecten_of(deelnemer: int) -> int:
    """Empty the papers of every trajectory that someone took part in: a text on one may name them."""
    return forget(
        PdfOpdracht.objects.filter(traject__in=Deelname.objects.filter(deelnemer=deelnemer).values("traject"))
    )


def forget(opdrachten: PdfOpdrachtQuerySet) -> int:
    """Empty papers, also one that is being made: its worker finds its claim gone and deletes what it stored."""
    with transaction.atomic():
        rows = list(opdrachten.held().order_by("pk").select_for_update())
        PdfOpdracht.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=PdfStatus.VERVALLEN,
            # The same content asked for again is a new paper.
            inhoud_hash=Concat(Value("vervallen-"), Cast("pk", CharField())),
            document={},
            bestand="",
            fout="",
        )
        for row in rows:
            _delete_later(row)
    return len(rows)


def sweep(now: datetime) -> int:
    """Delete the files that no row names, such as a killed worker leaves, and return how many."""
    storage = PdfOpdracht._meta.get_field("bestand").storage
    # Files first, then rows: one that is stored in between has its row by then, or is young.
    old = [name for name in _walk(storage, MAP) if storage.get_modified_time(name) < now - WEES_NA]
    lost = set(old) - set(PdfOpdracht.objects.held().values_list("bestand", flat=True))
    for name in lost:
        storage.delete(name)
    return len(lost)


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    with suppress(FileNotFoundError):
        folders, files = storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for name in folders:
            yield from _walk(storage, f"{folder}/{name}")


def _with_its_row(instance: PdfOpdracht, **_rest: Any) -> None:
    _delete_later(instance)


def _delete_later(opdracht: PdfOpdracht) -> None:
    """Delete a paper's file once its row is gone for certain."""
    transaction.on_commit(partial(opdracht.bestand.storage.delete, opdracht.bestand.name or opdracht.bestandsnaam))
