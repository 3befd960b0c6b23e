"""The process in which people act, under the moved clock: `python -m bench.simulatie.mensen HOME SEED`.

It reads what to do from standard input, a word a line, and answers each with a line of JSON: `begin`, `vroeg` (a few
deeds before the overviews leave), `overdag` (a day's work), `rijen` (the outbox as it is). What changes it writes down
in `HOME/journaal.jsonl`, with the moment it was done.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from bench.simulatie import journaal

# The part of a day's work that is done before the overviews leave, and in a weekend.
VROEG = 0.15
WEEKEND = 0.1


class Mensen:
    """What people do when they are told to."""

    def __init__(self, home: Path, seed: str) -> None:
        """Settle into the database as `manage.py seed` left it."""
        from bench.simulatie.daden import Daden  # noqa: PLC0415 - models are there once Django is
        from bench.simulatie.wereld import all_of, settle  # noqa: PLC0415

        self.chance = random.Random(f"mensen {seed}")
        self.wereld = settle(self.chance)
        self.daden = Daden(self.wereld, self.chance)
        self.home = home
        self.out = (home / "journaal.jsonl").open("w")
        self.write([(soort, pk) for soort, pk, _toestand in all_of(self.wereld)])
        for pk, leden in self.wereld.leden.items():
            self._line("partij", pk, {"leden": leden})
        self.out.flush()

    def begin(self) -> dict[str, Any]:
        """Return what there is, and who wants reminders how."""
        counts = {soort: len(things) for soort, things in self.wereld.dingen.items()}
        wensen = {
            pk: [ritme, *(hour and hour.isoformat() for hour in stil)]
            for pk, (ritme, *stil) in self.wereld.wensen.items()
        }
        return {"dingen": counts, "wensen": wensen}

    def vroeg(self) -> dict[str, Any]:
        """Do a little, just before the overviews leave."""
        return self._act(VROEG)

    def overdag(self) -> dict[str, Any]:
        """Do the work of a day."""
        from django.utils import timezone  # noqa: PLC0415

        return self._act((1 - VROEG) * (WEEKEND if timezone.localdate().weekday() > 4 else 1))

    def rijen(self) -> dict[str, Any]:
        """Write down every row of the outbox."""
        from berichten.models import Bericht  # noqa: PLC0415

        rows = list(Bericht.objects.values_list("pk", "sleutel", "status", "mail_id"))
        (self.home / "rijen.json").write_text(json.dumps(rows))
        return {"rijen": len(rows)}

    def write(self, changes: Any) -> None:
        """Write down the state that these things are in now."""
        for soort, pk in changes:
            self._line(soort, pk, self.wereld.dingen[soort][pk])

    def _act(self, part: float) -> dict[str, Any]:
        from bench.simulatie.daden import TEMPO  # noqa: PLC0415
        from deelnemers.fouten import DeelnemerFout  # noqa: PLC0415
        from trajecten.fouten import TrajectFout  # noqa: PLC0415

        deeds = [tempo.daad for tempo in TEMPO for _ in range(self._times(tempo.per_traject * part))]
        self.chance.shuffle(deeds)
        done = refused = 0
        for deed in deeds:
            try:
                self.write(deed(self.daden))
                done += 1
            except (DeelnemerFout, TrajectFout) as error:
                print(f"refused: {deed.__name__}: {error}", file=sys.stderr, flush=True)
                refused += 1
        self.out.flush()
        return {"gedaan": done, "geweigerd": refused}

    def _times(self, per_traject: float) -> int:
        """Return how often: a whole number, of which the mean is what was asked."""
        times = per_traject * len(self.wereld.dingen["traject"])
        return int(times) + (self.chance.random() < times % 1)

    def _line(self, soort: str, pk: int, toestand: dict[str, Any]) -> None:
        from django.utils import timezone  # noqa: PLC0415

        self.out.write(journaal.line(timezone.now(), soort, pk, toestand) + "\n")


def main() -> None:
    """Answer until standard input ends."""
    home, seed = sys.argv[1:]
    # What anything prints is no answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    django.setup()
    mensen = Mensen(Path(home), seed)
    verbs: dict[str, Callable[[], dict[str, Any]]] = {
        "begin": mensen.begin,
        "vroeg": mensen.vroeg,
        "overdag": mensen.overdag,
        "rijen": mensen.rijen,
    }
    for command in sys.stdin:
        answers.write(json.dumps(verbs[command.strip()]()) + "\n")


if __name__ == "__main__":
    main()
