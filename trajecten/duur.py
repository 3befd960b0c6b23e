"""How long a phase lasts: in weeks or calendar months, against the averages of Tabel 1, and in plain Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trajecten.catalogus import CATALOGUS
from trajecten.enums import Component

# Past half a year people think in months: 182 days is "6 maanden" or "6 maanden en 1 dag", not "26 weken".
MAX_SPOKEN_WEKEN = 25


class Eenheid(models.TextChoices):
    """Unit of a length; the white paper uses weeks for short courses, months for the rest. Days are what is typed."""

    DAGEN = "dagen", _("dagen")
    WEKEN = "weken", _("weken")
    MAANDEN = "maanden", _("maanden")


@dataclass(frozen=True, slots=True)
class Duur:
    """A length of at least one day, whole week or calendar month; raises ValueError for less."""

    aantal: int
    eenheid: Eenheid

    def __post_init__(self) -> None:
        if self.aantal < 1:
            raise ValueError("A Duur is at least one of its unit.")

    def __str__(self) -> str:
        return _SAY[self.eenheid](self.aantal)

    def eind_from(self, start: date) -> date:
        """Return the last day, inclusive, of a period of this length that begins on `start`."""
        if self.eenheid == Eenheid.MAANDEN:
            return _eind_of_maanden(start, self.aantal)
        return start + timedelta(days=self.aantal * _DAGEN_PER[self.eenheid] - 1)

    @classmethod
    def between(cls, start: date, eind: date, *, bedoeld: Eenheid | None = None) -> Duur:
        """Return the length from `start` to `eind`, inclusive: in the unit meant, else the largest that fits exactly.

        Thirteen weeks may be three months too, but not any more once they are moved: what was meant says which.
        """
        lengths = [duur for eenheid in _GROOT_NAAR_KLEIN if (duur := _exactly(start, eind, eenheid))]
        return next((duur for duur in lengths if duur.eenheid == bedoeld), lengths[0])


_DAGEN_PER = {Eenheid.DAGEN: 1, Eenheid.WEKEN: 7}
_GROOT_NAAR_KLEIN = (Eenheid.MAANDEN, Eenheid.WEKEN, Eenheid.DAGEN)


def _exactly(start: date, eind: date, eenheid: Eenheid) -> Duur | None:
    """Return how many of a unit make exactly this period, or None."""
    if eenheid == Eenheid.MAANDEN:
        aantal, rest = _split_maanden(start, eind)
    else:
        aantal, rest = divmod(count_days(start, eind), _DAGEN_PER[eenheid])
    return None if rest or not aantal else Duur(aantal, eenheid)


def weken(aantal: int) -> Duur:
    """Return a length in weeks."""
    return Duur(aantal, Eenheid.WEKEN)


def maanden(aantal: int) -> Duur:
    """Return a length in calendar months."""
    return Duur(aantal, Eenheid.MAANDEN)


class Richting(Enum):
    """To which side a planned length leaves the range of Tabel 1."""

    KORTER = "korter"
    LANGER = "langer"


@dataclass(frozen=True, slots=True)
class Afwijking:
    """A planned length outside the average of Tabel 1: a reason to warn and ask why, never to block."""

    component: Component
    richting: Richting

    @property
    def tekst(self) -> str:
        """Return the warning, for a coordinator."""
        regel = CATALOGUS[self.component]
        return self._pattern() % {"component": regel.label, "min": regel.min_maanden, "max": regel.max_maanden}

    def _pattern(self) -> str:
        if self.richting is Richting.KORTER:
            return gettext("Volgens Tabel 1 duurt %(component)s %(min)d tot %(max)d maanden; deze planning is korter.")
        return gettext("Volgens Tabel 1 duurt %(component)s %(min)d tot %(max)d maanden; deze planning is langer.")


def outside_bereik(*, component: Component, start: date, eind: date) -> Afwijking | None:
    """Return how `start` to `eind` (inclusive) leaves the component's calendar months of Tabel 1, or None."""
    regel = CATALOGUS[component]
    if eind < maanden(regel.min_maanden).eind_from(start):
        return Afwijking(component, Richting.KORTER)
    if eind > maanden(regel.max_maanden).eind_from(start):
        return Afwijking(component, Richting.LANGER)
    return None


