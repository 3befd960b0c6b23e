"""The way of each participant as a small drawing: one lane per phase, one calendar for everyone. SVG user units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from deelnemers.enums import VoortgangStatus
from deelnemers.verloop import Spoor, Stap, Verloop
from trajecten.models import Fase
from trajecten.tijdlijn import Schaal

BREEDTE = 264.0
MARGE = 2.0
BAAN = 7.0
DIK = 5.0
# What is done is a thin line in its lane; what runs fills it.
DUN = 2.0


@dataclass(frozen=True, slots=True)
class Groepsbeeld:
    """What every small drawing has in common: the group's plan as one path, and today."""

    breedte: float
    hoogte: float
    plan: str
    vandaag: float | None
    van: str
    tot: str


@dataclass(frozen=True, slots=True)
class Spoorbeeld:
    """One participant's way: a path per kind, empty where there is nothing of it."""

    spoor: Spoor
    klaar: str
    bezig: str
    eigen: str
    laat: str
    weg: str


@dataclass(frozen=True, slots=True)
class Verloopbeeld:
    """All small drawings."""

    groep: Groepsbeeld
    sporen: tuple[Spoorbeeld, ...]


def draw_verloop(verloop: Verloop, *, vandaag: date) -> Verloopbeeld | None:
    """Return the drawings of these ways; None where there are no phases or no people."""
    if not verloop.fasen or not verloop.sporen:
        return None
    first, last = _reach(verloop)
    veld = _Veld(
        schaal=Schaal.around(first, last, breedte=BREEDTE, marge=MARGE),
        banen={fase.pk: index * BAAN + 1 for index, fase in enumerate(verloop.fasen)},
        vandaag=vandaag,
    )
    return Verloopbeeld(
        groep=Groepsbeeld(
            breedte=BREEDTE,
            hoogte=BAAN * len(verloop.fasen) + 1,
            plan="".join(veld.block(fase, fase.start, fase.eind) for fase in verloop.fasen),
            vandaag=veld.schaal.x(vandaag) if veld.schaal.shows(vandaag) else None,
            van=date_format(first, "F Y"),
            tot=date_format(last, "F Y"),
        ),
        sporen=tuple(_draw_spoor(veld, spoor) for spoor in verloop.sporen),
    )


@dataclass(frozen=True, slots=True)
class _Veld:
    """The calendar, and the lane of each phase."""

    schaal: Schaal
    banen: Mapping[int, float]
    vandaag: date

    def block(self, fase: Fase, van: date, tot: date, hoogte: float = DIK) -> str:
        """Return a closed rectangle in the middle of the lane of a phase, as a piece of a path."""
        x, breedte = self.schaal.span(van, tot)
        y = self.banen[fase.pk] + (DIK - hoogte) / 2
        return f"M{x} {y}h{breedte}v{hoogte}h-{breedte}z"

    def strike(self, stap: Stap) -> str:
        """Return a line through a step, as a piece of a path."""
        x, breedte = self.schaal.span(stap.van, stap.tot)
        return f"M{x} {self.banen[stap.fase.pk] + DIK / 2}h{breedte}"


def _reach(verloop: Verloop) -> tuple[date, date]:
    stappen = [stap for spoor in verloop.sporen for stap in spoor.stappen]
    days = [dag for fase in verloop.fasen for dag in (fase.start, fase.eind)]
    days += [dag for stap in stappen for dag in (stap.van, stap.tot)]
    days += [uitloop.eind for stap in stappen for uitloop in stap.uitloop]
    return min(days), max(days)


def _draw_spoor(veld: _Veld, spoor: Spoor) -> Spoorbeeld:
    klaar = [stap for stap in spoor.stappen if stap.status == VoortgangStatus.AFGEROND]
    bezig = [stap for stap in spoor.stappen if stap.status == VoortgangStatus.LOPEND]
    weg = [stap for stap in spoor.stappen if stap.status == VoortgangStatus.OVERGESLAGEN]
    laat = [(stap, uitloop) for stap in spoor.stappen for uitloop in stap.uitloop]
    return Spoorbeeld(
        spoor=spoor,
        klaar="".join(veld.block(stap.fase, stap.van, stap.tot, DUN) for stap in klaar),
        bezig="".join(veld.block(stap.fase, stap.van, max(stap.van, min(stap.tot, veld.vandaag))) for stap in bezig),
        eigen="".join(veld.block(stap.fase, stap.van, stap.tot) for stap in spoor.stappen if stap.eigen),
        laat="".join(veld.block(stap.fase, uitloop.start, uitloop.eind) for stap, uitloop in laat),
        weg="".join(veld.strike(stap) for stap in weg),
    )
