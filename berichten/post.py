"""What leaves now, mail by mail: what waits longest first, what a reader is reminded of together, and not too much."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from berichten.enums import NIEUWS_PER_UUR, BerichtStatus, Wijze
from berichten.models import Bericht, Uitstel
from berichten.ritme import quiet_until
from berichten.soorten import codes_of, over_of, wijze_of
from berichten.voorkeuren import voorkeuren_of

UUR = timedelta(hours=1)
MINUUT = timedelta(minutes=1)


def mails_due(limit: int) -> list[list[Bericht]]:
    """Return the rows that are due, at most so many mails, each the rows that leave as one.

    What falls in its reader's quiet hours is put off to their end, and news above what one reader gets in an hour to
    an hour later. MAIL_PER_MINUUT bounds what leaves in a minute, over all workers by and large: each counts what left.
    """
    nu = timezone.now()
    rows = list(Bericht.objects.due().order_by("volgende_poging", "pk")[: min(limit, _room(nu))])
    rows += Bericht.objects.due().filter(
        ontvanger__in={row.ontvanger_id for row in rows if _herinnert(row)}, soort__in=codes_of(Wijze.HERINNERING)
    )
    post: dict[tuple[str, int], dict[int, Bericht]] = {}
    for row in _let_through(rows, nu):
        key = ("reader", row.ontvanger_id) if _herinnert(row) else ("row", row.pk)
        post.setdefault(key, {})[row.pk] = row
    return [list(mail.values()) for mail in post.values()]


def _herinnert(row: Bericht) -> bool:
    return wijze_of(row.soort) is Wijze.HERINNERING


def _room(nu: datetime) -> int:
    """Return how many mails may still leave in this minute."""
    if not settings.MAIL_PER_MINUUT:
        return 10**6
    left = Bericht.objects.filter(status=BerichtStatus.VERZONDEN, verzonden_op__gt=nu - MINUUT)
    return max(0, settings.MAIL_PER_MINUUT - left.values("mail_id").distinct().count())


def _let_through(rows: Iterable[Bericht], nu: datetime) -> list[Bericht]:
    """Return the rows that may leave now; the others are put off."""
    those = list(rows)
    bound = [row for row in those if wijze_of(row.soort) is not Wijze.ALTIJD]
    voorkeuren = voorkeuren_of(row.ontvanger_id for row in bound)
    until = _put_off_until({row.ontvanger_id for row in bound if _herinnert(row)}, nu)
    had = _news_of_this_hour(bound, nu)
    put_off: dict[datetime, set[int]] = {}
    for row in bound:
        later = quiet_until(voorkeuren[row.ontvanger_id], nu)
        if until and _herinnert(row):
            later = until.get((row.ontvanger_id, over_of(row)), later)
        if later is None and not _herinnert(row):
            had[row.ontvanger_id] += 1
            later = nu + UUR if had[row.ontvanger_id] > NIEUWS_PER_UUR else None
        if later:
            put_off.setdefault(later, set()).add(row.pk)
    for moment, pks in put_off.items():
        Bericht.objects.due().filter(pk__in=pks).update(volgende_poging=moment)
    away = set().union(*put_off.values())
    return [row for row in those if row.pk not in away]


def _put_off_until(readers: set[int], nu: datetime) -> dict[tuple[int, str], datetime]:
    """Return of what these readers want to hear no more for now, and until when."""
    rows = Uitstel.objects.filter(ontvanger__in=readers, tot__gt=nu)
    return {(row.ontvanger_id, row.over): row.tot for row in rows}


def _news_of_this_hour(rows: Iterable[Bericht], nu: datetime) -> Counter[int]:
    """Return how much news each of these readers got in the last hour."""
    news = Bericht.objects.filter(
        status=BerichtStatus.VERZONDEN,
        verzonden_op__gt=nu - UUR,
        ontvanger__in={row.ontvanger_id for row in rows if not _herinnert(row)},
        soort__in=codes_of(Wijze.NIEUWS),
    )
    return Counter(news.values_list("ontvanger", flat=True))