def say_lengte(start: date, eind: date) -> str:
    """Say in Dutch how long `start` to `eind` (inclusive) is: whole months, else weeks, else months and days.

    Raises ValueError if `eind` comes before `start`.
    """
    if eind < start:
        raise ValueError("A period ends on or after its start.")
    hele_maanden, rest = _split_maanden(start, eind)
    hele_weken, losse_dagen = divmod(count_days(start, eind), 7)
    if rest and not losse_dagen and hele_weken <= MAX_SPOKEN_WEKEN:
        return _say_weken(hele_weken)
    parts = [_say_maanden(hele_maanden)] * bool(hele_maanden) + [_say_dagen(rest)] * bool(rest)
    return gettext(" en ").join(parts)


def count_days(start: date, eind: date) -> int:
    """Return how many days lie from one day to another, both included."""
    return (eind - start).days + 1


def next_maand(dag: date) -> date:
    """Return the first day of the month after that of a day."""
    return (dag.replace(day=1) + timedelta(days=31)).replace(day=1)


def say_periode(start: date, eind: date) -> str:
    """Say in Dutch from which day to which day, both inclusive; of one day, that day."""
    if start == eind:
        return say_datum(start)
    return gettext("%(start)s tot en met %(eind)s") % {"start": say_datum(start), "eind": say_datum(eind)}


def say_verschil(one: date, other: date) -> str:
    """Say in Dutch how far two different days lie apart."""
    first, last = sorted((one, other))
    return say_lengte(first, last - timedelta(days=1))


def say_verschuiving(oud: tuple[date, date], nieuw: tuple[date, date]) -> list[str]:
    """Say in Dutch how a period begins and ends otherwise than another one; nothing for what is the same."""
    said = []
    if nieuw[0] != oud[0]:
        pattern = gettext("begint %(lengte)s later") if nieuw[0] > oud[0] else gettext("begint %(lengte)s eerder")
        said.append(pattern % {"lengte": say_verschil(oud[0], nieuw[0])})
    if nieuw[1] != oud[1]:
        pattern = gettext("eindigt %(lengte)s later") if nieuw[1] > oud[1] else gettext("eindigt %(lengte)s eerder")
        said.append(pattern % {"lengte": say_verschil(oud[1], nieuw[1])})
    return said


def say_datum(dag: date) -> str:
    """Say a date in Dutch, as in '1 mei 2026'."""
    return date_format(dag, "j F Y")


def _eind_of_maanden(start: date, aantal: int) -> date:
    next_start = start + relativedelta(months=aantal)
    # 31 January plus a month is cut off to the last of February: that day itself still belongs to the month.
    cut_off = next_start.day < start.day
    return next_start if cut_off else next_start - timedelta(days=1)


def _split_maanden(start: date, eind: date) -> tuple[int, int]:
    """Return the whole calendar months in the period and the days that are left."""
    aantal = (eind.year - start.year) * 12 + eind.month - start.month + 1
    while aantal and _eind_of_maanden(start, aantal) > eind:
        aantal -= 1
    last_day = _eind_of_maanden(start, aantal) if aantal else start - timedelta(days=1)
    return aantal, (eind - last_day).days


def _say_maanden(aantal: int) -> str:
    return ngettext("%(aantal)d maand", "%(aantal)d maanden", aantal) % {"aantal": aantal}


def _say_weken(aantal: int) -> str:
    return ngettext("%(aantal)d week", "%(aantal)d weken", aantal) % {"aantal": aantal}


def _say_dagen(aantal: int) -> str:
    return ngettext("%(aantal)d dag", "%(aantal)d dagen", aantal) % {"aantal": aantal}


_SAY = {Eenheid.DAGEN: _say_dagen, Eenheid.WEKEN: _say_weken, Eenheid.MAANDEN: _say_maanden}
