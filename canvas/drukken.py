"""Making the PDFs that were asked for. The row is the truth: a worker that dies loses time, never a PDF.

Importing this module loads WeasyPrint: only a worker does that.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from canvas.document import load
from canvas.enums import PdfStatus
from canvas.models import PdfOpdracht
from canvas.pdf import render_pdf

logger = logging.getLogger(__name__)

MAX_POGINGEN = 3
# A task is killed at its time limit; half a minute later its claim is void.
STUCK_AFTER = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)
# So many in one go stay well within the time limit of a task.
BATCH = 10


def render(opdracht_id: int) -> PdfStatus | None:
    """Make and store one PDF and return its new state; None if another worker has it or nothing is to be done.

    Rendering takes seconds and holds no transaction.
    """
    opdracht = claim(opdracht_id)
    if opdracht is None:
        return None
    try:
        content = render_pdf(load(opdracht.document), op=timezone.localdate(), versie=_count_versie(opdracht))
    except Exception as error:
        logger.exception("pdf %s failed, attempt %s", opdracht.pk, opdracht.pogingen)
        return _fail(opdracht, str(error) or type(error).__name__)
    return _store(opdracht, content)


def render_waiting() -> int:
    """Make the oldest PDFs that nobody works on, return how many were tried: the beat's net under a lost message."""
    waiting = PdfOpdracht.objects.waiting(timezone.now() - STUCK_AFTER).order_by("pk")
    return sum(render(pk) is not None for pk in waiting.values_list("pk", flat=True)[:BATCH])


def claim(opdracht_id: int) -> PdfOpdracht | None:
    """Take a waiting or stuck PDF for this worker, by one conditional update; None if it is not to be had.

    One that was stuck for the third time is given up.
    """
    now = timezone.now()
    free = PdfOpdracht.objects.waiting(now - STUCK_AFTER).filter(pk=opdracht_id)
    free.filter(pogingen__gte=MAX_POGINGEN).update(
        status=PdfStatus.MISLUKT, fout=_("Het maken duurde drie keer te lang of werd drie keer afgebroken.")
    )
    taken = free.update(status=PdfStatus.BEZIG, geclaimd_op=now, pogingen=F("pogingen") + 1)
    return PdfOpdracht.objects.select_related("traject").get(pk=opdracht_id) if taken else None


def _store(opdracht: PdfOpdracht, content: bytes) -> PdfStatus | None:
    name = opdracht.bestandsnaam
    storage = opdracht.bestand.storage
    # What a killed worker left behind is half a file, or the same one.
    storage.delete(name)
    saved = storage.save(name, ContentFile(content))
    done = _finish(opdracht, status=PdfStatus.KLAAR, bestand=saved, klaar_op=timezone.now(), fout="")
    if done is None and not PdfOpdracht.objects.held().filter(pk=opdracht.pk).exists():
        # Emptied or deleted while it was made.
        storage.delete(saved)
    return done


def _fail(opdracht: PdfOpdracht, fout: str) -> PdfStatus | None:
    again = opdracht.pogingen < MAX_POGINGEN
    return _finish(opdracht, status=PdfStatus.WACHT if again else PdfStatus.MISLUKT, fout=fout)


def _finish(opdracht: PdfOpdracht, **changes: object) -> PdfStatus | None:
    """Write the outcome, unless the claim was lost meanwhile: then the other worker's outcome counts."""
    mine = PdfOpdracht.objects.filter(pk=opdracht.pk, status=PdfStatus.BEZIG, geclaimd_op=opdracht.geclaimd_op)
    return PdfStatus(str(changes["status"])) if mine.update(**changes) else None


def _count_versie(opdracht: PdfOpdracht) -> int:
    """Return the number of this PDF among those of its trajectory, from 1."""
    return PdfOpdracht.objects.of_traject(opdracht.traject).filter(pk__lte=opdracht.pk).count()
