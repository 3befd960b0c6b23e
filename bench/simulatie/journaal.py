"""The journal of what people did: each change as the whole new state of one thing, and how states make stretches.

Written by `mensen.py` from what it asked the application to do, one JSON line per change, and read back by the oracle.
Days stand in it as ISO dates, in the fields that `DAGEN` names.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

DAGEN = frozenset({"deadline", "start", "eind", "op", "contact"})
# One thing over time: from each moment on it is in this state.
Lijn = list[tuple[datetime, Mapping[str, Any]]]


@dataclass
class Journaal:
    """Every thing over time, by kind and id; and who works for which party."""

    lijnen: dict[str, dict[int, Lijn]] = field(default_factory=lambda: defaultdict(dict))
    leden: dict[int, list[int]] = field(default_factory=dict)
    daden: int = 0

    def add(self, op: datetime, soort: str, pk: int, toestand: Mapping[str, Any]) -> None:
        """Take in one change."""
        self.lijnen[soort].setdefault(pk, []).append((op, toestand))
        self.daden += 1


def line(op: datetime, soort: str, pk: int, toestand: Mapping[str, Any]) -> str:
    """Return one change as a line of the journal."""
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in toestand.items()}
    return json.dumps([op.isoformat(), soort, pk, told])


def read(lines: Iterable[str]) -> Journaal:
    """Return the journal that stands in these lines."""
    journaal = Journaal()
    for text in lines:
        op, soort, pk, told = json.loads(text)
        if soort == "partij":
            journaal.leden[pk] = told["leden"]
            continue
        toestand = {n: date.fromisoformat(v) if n in DAGEN and v else v for n, v in told.items()}
        journaal.add(datetime.fromisoformat(op), soort, pk, toestand)
    return journaal


def stretches(lijnen: Mapping[str, Lijn], eind: datetime) -> Iterator[tuple[datetime, datetime, dict[str, Any]]]:
    """Yield (from, until, state by name) of several things side by side, as long as none of them changes.

    Begins where all of them exist.
    """
    changes = sorted(
        ((op, name, toestand) for name, lijn in lijnen.items() for op, toestand in lijn), key=lambda change: change[0]
    )
    now: dict[str, Any] = {}
    for number, (op, name, toestand) in enumerate(changes):
        now = now | {name: toestand}
        until = changes[number + 1][0] if number + 1 < len(changes) else eind
        if until > op and len(now) == len(lijnen):
            yield op, until, now
