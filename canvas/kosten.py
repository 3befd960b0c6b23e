"""What a planning costs: the amounts on the Canvas, spread over the days of the component that needs them.

A component costs as much a day in another planning as it does in the one that stands: one that lasts longer costs more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from canvas.bedragen import add_up, say_euro
from trajecten.duur import count_days, next_maand
from trajecten.planning import ONE_DAY, GelegdeStap, Plan

if TYPE_CHECKING:
    from canvas.models import Bijdrage


@dataclass(frozen=True)
class Kosten:
    """What one planning costs in euro, in each month in which something runs; `maanden` by the first day of each."""

    maanden: Mapping[date, Decimal]

    @property
    def totaal(self) -> Decimal:
        return sum(self.maanden.values(), Decimal(0))

    @property
    def duurste(self) -> date:
        """Return the first day of the month that costs most; the first of them where more do."""
        return max(sorted(self.maanden), key=lambda maand: self.maanden[maand])

    @property
    def say_totaal(self) -> str:
        return _say(self.totaal)

    @property
    def say_per_maand(self) -> str:
        """Say what a month costs on average."""
        return _say(self.totaal / len(self.maanden))

    @property
    def say_duurste(self) -> str:
        return _say(self.maanden[self.duurste])


def costs_of(bijdragen: Iterable[Bijdrage], stand: Plan, plannen: Iterable[Plan]) -> list[Kosten]:
    """Return what each plan costs, by the amounts of the Canvas that goes with `stand`; nothing where it has none."""
    per_component = defaultdict(list)
    for bijdrage in bijdragen:
        per_component[bijdrage.component].append(bijdrage)
    amounts = {component: add_up(those)[0] for component, those in per_component.items()}
    per_day = {
        sleutel: amounts[sleutel] / count_days(gelegd.start, gelegd.eind)
        for sleutel, gelegd in stand.stappen.items()
        if amounts.get(sleutel)
    }
    return [Kosten(_by_month(plan.stappen.values(), per_day)) for plan in plannen] if per_day else []


def _by_month(stappen: Iterable[GelegdeStap], per_day: Mapping[str, Decimal]) -> dict[date, Decimal]:
    months: dict[date, Decimal] = defaultdict(Decimal)
    for gelegd in stappen:
        rate = per_day.get(gelegd.stap.sleutel, Decimal(0))
        day = gelegd.start
        while day <= gelegd.eind:
            until = min(gelegd.eind, next_maand(day) - ONE_DAY)
            months[day.replace(day=1)] += rate * count_days(day, until)
            day = next_maand(day)
    return dict(months)


def _say(bedrag: Decimal) -> str:
    return say_euro(bedrag.quantize(Decimal(1)))
