"""The calendar of a drawing: which day lies where, and which months and years are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from trajecten.duur import next_maand

# Room that a label needs, its gap included: three letters or four digits at 12 units, in a wide font.
MAAND_RUIMTE = 34.0
JAAR_RUIMTE = 38.0
# Months between two labels; past half a year the years alone are named.
MAAND_STAPPEN = (1, 2, 3, 6)
SHORTEST_MAAND = 28
FULL_JAAR = 365


@dataclass(frozen=True, slots=True)
class Maandmerk:
    """A month's first day with its short name."""

    x: float
    tekst: str


@dataclass(frozen=True, slots=True)
class Jaarmerk:
    """A year in view: where it begins, and its number in the middle, empty where it would not fit."""

    x: float
    midden: float
    tekst: str


@dataclass(frozen=True, slots=True)
class Schaal:
    """Maps days to x: the months from `begin` up to, not including, `einde` fill the width between the margins."""

    begin: date
    einde: date
    breedte: float
    marge: float

    @classmethod
    def around(cls, first: date, last: date, *, breedte: float, marge: float) -> Schaal:
        """Return the scale of the whole months from the first to the last day, both included."""
        return cls(first.replace(day=1), next_maand(last), breedte, marge)

    @property
    def per_dag(self) -> float:
        """Return the width of one day."""
        return (self.breedte - 2 * self.marge) / (self.einde - self.begin).days

    def shows(self, dag: date) -> bool:
        """Return whether a day is in view."""
        return self.begin <= dag < self.einde

    def x(self, dag: date) -> float:
        """Return where a day begins."""
        return round(self.marge + (dag - self.begin).days * self.per_dag, 1)

    def span(self, start: date, eind: date) -> tuple[float, float]:
        """Return x and width of a period whose last day is included; at least one unit wide."""
        x = self.x(start)
        return x, max(round(self.x(eind + timedelta(days=1)) - x, 1), 1.0)

    def mark_maanden(self) -> Iterator[Maandmerk]:
        """Yield the months that are named: as many as fit."""
        stap = next((stap for stap in MAAND_STAPPEN if stap * SHORTEST_MAAND * self.per_dag >= MAAND_RUIMTE), None)
        for maand in self._month_starts():
            if stap and (maand.month - 1) % stap == 0:
                yield Maandmerk(x=self.x(maand), tekst=say_maand(maand))

    def mark_jaren(self) -> Iterator[Jaarmerk]:
        """Yield every year in view, named where its number fits."""
        full_jaar = FULL_JAAR * self.per_dag
        last_midden = -JAAR_RUIMTE
        for jaar in range(self.begin.year, (self.einde - timedelta(days=1)).year + 1):
            start, einde = max(date(jaar, 1, 1), self.begin), min(date(jaar + 1, 1, 1), self.einde)
            x, midden = self.x(start), round((self.x(start) + self.x(einde)) / 2, 1)
            fits = self.x(einde) - x >= min(JAAR_RUIMTE, 0.9 * full_jaar) and midden - last_midden >= JAAR_RUIMTE
            last_midden = midden if fits else last_midden
            yield Jaarmerk(x=x, midden=midden, tekst=str(jaar) if fits else "")

    def _month_starts(self) -> Iterator[date]:
        maand = self.begin
        while maand < self.einde:
            yield maand
            maand = next_maand(maand)


def say_maand(dag: date) -> str:
    """Return the short name of a month, with a capital in a language that gives months one."""
    kort = date_format(dag, "b")
    return kort.capitalize() if date_format(dag, "F")[0].isupper() else kort
