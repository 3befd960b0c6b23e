"""The way out: claim a mail, look again whether it is still needed, send it, mark it."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from berichten.enums import MAX_POGINGEN, PAUZES, BerichtStatus
from berichten.fouten import in_words
from berichten.mail import build
from berichten.models import Bericht, Weigering
from berichten.outbox import wake
from berichten.soorten import get_soort
from berichten.weigeringen import Oordeel, answer_to, hold_back
from toegang.taal import speaking_to

logger = logging.getLogger(__name__)

# One task sends no longer than this and hands the rest to the next: well within Celery's time limit.
BUDGET = timedelta(seconds=45)
BATCH = 200


def send_due() -> int:
    """Send everything that is due and return how many mails left; safe beside other workers doing the same.

    What does not fit in the time budget is left to a next task, which is woken.
    """
    sweep()
    started = time.monotonic()
    sent = 0
    connection = get_connection()
    for pk in list(Bericht.objects.due().order_by("volgende_poging", "pk").values_list("pk", flat=True)[:BATCH]):
        if time.monotonic() - started > BUDGET.total_seconds():
            break
        sent += send(pk, connection) == BerichtStatus.VERZONDEN
    connection.close()
    if Bericht.objects.due().exists():
        wake()
    return sent


def send(bericht_id: int, connection: BaseEmailBackend | None = None) -> BerichtStatus | None:
    """Send one mail and return where it ended; None when it was not due or another worker has it.

    The claim is committed before the mail server is spoken to. A failure is kept on the row with the moment of the
    next attempt; after the tenth the mail is given up, and at once where the server refuses it for good.
    """
    # Durable: inside a caller's transaction the claim would stay invisible to other workers while the mail leaves.
    with transaction.atomic(durable=True):
        if not Bericht.objects.filter(pk=bericht_id).claim():
            return None
    refused = Exists(Weigering.objects.filter(ontvanger=OuterRef("ontvanger")))
    bericht = Bericht.objects.select_related("ontvanger").annotate(geweigerd=refused).get(pk=bericht_id)
    try:
        return _deliver(bericht, connection or get_connection())
    except Exception as error:
        # One broken mail never stops the others: it is logged and kept on the row.
        logger.warning("mail %s (%s) failed", bericht.pk, bericht.soort, exc_info=error)
        return _after(error, bericht)


def sweep() -> int:
    """Free the rows of workers that died and return how many; one that took its last attempt is given up.

    What a mail server refused a week ago is forgotten here.
    """
    Weigering.objects.expired().delete()
    stuck = Bericht.objects.stuck()
    fout = _("Het verzenden brak af.")
    given_up = stuck.exhausted().update(status=BerichtStatus.MISLUKT, geclaimd_op=None, fout=fout)
    freed = stuck.update(status=BerichtStatus.WACHT, geclaimd_op=None, volgende_poging=timezone.now(), fout=fout)
    return given_up + freed


def _deliver(bericht: Bericht, connection: BaseEmailBackend) -> BerichtStatus:
    soort = get_soort(bericht.soort)
    may_have_it = bericht.ontvanger.is_active or soort.ook_inactief
    if not may_have_it or not soort.still_due(bericht):
        return _mark(bericht, BerichtStatus.VERVALLEN)
    if bericht.geweigerd:  # type: ignore[attr-defined]
        return _mark(bericht, BerichtStatus.MISLUKT, fout=_("Dit e-mailadres neemt geen mail aan. Klopt het?"))
    with speaking_to(bericht.ontvanger):
        message = build(bericht, soort.render(bericht))
    bericht.onderwerp = str(message.subject)
    with _open(connection):
        connection.send_messages([message])
    return _mark(bericht, BerichtStatus.VERZONDEN, verzonden_op=timezone.now())


@contextmanager
def _open(connection: BaseEmailBackend) -> Iterator[None]:
    """Keep one connection for many mails; after a failure the next mail gets a fresh one."""
    try:
        connection.open()
        yield
    except BaseException:
        connection.close()
        raise


def _after(error: Exception, bericht: Bericht) -> BerichtStatus:
    """Write down what an error means for this mail, and for the next to this address."""
    oordeel, code = answer_to(error)
    fout = in_words(error)
    if oordeel is Oordeel.DIT_ADRES:
        hold_back(bericht.ontvanger, code)
    if oordeel is not Oordeel.LATER or bericht.pogingen >= MAX_POGINGEN:
        return _mark(bericht, BerichtStatus.MISLUKT, fout=fout)
    next_at = timezone.now() + PAUZES[bericht.pogingen - 1]
    return _mark(bericht, BerichtStatus.WACHT, fout=fout, volgende_poging=next_at)


def _mark(bericht: Bericht, status: BerichtStatus, **values: Any) -> BerichtStatus:
    """Write where the mail ended: sent is sent, whatever became of the claim; the rest only while it is still ours."""
    rows = Bericht.objects.filter(pk=bericht.pk)
    if status != BerichtStatus.VERZONDEN:
        rows = rows.filter(status=BerichtStatus.BEZIG, geclaimd_op=bericht.geclaimd_op)
    values = {"fout": "", **values, "status": status, "geclaimd_op": None, "onderwerp": bericht.onderwerp}
    rows.update(**values)
    return status
