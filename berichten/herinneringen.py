"""Reminders: each a rule as data, and the one verb that writes down what is due and not yet told."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from berichten.enums import Wijze
from berichten.models import Bericht
from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from toegang.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Herinnering:
    """One rule. `due` returns all that someone should have heard of by that day, from its moment until it is moot.

    A window, never "the date is today": a missed day catches up. `deadline` returns the date in the dedupe key: a moved
    date reminds again, another run on the same date does not. `eigenaar` returns the id of the gemeente that owns it.
    """

    code: str
    naam: "StrOrPromise"
    due: Callable[[date], models.QuerySet[Any]]
    deadline: Callable[[Any], date]
    recipients: Callable[[Any], "Iterable[User]"]
    eigenaar: Callable[[Any], int]
    render: Callable[[Any], Mail]

    def aanvragen(self, today: date) -> "Iterable[Aanvraag]":
        """Yield one mail for each object that is due and each of its recipients, told or not."""
        for obj in self.due(today):
            datum = self.deadline(obj).isoformat()
            for ontvanger in self.recipients(obj):
                yield Aanvraag(
                    soort=self.code,
                    sleutel=f"{obj.pk}:{datum}",
                    ontvanger=ontvanger,
                    gegevens={"id": obj.pk, "datum": datum},
                    eigenaar=self.eigenaar(obj),
                )

    def still_due(self, bericht: Bericht) -> bool:
        """Return whether the object is still due, on the same date and for the same person."""
        obj = self._object(bericht)
        return (
            obj is not None
            and self.deadline(obj).isoformat() == bericht.gegevens["datum"]
            and bericht.ontvanger in self.recipients(obj)
        )

    def over(self, bericht: Bericht) -> str:
        """Return what the mail is about: two rules about one object name the same."""
        return f"{self.due(timezone.localdate()).model._meta.label}:{bericht.gegevens['id']}"

    def render_bericht(self, bericht: Bericht) -> Mail:
        """Return what the mail says about its object as it is now."""
        return self.render(self._object(bericht))

    def _object(self, bericht: Bericht) -> Any:
        return self.due(timezone.localdate()).filter(pk=bericht.gegevens["id"]).first()


def register(herinneringen: Iterable[Herinnering]) -> None:
    """Register each rule as a kind of mail."""
    for rule in herinneringen:
        register_soort(
            BerichtSoort(
                code=rule.code,
                naam=rule.naam,
                wijze=Wijze.HERINNERING,
                over=rule.over,
                still_due=rule.still_due,
                render=rule.render_bericht,
            )
        )


def plan(herinneringen: Iterable[Herinnering]) -> int:
    """Write down what is due today and not yet told, rule by rule, and return how many mails that makes."""
    today = timezone.localdate()
    return sum(_plan_one(rule, today) for rule in herinneringen)


def _plan_one(rule: Herinnering, today: date) -> int:
    try:
        with transaction.atomic():
            return enqueue_many(rule.aanvragen(today))
    except Exception:
        logger.exception("reminder rule %s failed; the others go on", rule.code)
        return 0
