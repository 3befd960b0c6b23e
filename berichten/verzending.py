"""The way out: claim a mail, look again whether it is still needed, send it, mark it.

Reminders that are due for one reader at one moment leave together, as one overview.
"""

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
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
from berichten.soorten import get_soort, look_up, over_of
from berichten.tempo import Tempo
from berichten.weigeringen import Oordeel, answer_to, hold_back
from toegang.taal import speaking_to

logger = logging.getLogger(__name__)

# One task sends no longer than this and hands the rest to the next: well within Celery's time limit.
BUDGET = timedelta(seconds=45)
BATCH = 200
# Where a row ends when nothing went wrong.
STIL = frozenset({BerichtStatus.VERZONDEN, BerichtStatus.VERVALLEN})


def send_due() -> int:
    """Send everything that is due and return how many mails left; safe beside other workers doing the same.

    What does not fit in the time budget is left to a next task, which is woken.
    """
    sweep()
    started = time.monotonic()
    tempo = Tempo()
    sent = 0
    due = mails_due(BATCH)
    todo = deque(due)
    with closing(get_connection()) as connection:
        while todo:
            now = time.monotonic()
            if now - started > BUDGET.total_seconds():
                break
            mails = _next(todo, tempo.next(now))
            ended = _send_batch([[row.pk for row in mail] for mail in mails], connection, tempo)
            todo.extendleft(reversed(mails[len(ended) :]))
            sent += sum(BerichtStatus.VERZONDEN in rows.values() for rows in ended)
    if due and Bericht.objects.due().exists():
        wake()
    return sent


def send(bericht_id: int, connection: BaseEmailBackend | None = None) -> BerichtStatus | None:
    """Send one mail and return where it ended; None when it was not due or another worker has it."""
    [ended] = _send_batch([[bericht_id]], connection or get_connection(), Tempo())
    return ended.get(bericht_id)


def _next(todo: deque[list[Bericht]], most: int) -> list[list[Bericht]]:
    """Take the next mails from those that wait; alone what was tried before: it failed, or cost a worker its life."""
    mails = [todo.popleft()]
    while todo and len(mails) < most and not (_was_tried(mails[0]) or _was_tried(todo[0])):
        mails.append(todo.popleft())
    return mails


def _was_tried(mail: Sequence[Bericht]) -> bool:
    return any(bericht.pogingen for bericht in mail)


def _send_batch(
    mails: Sequence[Sequence[int]], connection: BaseEmailBackend, tempo: Tempo
) -> list[dict[int, BerichtStatus]]:
    """Send mails one after the other, each of the rows of one reader; return of each where its rows ended.

    All are claimed at once, and the claim is committed before the mail server is spoken to. After a failure, or when
    it took so long that what was looked up may no longer be so, the rest is given back: then fewer are returned.
    Rows that were not ours to send are left out.
    """
    ended: list[dict[int, BerichtStatus]] = []
    claimed = _claim(pk for pks in mails for pk in pks)
    try:
        look_up(claimed.values())
        for pks in mails:
            ended.append(_send_together([claimed.pop(pk) for pk in pks if pk in claimed], connection))
            failed = not STIL.issuperset(ended[-1].values())
            if claimed and (failed or tempo.is_over()):
                break
        tempo.left(0 if failed else len(ended))
    finally:
        if claimed:
            Bericht.objects.claimed(claimed.values()).give_back()
    return ended


def _claim(pks: Iterable[int]) -> dict[int, Bericht]:
    """Take up the rows that are ours to send, each with whether its reader's address takes no mail."""
    refused = Exists(Weigering.objects.filter(ontvanger=OuterRef("ontvanger")))
    # Durable: inside a caller's transaction the claim would stay invisible to other workers while the mail leaves.
    with transaction.atomic(durable=True):
        rows = Bericht.objects.filter(pk__in=list(pks)).annotate(geweigerd=refused).claim()
    return {row.pk: row for row in rows}


def _send_together(rows: Sequence[Bericht], connection: BaseEmailBackend) -> dict[int, BerichtStatus]:
    """Send what stands in these rows, of one reader, as one mail; return where each row ended.

    A failure is kept on the row with the moment of the next attempt; after the tenth the mail is given up, and at once
    where the server refuses it for good. A part that can't be made never stops the rest.
    """
    ended: dict[int, BerichtStatus] = {}
    delen: list[Deel] = []
    for bericht in sorted(rows, key=lambda row: (row.volgende_poging, row.pk)):
        made = _make(bericht)
        if isinstance(made, BerichtStatus):
            ended[bericht.pk] = made
        else:
            delen.append(made)
    return ended | (_hand_over(delen, connection) if delen else {})


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
    berichten = [bericht for bericht, _mail in delen]
    Bericht.objects.mark_sent(berichten, message.extra_headers["Message-ID"])
    return dict.fromkeys((bericht.pk for bericht in berichten), BerichtStatus.VERZONDEN)


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
    """Write where a row ended that did not leave, while it is still ours."""
    values = {"fout": "", **values, "status": status, "geclaimd_op": None, "onderwerp": bericht.onderwerp}
    Bericht.objects.claimed([bericht]).update(**values)
    return status
