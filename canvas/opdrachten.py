"""Asking for the PDF of a Canvas. What must be made is a row; drukken.py makes it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from canvas.document import build_document, dump, fingerprint
from canvas.enums import PdfStatus
from canvas.models import PdfOpdracht
from toegang.models import User
from toegang.wekken import wake_task
from trajecten.models import Traject

# That a stored PDF was asked for again is written down this often: while one waits, the page asks every other second.
VERS = timedelta(hours=1)


def ask(traject: Traject, user: User) -> PdfOpdracht:
    """Return the PDF of the Canvas as it is now: the stored one, the one under way, or a new one for the worker."""
    document = build_document(traject, user)
    with transaction.atomic():
        opdracht, new = PdfOpdracht.objects.get_or_create(
            traject=traject, inhoud_hash=fingerprint(document), defaults={"document": dump(document)}
        )
        if new:
            _wake(opdracht)
        elif opdracht.gevraagd_op < timezone.now() - VERS:
            PdfOpdracht.objects.filter(pk=opdracht.pk).update(gevraagd_op=timezone.now())
    return opdracht if new or not is_lost(opdracht) else retry(opdracht)


def retry(opdracht: PdfOpdracht) -> PdfOpdracht:
    """Have a PDF that failed, or whose file is gone, made again; one that is waiting or under way stays as it is."""
    with transaction.atomic():
        opdracht = PdfOpdracht.objects.select_for_update().get(pk=opdracht.pk)
        if opdracht.status == PdfStatus.MISLUKT or is_lost(opdracht):
            opdracht.status, opdracht.pogingen, opdracht.fout, opdracht.bestand = PdfStatus.WACHT, 0, "", ""
            opdracht.save()
            _wake(opdracht)
    return opdracht


def is_lost(opdracht: PdfOpdracht) -> bool:
    """Return whether a PDF that was stored is no longer there."""
    return opdracht.status == PdfStatus.KLAAR and not opdracht.bestand.storage.exists(str(opdracht.bestand.name))


def _wake(opdracht: PdfOpdracht) -> None:
    transaction.on_commit(partial(wake_task, "canvas.tasks.render", opdracht.pk))
