"""Making the overviews that were asked for. The row is the truth: a worker that dies loses time, never an overview."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.enums import VerzoekStatus
from deelnemers.inzage import Overzicht, as_json, days_of, overview_of
from deelnemers.models import Inzageverzoek
from toegang.papier import lay_out, write_pdf

logger = logging.getLogger(__name__)

MAX_POGINGEN = 3
# A task is killed at its time limit; half a minute later its claim is void.
STUCK_AFTER = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)
# So many in one go stay well within the time limit of a task.
BATCH = 10


def make(verzoek_id: int) -> VerzoekStatus | None:
    """Make and store one overview and return its new state; None if another worker has it or nothing is to be done."""
    verzoek = claim(verzoek_id)
    if verzoek is None:
        return None
    try:
        overzicht = overview_of(verzoek.deelnemer)
        papers = {"pdf": render_overview(overzicht), "json": as_json(overzicht)}
    except Exception as error:
        logger.exception("overview %s failed, attempt %s", verzoek.pk, verzoek.pogingen)
        again = verzoek.pogingen < MAX_POGINGEN
        status = VerzoekStatus.WACHT if again else VerzoekStatus.MISLUKT
        return _finish(verzoek, status=status, fout=type(error).__name__[:100])
    return _finish(verzoek, status=VerzoekStatus.KLAAR, klaar_op=timezone.now(), fout="", **papers)


def make_waiting() -> int:
    """Make the oldest overviews that nobody works on and return how many were tried: the net under a lost message."""
    waiting = Inzageverzoek.objects.waiting(timezone.now() - STUCK_AFTER).order_by("pk")
    return sum(make(pk) is not None for pk in waiting.values_list("pk", flat=True)[:BATCH])


def claim(verzoek_id: int) -> Inzageverzoek | None:
    """Take a waiting or stuck overview for this worker, by one conditional update; None if it is not to be had."""
    now = timezone.now()
    free = Inzageverzoek.objects.waiting(now - STUCK_AFTER).filter(pk=verzoek_id)
    free.filter(pogingen__gte=MAX_POGINGEN).update(status=VerzoekStatus.MISLUKT, fout=_("duurde te lang"))
    taken = free.update(status=VerzoekStatus.BEZIG, geclaimd_op=now, pogingen=F("pogingen") + 1)
    return Inzageverzoek.objects.select_related("deelnemer__gemeente").get(pk=verzoek_id) if taken else None


def render_overview(overzicht: Overzicht) -> bytes:
    """Return the overview as a tagged PDF in plain Dutch."""
    context = {"overzicht": overzicht, "dagen": days_of(overzicht.logboek)}
    return write_pdf(lay_out(render_to_string("deelnemers/inzage_pdf.html", context), stylesheet="inzage-pdf.css"))


def _finish(verzoek: Inzageverzoek, **changes: object) -> VerzoekStatus | None:
    """Write the outcome, unless the claim was lost meanwhile or the person is no longer there."""
    mine = Inzageverzoek.objects.filter(pk=verzoek.pk, status=VerzoekStatus.BEZIG, geclaimd_op=verzoek.geclaimd_op)
    return VerzoekStatus(str(changes["status"])) if mine.update(**changes) else None
