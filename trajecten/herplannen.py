"""What a change of the planning does, before anything is stored: what moves, what clashes, and whom it touches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partijen.models import Partij
from trajecten.duur import count_days, say_datum, say_verschil, say_verschuiving
from trajecten.enums import Component, FaseStatus, RolStatus
from trajecten.gaten import Hiaat, Overlap, find_hiaten, find_overlappen
from trajecten.groepsplan import plan_of
from trajecten.models import Fase
from trajecten.planning import (
    MAX_SPELING,
    Botsing,
    BotsingSoort,
    GeplandeFase,
    Plan,
    Werkdag,
    Wijziging,
    any_day,
    change,
)

# Six months in one half of a year are some days longer than in the other: that many days more are no longer gap.
GELIJK = 7


@dataclass(frozen=True, slots=True)
class Verschuiving:
    """A phase that comes on other days: first and last day before and after, all included."""

    sleutel: str
    oud: tuple[date, date]
    nieuw: tuple[date, date]


@dataclass(frozen=True)
class Voorstel:
    """A planning that is not stored yet, beside the one that is."""

    fasen: tuple[Fase, ...]
    oud: Plan
    nieuw: Plan
    # What was filled in.
    dagen: Mapping[Component, tuple[date, date]]
    # What is said to be over by then, though it is not, is told.
    vandaag: date = date.min

    @property
    def neemt_mee(self) -> bool:
        """Return whether any phase comes on other days than were filled in: then that is to be seen first."""
        laid = {sleutel: (step.start, step.eind) for sleutel, step in self.nieuw.stappen.items()}
        return any(laid[component] != dagen for component, dagen in self.dagen.items())

    @property
    def verschuivingen(self) -> tuple[Verschuiving, ...]:
        """Return the phases that come on other days than are stored."""
        laid = [(fase, self.nieuw.stappen[fase.component]) for fase in self.fasen]
        return tuple(
            Verschuiving(fase.component, (fase.start, fase.eind), (step.start, step.eind))
            for fase, step in laid
            if (fase.start, fase.eind) != (step.start, step.eind)
        )

    @property
    def regels(self) -> list["Regel"]:
        """Return the same, ready to be read."""
        return [Regel(Component(v.sleutel), v) for v in self.verschuivingen]

    @property
    def meldingen(self) -> list[str]:
        """Return in words what clashes, overlaps or lacks support now and did not before, or does so for longer."""
        clashes = [_say_botsing(botsing) for botsing in self.nieuw.botsingen if botsing not in self.oud.botsingen]
        before = _lengths_of(self.oud)
        worse = [
            gap
            for gap in _gaps_of(self.nieuw)
            if _days_of(gap) > before[_key_of(gap)] + (before[_key_of(gap)] and GELIJK)
        ]
        return [*self._past(), *clashes, *(gap.tekst for gap in worse)]

    def _past(self) -> Iterator[str]:
        """Yield in words which phases come on days that are over, while they have not begun or have not ended."""
        fasen = {fase.component: fase for fase in self.fasen}
        for verschuiving in self.verschuivingen:
            fase, (start, eind) = fasen[verschuiving.sleutel], verschuiving.nieuw
            if fase.status == FaseStatus.GEPLAND and start < min(self.vandaag, fase.start):
                words = {"fase": fase, "dag": say_datum(start)}
                yield _("%(fase)s begint dan op %(dag)s. Die dag is al voorbij.") % words
            elif fase.status == FaseStatus.LOPEND and eind < min(self.vandaag, fase.eind):
                words = {"fase": fase, "dag": say_datum(eind)}
                yield _("%(fase)s is dan klaar op %(dag)s. Die dag is al voorbij.") % words

    @property
    def einde(self) -> str:
        """Return in words when the whole ends, where that changes."""
        before, after = self.oud.eind, self.nieuw.eind
        if before == after:
            return ""
        pattern = (
            _("Het traject eindigt %(lengte)s later: %(dag)s.")
            if after > before
            else _("Het traject eindigt %(lengte)s eerder: %(dag)s.")
        )
        return pattern % {"lengte": say_verschil(before, after), "dag": say_datum(after)}

    @property
    def vraag(self) -> str:
        """Return which phases move, as the query of an address."""
        return urlencode([("fase", verschuiving.sleutel) for verschuiving in self.verschuivingen])

    @cached_property
    def geraakt(self) -> list[tuple[Partij, list[str]]]:
        """Return the parties with work in what moves, by name, each with its roles there."""
        moved = {verschuiving.sleutel for verschuiving in self.verschuivingen}
        found: dict[Partij, list[str]] = {}
        for fase in self.fasen:
            for rij in fase.rollen.all() if fase.component in moved else ():
                if rij.partij and rij.status != RolStatus.OPEN:
                    found.setdefault(rij.partij, []).append(f"{rij.get_rol_display()} ({fase})")
        return sorted(found.items(), key=lambda pair: pair[0].naam)


@dataclass(frozen=True)
class Regel:
    """One phase that moves."""

    component: Component
    verschuiving: Verschuiving

    @property
    def tekst(self) -> str:
        """Return by how much it begins and ends otherwise."""
        return ", ".join(say_verschuiving(self.verschuiving.oud, self.verschuiving.nieuw))


class Ingevuld(Protocol):
    """What someone filled in: what an earlier look moved already, and what they changed since."""

    @property
    def getoond(self) -> list[Wijziging]: ...

    @property
    def wijzigingen(self) -> list[Wijziging]: ...

    @property
    def dagen(self) -> Mapping[Component, tuple[date, date]]: ...

    @property
    def fasen_as_filled(self) -> list[Fase]: ...


def propose(
    fasen: Iterable[Fase], ingevuld: Ingevuld, *, werkdag: Werkdag = any_day, vandaag: date = date.min
) -> Voorstel:
    """Return what is filled in makes of the stored planning; nothing is stored."""
    rows = tuple(fasen)
    shown = change(plan_of(ingevuld.fasen_as_filled, werkdag=werkdag), ingevuld.getoond)
    changed = change(shown, ingevuld.wijzigingen)
    return Voorstel(rows, plan_of(rows, werkdag=werkdag), changed, ingevuld.dagen, vandaag)


def say_ruimte(plan: Plan, component: Component, *, begonnen: bool = False) -> str:
    """Say whether a phase is on the critical path, or by how much it can begin later; nothing for a year or more.

    What began, begins no later any more.
    """
    if component in plan.kritiek:
        return _("Deze fase bepaalt mee wanneer het traject eindigt.")
    if begonnen:
        return ""
    dagen = plan.speling(component)
    if not dagen or dagen >= MAX_SPELING:
        return ""
    start = plan.stappen[component].start
    lengte = say_verschil(start, start + timedelta(days=dagen))
    return _("Deze fase kan %(lengte)s later beginnen zonder dat het traject later eindigt.") % {"lengte": lengte}


def _say_botsing(botsing: Botsing) -> str:
    words = {"fase": Component(botsing.sleutel).label, "dag": say_datum(botsing.dag)}
    patterns: Mapping[BotsingSoort, str] = {
        BotsingSoort.BEGINT_TE_VROEG: _("%(fase)s begint op een vaste dag, maar kan pas op %(dag)s beginnen."),
        BotsingSoort.EINDIGT_TE_LAAT: _("%(fase)s is pas op %(dag)s klaar: later dan is afgesproken."),
        BotsingSoort.VRIJE_DAG: _("%(fase)s begint op een vrije dag. De eerste werkdag erna is %(dag)s."),
    }
    return patterns[botsing.soort] % words


def _gaps_of(plan: Plan) -> list[Hiaat | Overlap]:
    laid = [GeplandeFase(Component(key), step.start, step.eind) for key, step in plan.stappen.items()]
    return [*find_overlappen(laid), *find_hiaten(laid)]


def _lengths_of(plan: Plan) -> Counter[tuple[Component, Component]]:
    lengths: Counter[tuple[Component, Component]] = Counter()
    for gap in _gaps_of(plan):
        lengths[_key_of(gap)] += _days_of(gap)
    return lengths


def _key_of(gap: Hiaat | Overlap) -> tuple[Component, Component]:
    return (gap.component, gap.tijdens) if isinstance(gap, Hiaat) else (gap.eerder, gap.later)


def _days_of(gap: Hiaat | Overlap) -> int:
    return count_days(gap.start, gap.eind)
