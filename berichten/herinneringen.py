"""Reminders: each a rule as data, and the one verb that writes down what is due and not yet told."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from berichten.enums import Wijze
from berichten.models import Bericht, Regelkeuze
from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail, zaak_of
from berichten.soorten import register as register_soort

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from toegang.models import User

logger = logging.getLogger(__name__)

# What organisations chose for one rule, by their id.
Keuzes = Mapping[int, Regelkeuze]
NIETS: Keuzes = {}


class Dagen(NamedTuple):
    """How many days before or after its date a rule speaks: usually, at least and at most; and those days in words."""

    gewoon: int
    laagste: int
    hoogste: int
    woorden: "StrOrPromise"


@dataclass(frozen=True, kw_only=True)
class Herinnering:
    """One rule. `due` returns all that someone should have heard of by that day, from its moment until it is moot.

    A window, never "the date is today": a missed day catches up. `due` gets the number of days that holds, where
    `dagen` says that an organisation may choose one. `deadline` returns the date in the dedupe key: a moved date
    reminds again, another run on the same date does not. `eigenaar` is the lookup of the id of the gemeente that owns
    it. `gedaan` does what the reminder asks, where one press can.
    """

    code: str
    naam: "StrOrPromise"
    due: Callable[[date, timedelta], models.QuerySet[Any]]
    deadline: Callable[[Any], date]
    recipients: Callable[[Any], "Iterable[User]"]
    eigenaar: str
    render: Callable[[Any], Mail]
    dagen: Dagen | None = None
    gedaan: Callable[[Any], None] | None = None

    def aanvragen(self, today: date, keuzes: Keuzes = NIETS, *, van: int | None = None) -> "Iterator[Aanvraag]":
        """Yield one mail for each object that is due and each of its recipients, told or not; of `van` alone."""
        for obj in self._due(today, keuzes, van):
            datum = self.deadline(obj).isoformat()
            for ontvanger in self.recipients(obj):
                yield Aanvraag(
                    soort=self.code,
                    sleutel=f"{obj.pk}:{datum}",
                    ontvanger=ontvanger,
                    gegevens={"id": obj.pk, "datum": datum},
                    eigenaar=reduce(getattr, self.eigenaar.split("__"), obj),
                )

    def still_due(self, bericht: Bericht) -> bool:
        """Return whether the object is still due, on the same date and for the same person."""
        obj = zaak_of(bericht, self.find)
        return (
            obj is not None
            and self.deadline(obj).isoformat() == bericht.gegevens["datum"]
            and bericht.ontvanger in self.recipients(obj)
        )

    def over(self, bericht: Bericht) -> str:
        """Return what the mail is about: two rules about one object name the same."""
        return f"{self.due(timezone.localdate(), timedelta()).model._meta.label}:{bericht.gegevens['id']}"

    def render_bericht(self, bericht: Bericht) -> Mail:
        """Return what the mail says about its object as it is now."""
        return self.render(zaak_of(bericht, self.find))

    def mark_done(self, bericht: Bericht) -> None:
        """Do what the mail asks."""
        if self.gedaan:
            self.gedaan(zaak_of(bericht, self.find))

    def find(self, berichten: Sequence[Bericht]) -> dict[int, Any]:
        """Return what is still due of what these mails are about, by the id of the mail: a query per gemeente."""
        per_eigenaar: dict[int, dict[int, int]] = defaultdict(dict)
        for bericht in berichten:
            per_eigenaar[bericht.eigenaar or 0][bericht.pk] = bericht.gegevens["id"]
        keuzes = {row.eigenaar: row for row in Regelkeuze.objects.filter(code=self.code, eigenaar__in=per_eigenaar)}
        found: dict[int, Any] = {}
        for eigenaar, about in per_eigenaar.items():
            due = self._of(timezone.localdate(), keuzes, eigenaar).filter(pk__in=set(about.values()))
            objects = {obj.pk: obj for obj in due}
            found |= {mail: objects[pk] for mail, pk in about.items() if pk in objects}
        return found

    def _due(self, today: date, keuzes: Keuzes, van: int | None) -> Iterator[Any]:
        if van is not None:
            yield from self._of(today, keuzes, van)
            return
        usual = self.due(today, self._days(None))
        yield from usual.exclude(**{f"{self.eigenaar}__in": list(keuzes)}) if keuzes else usual
        alike: dict[timedelta, list[int]] = defaultdict(list)
        for eigenaar, keuze in keuzes.items():
            if keuze.aan:
                alike[self._days(keuze)].append(eigenaar)
        for days, eigenaren in alike.items():
            yield from self.due(today, days).filter(**{f"{self.eigenaar}__in": eigenaren})

    def _of(self, today: date, keuzes: Keuzes, eigenaar: int) -> models.QuerySet[Any]:
        keuze = keuzes.get(eigenaar)
        found = self.due(today, self._days(keuze)).filter(**{self.eigenaar: eigenaar})
        return found.none() if keuze and not keuze.aan else found

    def _days(self, keuze: Regelkeuze | None) -> timedelta:
        if self.dagen is None:
            return timedelta()
        chosen = keuze.dagen if keuze and keuze.dagen is not None else self.dagen.gewoon
        # Bounds may have become narrower since it was chosen.
        return timedelta(days=min(max(chosen, self.dagen.laagste), self.dagen.hoogste))


_rules: dict[str, Herinnering] = {}


def register(herinneringen: Iterable[Herinnering]) -> None:
    """Register each rule as a kind of mail."""
    for rule in herinneringen:
        _rules[rule.code] = rule
        register_soort(
            BerichtSoort(
                code=rule.code,
                naam=rule.naam,
                wijze=Wijze.HERINNERING,
                over=rule.over,
                gedaan=rule.mark_done if rule.gedaan else None,
                find=rule.find,
                still_due=rule.still_due,
                render=rule.render_bericht,
            )
        )


def all_rules() -> list[Herinnering]:
    """Return every registered rule, in the order of the apps."""
    return list(_rules.values())


def plan(herinneringen: Iterable[Herinnering]) -> int:
    """Write down what is due today and not yet told, rule by rule, and return how many mails that makes."""
    today = timezone.localdate()
    keuzes: dict[str, dict[int, Regelkeuze]] = defaultdict(dict)
    for row in Regelkeuze.objects.all():
        keuzes[row.code][row.eigenaar] = row
    return sum(_plan_one(rule, today, keuzes[rule.code]) for rule in herinneringen)


def _plan_one(rule: Herinnering, today: date, keuzes: Keuzes) -> int:
    try:
        with transaction.atomic():
            return enqueue_many(rule.aanvragen(today, keuzes))
    except Exception:
        logger.exception("reminder rule %s failed; the others go on", rule.code)
        return 0
