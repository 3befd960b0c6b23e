"""The way out: claim a mail, look again whether it is still needed, send it, mark it.

Reminders that are due for one reader at one moment leave together, as one overview.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
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
from berichten.mail import Deel, build, onderwerp_of
from berichten.models import Bericht, Uitstel, Weigering
from berichten.outbox import wake
from berichten.post import mails_due
from berichten.soorten import get_soort, over_of
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
    post = mails_due(BATCH)
    with closing(get_connection()) as connection:
        for pks in post:
            if time.monotonic() - started > BUDGET.total_seconds():
                break
            sent += BerichtStatus.VERZONDEN in send_together(pks, connection).values()
    if post and Bericht.objects.due().exists():
        wake()
    return sent


def send(bericht_id: int, connection: BaseEmailBackend | None = None) -> BerichtStatus | None:
    """Send one mail and return where it ended; None when it was not due or another worker has it."""
    return send_together([bericht_id], connection).get(bericht_id)


def send_together(pks: Sequence[int], connection: BaseEmailBackend | None = None) -> dict[int, BerichtStatus]:
    """Send what stands in these rows, of one reader, as one mail; return where each row ended that was ours to send.

    The claim is committed before the mail server is spoken to. A failure is kept on the row with the moment of the
    next attempt; after the tenth the mail is given up, and at once where the server refuses it for good. A part that
    can't be made never stops the rest.
    """
    # Durable: inside a caller's transaction the claim would stay invisible to other workers while the mail leaves.
    with transaction.atomic(durable=True):
        # In one order, so that two workers at the same rows never wait for each other.
        ours = [pk for pk in sorted(pks) if Bericht.objects.filter(pk=pk).claim()]
    refused = Exists(Weigering.objects.filter(ontvanger=OuterRef("ontvanger")))
    rows = Bericht.objects.filter(pk__in=ours).select_related("ontvanger").annotate(geweigerd=refused)
    ended: dict[int, BerichtStatus] = {}
    delen: list[Deel] = []
    for bericht in rows.order_by("volgende_poging", "pk"):
        made = _make(bericht)
        if isinstance(made, BerichtStatus):
            ended[bericht.pk] = made
        else:
            delen.append(made)
    return ended | (_hand_over(delen, connection or get_connection()) if delen else {})


def sweep() -> int:
    """Free the rows of workers that died and return how many; one that took its last attempt is given up.

    What a mail server refused a week ago, and what was put off until now, is forgotten here.
    """
    Weigering.objects.expired().delete()
    Uitstel.objects.filter(tot__lte=timezone.now()).delete()
    stuck = Bericht.objects.stuck()
    fout = _("Het verzenden brak af.")
    given_up = stuck.exhausted().update(status=BerichtStatus.MISLUKT, geclaimd_op=None, fout=fout)
    freed = stuck.update(status=BerichtStatus.WACHT, geclaimd_op=None, volgende_poging=timezone.now(), fout=fout)
    return given_up + freed


def _make(bericht: Bericht) -> Deel | BerichtStatus:
    """Return what a row has to tell; where it ended, when that is nothing."""
    try:
        soort = get_soort(bericht.soort)
        may_have_it = bericht.ontvanger.is_active or soort.ook_inactief
        if not may_have_it or not soort.still_due(bericht):
            return _mark(bericht, BerichtStatus.VERVALLEN)
        if bericht.geweigerd:  # type: ignore[attr-defined]
            return _mark(bericht, BerichtStatus.MISLUKT, fout=_("Dit e-mailadres neemt geen mail aan. Klopt het?"))
        with speaking_to(bericht.ontvanger):
            mail = soort.render(bericht)
            bericht.onderwerp = onderwerp_of(mail)
            return bericht, mail
    except Exception as error:  # noqa: BLE001 - one broken part never stops the rest: it is kept on its row
        return _after(error, bericht)


def _hand_over(delen: Sequence[Deel], connection: BaseEmailBackend) -> dict[int, BerichtStatus]:
    """Give one mail to the mail server and mark its rows."""
    try:
        with speaking_to(delen[0][0].ontvanger):
            message = build(_once_each(delen))
        with _open(connection):
            connection.send_messages([message])
    except Exception as error:  # noqa: BLE001 - one broken mail never stops the others: it is kept on its rows
        return {bericht.pk: _after(error, bericht) for bericht, _mail in delen}
    sent = {"verzonden_op": timezone.now(), "mail_id": message.extra_headers["Message-ID"]}
    return {bericht.pk: _mark(bericht, BerichtStatus.VERZONDEN, **sent) for bericht, _mail in delen}


def _once_each(delen: Sequence[Deel]) -> list[Deel]:
    """Return the parts without what an earlier one is about already, the nearest date first."""
    told: dict[str, Deel] = {}
    for bericht, mail in sorted(delen, key=lambda deel: deel[0].gegevens.get("datum", "")):
        told.setdefault(over_of(bericht), (bericht, mail))
    return list(told.values())


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
    """Write down what an error means for this row, and for the next to this address."""
    logger.warning("mail %s (%s) failed", bericht.pk, bericht.soort, exc_info=error)
    oordeel, code = answer_to(error)
    fout = in_words(error)
    if oordeel is Oordeel.DIT_ADRES:
        hold_back(bericht.ontvanger, code)
    if oordeel is not Oordeel.LATER or bericht.pogingen >= MAX_POGINGEN:
        return _mark(bericht, BerichtStatus.MISLUKT, fout=fout)
    next_at = timezone.now() + PAUZES[bericht.pogingen - 1]
    return _mark(bericht, BerichtStatus.WACHT, fout=fout, volgende_poging=next_at)


def _mark(bericht: Bericht, status: BerichtStatus, **values: Any) -> BerichtStatus:
    """Write where the row ended: sent is sent, whatever became of the claim; the rest only while it is still ours."""
    rows = Bericht.objects.filter(pk=bericht.pk)
    if status != BerichtStatus.VERZONDEN:
        rows = rows.filter(status=BerichtStatus.BEZIG, geclaimd_op=bericht.geclaimd_op)
    values = {"fout": "", **values, "status": status, "geclaimd_op": None, "onderwerp": bericht.onderwerp}
    rows.update(**values)
    return status
