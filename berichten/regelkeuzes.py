"""Which reminders an organisation wants, how long before or after: the one way to choose, and a look at what comes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from berichten.enums import Wijze
from berichten.herinneringen import Herinnering, Keuzes, all_rules
from berichten.models import Bericht, Regelkeuze
from berichten.ritme import moment_for
from berichten.voorkeuren import voorkeuren_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from toegang.models import User

# So far the look ahead goes.
VOORUIT = timedelta(days=7)


class Keuze(NamedTuple):
    """What was chosen for one rule; `dagen` is None where it has none to choose."""

    aan: bool
    dagen: int | None


@dataclass(frozen=True, kw_only=True)
class Vooruitblik:
    """What these choices lead to: reminders by rule and by reader, and in how many mails they come."""

    per_regel: "list[tuple[StrOrPromise, int]]"
    per_lezer: "list[tuple[User, int]]"
    herinneringen: int
    mails: int


def keuzes_of(eigenaar: int) -> dict[str, Keuze]:
    """Return what holds for an organisation, by the code of each rule: what it chose, else the usual."""
    stored = {row.code: row for row in Regelkeuze.objects.filter(eigenaar=eigenaar)}
    return {rule.code: _holds(rule, stored.get(rule.code)) for rule in all_rules()}


def choose(eigenaar: int, keuzes: Mapping[str, Keuze]) -> None:
    """Keep what an organisation chose; what is as usual is not kept, so that it follows when the usual changes."""
    usual = {rule.code: _holds(rule, None) for rule in all_rules()}
    with transaction.atomic():
        for code, keuze in keuzes.items():
            if keuze == usual[code]:
                for row in Regelkeuze.objects.filter(eigenaar=eigenaar, code=code):
                    row.delete()  # one by one, so that the log hears of it
            else:
                Regelkeuze.objects.update_or_create(eigenaar=eigenaar, code=code, defaults=keuze._asdict())


def look_ahead(eigenaar: int, keuzes: Mapping[str, Keuze], *, vandaag: date) -> Vooruitblik:
    """Return what an organisation's rules tell whom in the next seven days by these choices, as things stand now.

    What was told already is left out.
    """
    rows = {code: Regelkeuze(eigenaar=eigenaar, code=code, **keuze._asdict()) for code, keuze in keuzes.items()}
    found: dict[str, tuple[Herinnering, User, date]] = {}
    for ahead in range(VOORUIT.days):
        day = vandaag + timedelta(days=ahead)
        for rule in all_rules():
            chosen: Keuzes = {eigenaar: rows[rule.code]}
            for aanvraag in rule.aanvragen(day, chosen, van=eigenaar):
                found.setdefault(aanvraag.key, (rule, aanvraag.ontvanger, day))
    told = set(Bericht.objects.filter(sleutel__in=list(found)).values_list("sleutel", flat=True))
    return _summarise([what for key, what in found.items() if key not in told])


def _summarise(found: "Iterable[tuple[Herinnering, User, date]]") -> Vooruitblik:
    those = list(found)
    readers = {reader.pk: reader for _rule, reader, _day in those}
    voorkeuren = voorkeuren_of(readers)
    per_regel = Counter(rule.code for rule, _reader, _day in those)
    per_lezer: Counter[int] = Counter()
    moments = set()
    for _rule, reader, day in those:
        # Planned from midnight on; who wants no reminders gets none.
        midnight = timezone.make_aware(datetime.combine(day, time.min))
        if moment := moment_for(voorkeuren[reader.pk], Wijze.HERINNERING, midnight):
            per_lezer[reader.pk] += 1
            moments.add((reader.pk, moment))
    return Vooruitblik(
        per_regel=[(rule.naam, per_regel[rule.code]) for rule in all_rules() if per_regel[rule.code]],
        per_lezer=[(readers[pk], n) for pk, n in sorted(per_lezer.items(), key=lambda pair: (-pair[1], pair[0]))],
        herinneringen=sum(per_lezer.values()),
        mails=len(moments),
    )


def _holds(rule: Herinnering, row: Regelkeuze | None) -> Keuze:
    usual = rule.dagen.gewoon if rule.dagen else None
    if row is None:
        return Keuze(aan=True, dagen=usual)
    return Keuze(aan=row.aan, dagen=usual if row.dagen is None else row.dagen)
