"""What a laid-out planning lacks or does out of order: support that is missing, a link that begins too early."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext_lazy

from trajecten.duur import say_datum, say_lengte, say_periode
from trajecten.enums import Component
from trajecten.planning import KETEN, ONE_DAY, GeplandeFase

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What each kind of support has to cover, month by month; what it does not cover is a Hiaat.
MUST_COVER: Mapping[Component, Component] = MappingProxyType(
    {Component.TAAL: Component.LEERWERK, Component.BEGELEIDING: Component.MATCHING}
)

_SUPPORT_NAMES: Mapping[Component, StrOrPromise] = MappingProxyType(
    {
        Component.TAAL: pgettext_lazy("zonder ...", "taalondersteuning"),
        Component.BEGELEIDING: pgettext_lazy("zonder ...", "begeleiding"),
    }
)


@dataclass(frozen=True, slots=True)
class Hiaat:
    """A stretch, both days included, in which `component` should support `tijdens` but is not planned: no error."""

    component: Component
    tijdens: Component
    start: date
    eind: date

    @property
    def tekst(self) -> str:
        """Return the gap in words, for a coordinator."""
        return gettext("%(tijdens)s zonder %(component)s: %(periode)s (%(lengte)s).") % {
            "tijdens": self.tijdens.label,
            "component": _SUPPORT_NAMES[self.component],
            "periode": say_periode(self.start, self.eind),
            "lengte": say_lengte(self.start, self.eind),
        }


@dataclass(frozen=True, slots=True)
class Overlap:
    """A link of the chain that starts before the one before it ends: sometimes meant, so told and never refused."""

    eerder: Component
    later: Component
    start: date
    eind: date

    @property
    def tekst(self) -> str:
        """Return the overlap in words, for a coordinator."""
        return gettext("%(later)s begint op %(start)s, voordat %(eerder)s klaar is (%(eind)s).") % {
            "later": self.later.label,
            "eerder": self.eerder.label,
            "start": say_datum(self.start),
            "eind": say_datum(self.eind),
        }


def find_hiaten(fases: Iterable[GeplandeFase]) -> list[Hiaat]:
    """Return the days of leerwerk without taal and of matching without begeleiding, in order of time."""
    planned = list(fases)
    hiaten = [hiaat for steun, tijdens in MUST_COVER.items() for hiaat in _find_uncovered(planned, steun, tijdens)]
    return sorted(hiaten, key=lambda hiaat: (hiaat.start, hiaat.component))


def find_overlappen(fases: Iterable[GeplandeFase]) -> list[Overlap]:
    """Return where the chain of figuur 1 is planned out of order, in the order of the chain."""
    planned = {fase.component: fase for fase in fases}
    chain = [planned[component] for component in KETEN if component in planned]
    return [
        Overlap(eerder=eerder.component, later=later.component, start=later.start, eind=eerder.eind)
        for eerder, later in pairwise(chain)
        if later.start <= eerder.eind
    ]


def _find_uncovered(fases: list[GeplandeFase], steun: Component, tijdens: Component) -> Iterator[Hiaat]:
    covers = sorted((fase.start, fase.eind) for fase in fases if fase.component == steun)
    for fase in fases:
        if fase.component == tijdens:
            for start, eind in _subtract(fase.start, fase.eind, covers):
                yield Hiaat(component=steun, tijdens=tijdens, start=start, eind=eind)


def _subtract(start: date, eind: date, covers: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Yield what remains of a period, both days included, after taking away the `covers`, sorted by start."""
    for cover_start, cover_eind in covers:
        if cover_start > start:
            yield from _non_empty(start, min(cover_start - ONE_DAY, eind))
        start = max(start, cover_eind + ONE_DAY)
    yield from _non_empty(start, eind)


def _non_empty(start: date, eind: date) -> Iterator[tuple[date, date]]:
    if start <= eind:
        yield start, eind
