"""The one door to the log for what is not a saved row: reading, downloading, exporting, signing in, bulk changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import connection, models, transaction
from django.utils import timezone

from toegang.logregels import LAAGSTE_TERMIJN, Handeling, LogboekFout, Logregel
from toegang.models import User

__all__ = ["Handeling", "note", "note_bulk", "note_many", "purge"]

# Lines removed in one transaction.
PORTIE = 1000


def note(
    handeling: Handeling,
    *,
    onderwerp: models.Model | type[models.Model] | None = None,
    door: User | None = None,
    grond: Iterable[str] = (),
    eigenaar: int | None = None,
    betrokkene: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one line: what was done, to what, by whom, by which relations they may, and in whose business.

    `eigenaar` (a gemeente) and `betrokkene` (a Deelnemer) are ids; where left out, the subject's own app says. Without
    `door` it is whoever is signed in on this request. A class as subject stands for many of its rows.
    `details` holds numbers and names of fields or pages, never the value of a personal field: erasure holds here too.
    """
    Logregel.objects.write(
        handeling,
        over=onderwerp or door or User,
        actor=door,
        eigenaar=eigenaar,
        betrokkene=betrokkene,
        grond=sorted(grond),
        additional_data=dict(details) if details else None,
    )


def note_many(
    handeling: Handeling,
    *,
    onderwerp: type[models.Model],
    betrokkenen: Mapping[int, Collection[int]],
    grond: Mapping[int, Iterable[str]] | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write lines about many participants at once, in one query: by gemeente the participants' ids.

    One line per gemeente; where `grond` says by which relations each participant may be seen, one for each of those.
    """
    groepen: dict[tuple[int, tuple[str, ...]], set[int]] = defaultdict(set)
    for eigenaar, ids in betrokkenen.items():
        for pk in ids:
            groepen[eigenaar, tuple(sorted((grond or {}).get(pk, ())))].add(pk)
    Logregel.objects.bulk_create(
        Logregel.objects.line(
            handeling,
            over=onderwerp,
            eigenaar=eigenaar,
            grond=list(rechten),
            # Keys, not a list: both databases can look for one among them.
            additional_data={**(details or {}), "aantal": len(ids), "deelnemers": {str(pk): 1 for pk in sorted(ids)}},
        )
        for (eigenaar, rechten), ids in groepen.items()
    )


def note_bulk(rows: Collection[models.Model], *, onderwerp: models.Model, velden: Iterable[str] = ()) -> None:
    """Write down what auditlog cannot see: rows of one kind made at once, or changed (`velden`) by one statement.

    One line for all of them, about the row they hang on, with their ids.
    """
    if rows:
        kind = next(iter(rows))._meta.model_name
        details = {"soort": kind, "ids": [row.pk for row in rows], "velden": sorted(velden)}
        note(Handeling.BULK, onderwerp=onderwerp, details=details)


def purge(*, eigenaar: int | None, before: datetime) -> int:
    """Remove the lines of one gemeente (or of none) from before a moment; return how many. The only way out.

    Raises LogboekFout for a moment that is younger than the shortest term.
    """
    if before > timezone.now() - relativedelta(years=LAAGSTE_TERMIJN):
        raise LogboekFout(f"A line of the log stays for {LAAGSTE_TERMIJN} year at least.")
    total = 0
    while removed := _purge_portion(eigenaar, before):
        total += removed
    return total


def _purge_portion(eigenaar: int | None, before: datetime) -> int:
    old = Logregel.objects.filter(eigenaar=eigenaar).before(before).order_by("timestamp", "pk")
    with transaction.atomic():
        _allow_until(before.isoformat())
        ids = list(old.values_list("pk", flat=True)[:PORTIE])
        removed = models.QuerySet.delete(Logregel.objects.filter(pk__in=ids))[0]
        _allow_until("")
    return removed


def _allow_until(moment: str) -> None:
    """Tell PostgreSQL's trigger, for this transaction alone, from before which moment a line may go."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('leerwerk.logboek_tot', %s, true)", [moment])
