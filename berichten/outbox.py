"""The way in: write a mail down in the caller's own transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from berichten.enums import BerichtStatus
from berichten.fouten import BerichtFout
from berichten.models import Bericht
from berichten.ritme import moment_for
from berichten.soorten import get_soort
from berichten.voorkeuren import voorkeuren_of
from berichten.weigeringen import lift
from toegang.wekken import wake_task

if TYPE_CHECKING:
    from toegang.models import User

# Rows per statement: far below what a database takes in one.
BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Aanvraag:
    """One mail to write down; the fields are those of `enqueue`."""

    soort: str
    sleutel: str
    ontvanger: "User"
    gegevens: dict[str, Any]
    eigenaar: int | None = None

    @property
    def key(self) -> str:
        """Return the dedupe key: kind, what it is about with its due date, and the person."""
        return f"{self.soort}:{self.sleutel}:{self.ontvanger.pk}"


def enqueue(
    *, soort: str, sleutel: str, ontvanger: "User", gegevens: dict[str, Any], eigenaar: int | None = None
) -> bool:
    """Write one mail in the outbox and return whether it is new.

    `sleutel` names what it is about, including the due date: the same key for the same person and kind is written
    once, whoever asks and however often; one that lapsed unsent and is needed after all waits again. `gegevens` holds
    ids only. `eigenaar` is the id of the organisation whose business it is; without one, only the reader's own gemeente
    watches over it. The worker is woken after the commit.
    """
    aanvraag = Aanvraag(soort=soort, sleutel=sleutel, ontvanger=ontvanger, gegevens=gegevens, eigenaar=eigenaar)
    return enqueue_many([aanvraag]) == 1


def enqueue_many(aanvragen: Iterable[Aanvraag]) -> int:
    """Write many mails in a few statements and return how many are new; for the rest as `enqueue`.

    Each waits for the moment that its reader chose; a reminder for who wants none is not written.
    """
    per_key = {aanvraag.key: aanvraag for aanvraag in aanvragen}
    nu = timezone.now()
    written = 0
    for moment, those in _by_moment(per_key.values(), nu).items():
        written += sum(_write(those[start : start + BATCH], moment) for start in range(0, len(those), BATCH))
    if written:
        transaction.on_commit(wake)
    return written


def retry(bericht: Bericht) -> None:
    """Let a mail that was given up start over, at once and with all its attempts; BerichtFout when it was not.

    An address that took no mail is tried again by it, with all that was held back.
    """
    with transaction.atomic():
        locked = Bericht.objects.select_for_update(of=("self",)).select_related("ontvanger").get(pk=bericht.pk)
        if locked.status != BerichtStatus.MISLUKT:
            raise BerichtFout(_("Dit bericht is niet mislukt. Het hoeft niet opnieuw."))
        rows = Bericht.objects.filter(pk=locked.pk)
        if lift(locked.ontvanger):
            rows |= Bericht.objects.filter(ontvanger=locked.ontvanger, status=BerichtStatus.MISLUKT)
        rows.start_over()
        transaction.on_commit(wake)


def wake() -> None:
    """Tell a worker that there is mail; without a broker the beat finds it within a minute."""
    wake_task("berichten.tasks.verstuur_wachtende")


def _by_moment(aanvragen: Iterable[Aanvraag], nu: datetime) -> dict[datetime, list[Aanvraag]]:
    """Return what is to be written by when it may leave; an unregistered kind fails here, with its author."""
    those = list(aanvragen)
    voorkeuren = voorkeuren_of(aanvraag.ontvanger.pk for aanvraag in those)
    found: dict[datetime, list[Aanvraag]] = {}
    for aanvraag in those:
        moment = moment_for(voorkeuren[aanvraag.ontvanger.pk], get_soort(aanvraag.soort).wijze, nu)
        if moment:
            found.setdefault(moment, []).append(aanvraag)
    return found


def _write(aanvragen: Sequence[Aanvraag], moment: datetime) -> int:
    known = Bericht.objects.filter(sleutel__in=[aanvraag.key for aanvraag in aanvragen])
    # Lapsed means not told: a phase that was closed and reopened is due again.
    revived = known.lapsed().start_over(moment)
    keys = set(known.values_list("sleutel", flat=True))
    fresh = [
        Bericht(
            soort=aanvraag.soort,
            sleutel=aanvraag.key,
            ontvanger=aanvraag.ontvanger,
            gegevens=aanvraag.gegevens,
            eigenaar=aanvraag.eigenaar,
            volgende_poging=moment,
        )
        for aanvraag in aanvragen
        if aanvraag.key not in keys
    ]
    # Another process may write the same keys at this very moment: the unique key lets one of the two through.
    Bericht.objects.bulk_create(fresh, ignore_conflicts=True)
    return revived + len(fresh)
