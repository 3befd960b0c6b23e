"""The fields of the Canvas that people write in, as data. No hint asks for the name of a participant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trajecten.catalogus import CATALOGUS, Aandachtspunt
from trajecten.enums import Component

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The shared goal stands on the trajectory itself; every other field is a CanvasTekst.
GEZAMENLIJK_DOEL = "doel"


@dataclass(frozen=True, slots=True)
class Veld:
    """One field: its stable code, label and hint; `schrijven` names the address whose rule lets someone write in it."""

    code: str
    label: StrOrPromise
    hint: StrOrPromise
    component: Component | None = None
    schrijven: str = "canvas:veld"

    @property
    def titel(self) -> str:
        """Return the label with its component, for a place where the field stands by itself."""
        return f"{self.component.label}: {self.label}" if self.component else str(self.label)


def of_component(component: Component, code: str) -> Veld:
    """Return a component's `doel`, `activiteiten` or the answer to one of its attention points, by code."""
    return VELDEN[f"{component}.{code}"]


_GEZAMENLIJK = (
    Veld(
        GEZAMENLIJK_DOEL,
        _("Gezamenlijk doel"),
        _("Wat willen we samen bereiken, voor wie, en wanneer is het gelukt?"),
        schrijven="trajecten:wijzig",
    ),
    Veld("risicos", _("Gedeelde risico's"), _("Wat kan misgaan, en wie draagt dat dan? Noem geen deelnemers.")),
    Veld("opbrengsten", _("Gedeelde opbrengsten"), _("Wat levert het op: voor deelnemers, werkgevers en gemeente?")),
    Veld("volgende_overleg", _("Volgend overleg"), _("Wanneer en waar komen de partners weer bij elkaar?")),
)


def _lay_out() -> Iterator[Veld]:
    yield _GEZAMENLIJK[0]
    for component, regel in CATALOGUS.items():
        yield Veld(
            f"{component}.doel", _("Doel"), _("Wat moet dit onderdeel opleveren? Noem geen deelnemers."), component
        )
        yield Veld(f"{component}.activiteiten", _("Activiteiten"), _("Wat gebeurt er, waar en hoe vaak?"), component)
        yield from (_answer(component, punt) for punt in regel.aandachtspunten)
    yield from _GEZAMENLIJK[1:]


def _answer(component: Component, punt: Aandachtspunt) -> Veld:
    return Veld(f"{component}.{punt.code}", punt.tekst, _("Uw antwoord. Noem geen namen van deelnemers."), component)


VELDEN: Mapping[str, Veld] = MappingProxyType({veld.code: veld for veld in _lay_out()})
