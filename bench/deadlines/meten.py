"""How long it takes to find what is due, and by which index PostgreSQL finds it."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection, models, transaction
from django.utils import timezone

from bench.deadlines.vullen import copy
from berichten.herinneringen import Herinnering, all_rules, plan
from berichten.models import Bericht
from berichten.post import mails_due
from berichten.verzending import BATCH
from trajecten.models import Afspraak

INDEX = re.compile(r"Index (?:Only )?Scan (?:Backward )?(?:using|on) (\w+)")
# The index by which each rule finds what is due; None where no index can: see the report.
INDEXEN: dict[str, str | None] = {
    "fase_begint_rol_open": "fase_gepland_start",
    "fase_eindigt_14": "fase_open_eind",
    "fase_eindigt_3": "fase_open_eind",
    "fase_over_tijd": "fase_open_eind",
    "vraag_onbeantwoord": "rol_gevraagd_op",
    "vraag_onbeantwoord_collega": "rol_gevraagd_op",
    "vraag_onbeantwoord_regie": "rol_gevraagd_op",
    "afspraak_vandaag": "afspraak_open_deadline",
    "afspraak_over_tijd": "afspraak_open_deadline",
    "geen_checkin": None,
    "geen_checkin_zonder_mentor": None,
}
WACHTRIJ = "outbox"


@dataclass
class Vraag:
    """One thing that is looked for: its query, and the verb of the task; milliseconds by number of open deadlines."""

    code: str
    index: str | None
    query: Callable[[], models.QuerySet]
    werkwoord: Callable[[], object]
    gevonden: dict[int, int] = field(default_factory=dict)
    query_ms: dict[int, list[float]] = field(default_factory=dict)
    werkwoord_ms: dict[int, list[float]] = field(default_factory=dict)
    plan: str = ""

    @property
    def gebruikt(self) -> list[str]:
        """Return the indexes that the plan names."""
        return INDEX.findall(self.plan)


def questions() -> list[Vraag]:
    """Return every rule of reminding that is registered, and what the outbox looks for to send."""
    rules = [_of_rule(rule, INDEXEN[rule.code]) for rule in all_rules()]
    queue = Vraag(WACHTRIJ, "bericht_wacht", _waiting, lambda: mails_due(BATCH))
    return [*rules, queue]


def measure(vraag: Vraag, size: int, *, warm: bool) -> None:
    """Take the time of the query and of the verb once, in the database that is connected; not the first time."""
    found, query_ms = _timed(lambda: len(list(vraag.query())))
    _result, werkwoord_ms = _timed(lambda: _undone(vraag.werkwoord))
    vraag.gevonden[size] = found
    if warm:
        vraag.query_ms.setdefault(size, []).append(query_ms)
        vraag.werkwoord_ms.setdefault(size, []).append(werkwoord_ms)


def due_of(rule: Herinnering, today: date) -> models.QuerySet:
    """Return what a rule finds due by its usual number of days."""
    return rule.due(today, timedelta(days=rule.dagen.gewoon if rule.dagen else 0))


def _of_rule(rule: Herinnering, index: str | None) -> Vraag:
    return Vraag(rule.code, index, lambda: due_of(rule, timezone.localdate()), lambda: plan([rule]))


def _waiting() -> models.QuerySet:
    return Bericht.objects.due().order_by("volgende_poging", "pk")[:BATCH]


class _Undo(Exception):
    pass


def _undone(work: Callable[[], object]) -> None:
    """Do what the task does and undo it, so that nothing is told yet each time."""
    with suppress(_Undo), transaction.atomic():
        work()
        raise _Undo


def _timed(work: Callable[[], int | None]) -> tuple[int, float]:
    started = time.perf_counter()
    found = work()
    return found or 0, (time.perf_counter() - started) * 1000


def connect(database: str) -> None:
    """Go on in another database."""
    connection.close()
    connection.settings_dict["NAME"] = database


def told(number: int) -> dict[str, float]:
    """Let so many agreements be past their day, tell each once, and return what it takes to find nothing new."""
    rule = next(rule for rule in all_rules() if rule.code == "afspraak_over_tijd")
    day = timezone.localdate() - timedelta(days=10)
    copy(Afspraak.objects.order_by("pk")[0], number, deadline=f"date '{day}'")
    written, first = _timed(lambda: plan([rule]))
    query, query_ms = _timed(lambda: len(list(due_of(rule, timezone.localdate()))))
    again, again_ms = _timed(lambda: plan([rule]))
    return {
        "over_tijd": query,
        "geschreven": written,
        "eerste_keer_ms": round(first),
        "query_ms": round(query_ms),
        "weer_ms": round(again_ms),
        "weer_geschreven": again,
    }
