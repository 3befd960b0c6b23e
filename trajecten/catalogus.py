"""The catalogue: what Tabel 1, figuur 1 and kader 3 say about each of the six components, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from partijen.enums import Rol
from trajecten.enums import Component

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Soort(Enum):
    """Kind of component: in every dual trajectory (blue in figuur 1), or extra for statushouders (orange)."""

    REGULIER = "regulier"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Aandachtspunt:
    """A question of kader 3 that partners answer on the canvas; `code` is stable, answers are stored under it."""

    code: str
    tekst: StrOrPromise


@dataclass(frozen=True, slots=True)
class ComponentRegel:
    """One row of Tabel 1: average length in calendar months, and the roles; with its two points of kader 3."""

    component: Component
    soort: Soort
    min_maanden: int
    max_maanden: int
    hangt_af_van_niveau: bool
    rollen: tuple[Rol, ...]
    aandachtspunten: tuple[Aandachtspunt, ...]

    @property
    def label(self) -> StrOrPromise:
        """Return the component's name as shown to people."""
        return self.component.label


_REGELS = (
    ComponentRegel(
        component=Component.WERVING,
        soort=Soort.EXTRA,
        min_maanden=1,
        max_maanden=6,
        hangt_af_van_niveau=False,
        rollen=(Rol.INTERMEDIAIR, Rol.WERKGEVER, Rol.EXPERTISEPARTNER, Rol.VERBINDER),
        aandachtspunten=(
            Aandachtspunt(
                "werving_vraag",
                _("Waaruit blijkt dat de branche deze mensen zoekt, en wat betekent dat voor het profiel?"),
            ),
            Aandachtspunt(
                "werving_bovenregionaal",
                _("Vinden we genoeg deelnemers in de eigen regio, of werven we samen met andere gemeenten?"),
            ),
        ),
    ),
    ComponentRegel(
        component=Component.VOORTRAJECT,
        soort=Soort.EXTRA,
        min_maanden=1,
        max_maanden=12,
        hangt_af_van_niveau=True,
        rollen=(Rol.TAALOPLEIDER, Rol.OPLEIDER, Rol.WERKGEVER, Rol.REGISSEUR, Rol.EXPERTISEPARTNER),
        aandachtspunten=(
            Aandachtspunt(
                "voortraject_werkgever",
                _("Hoe doet de werkgever nu al mee, bijvoorbeeld met een snuffelstage?"),
            ),
            Aandachtspunt(
                "voortraject_regie",
                _("Wie heeft de regie, ook straks tijdens het leren en werken?"),
            ),
        ),
    ),
    ComponentRegel(
        component=Component.LEERWERK,
        soort=Soort.REGULIER,
        min_maanden=2,
        max_maanden=36,
        hangt_af_van_niveau=True,
        rollen=(Rol.OPLEIDER, Rol.WERKGEVER, Rol.REGISSEUR),
        aandachtspunten=(
            Aandachtspunt(
                "leerwerk_taken",
                _("Welke taken kan een deelnemer leren en doen, ook als dat nog geen hele functie is?"),
            ),
            Aandachtspunt(
                "leerwerk_bewijs",
                _("Welk bewijs past bij deze groep: een diploma, een certificaat of een praktijkverklaring?"),
            ),
        ),
    ),
    ComponentRegel(
        component=Component.TAAL,
        soort=Soort.EXTRA,
        min_maanden=3,
        max_maanden=24,
        hangt_af_van_niveau=False,
        rollen=(Rol.TAALOPLEIDER,),
        aandachtspunten=(
            Aandachtspunt(
                "taal_vaktaal",
                _("Welke vaktaal leren deelnemers in elke fase, en wie levert de woorden aan?"),
            ),
            Aandachtspunt(
                "taal_onderdeel",
                _("Hoe wordt taal een vast deel van het traject, zodat deelnemers die meteen op het werk gebruiken?"),
            ),
        ),
    ),
    ComponentRegel(
        component=Component.BEGELEIDING,
        soort=Soort.EXTRA,
        min_maanden=3,
        max_maanden=24,
        hangt_af_van_niveau=False,
        rollen=(Rol.MENTOR, Rol.EXPERTISEPARTNER),
        aandachtspunten=(
            Aandachtspunt(
                "begeleiding_deelnemer",
                _("Wie begeleidt de deelnemers, hoe vaak, en tot hoe lang na de plaatsing?"),
            ),
            Aandachtspunt(
                "begeleiding_werkgever",
                _("Welke hulp krijgen de werkgever en de collega's op de werkvloer?"),
            ),
        ),
    ),
    ComponentRegel(
        component=Component.MATCHING,
        soort=Soort.REGULIER,
        min_maanden=1,
        max_maanden=6,
        hangt_af_van_niveau=False,
        rollen=(Rol.INTERMEDIAIR, Rol.VERBINDER, Rol.WERKGEVER),
        aandachtspunten=(
            Aandachtspunt(
                "matching_proefplaatsing",
                _("Is een langere proefplaatsing nodig, en wat spreken we daarover af?"),
            ),
            Aandachtspunt(
                "matching_helderheid",
                _("Weten deelnemers vooraf wat ze verdienen, hoe lang het contract is en hoe ze kunnen groeien?"),
            ),
        ),
    ),
)

CATALOGUS: Mapping[Component, ComponentRegel] = MappingProxyType({regel.component: regel for regel in _REGELS})
