"""The Canvas as one frozen tree of plain values: what the page shows, what is hashed, and what the PDF is made of.

Everyone who may see the trajectory may see all of it, and nothing in it is about one participant.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from canvas.bedragen import add_up, say_euro
from canvas.models import Bijdrage, CanvasTekst
from canvas.velden import GEZAMENLIJK_DOEL, VELDEN, of_component
from trajecten.catalogus import CATALOGUS
from trajecten.duur import say_datum, say_lengte, say_periode
from trajecten.enums import Component, RolStatus
from trajecten.gaten import find_hiaten
from trajecten.models import Fase, Rolinvulling, Traject
from trajecten.planning import GeplandeFase
from trajecten.tijdlijn import Tijdlijn, TijdlijnFase, lay_out_tijdlijn, say_maand

if TYPE_CHECKING:
    from toegang.models import User

# What decides how paper looks: a change in one of these makes a new PDF of the same content.
PAPIER = (
    "templates/canvas/pdf.html",
    "templates/canvas/_pdf_cel.html",
    "templates/canvas/_pdf_middelen.html",
    "templates/canvas/_pdf_rollen.html",
    "templates/canvas/_strook.html",
    "static/css/canvas-pdf.css",
    "static/leerwerk.svg",
    "canvas/passen.py",
    "canvas/pdf.py",
    "canvas/strook.py",
    "toegang/papier.py",
)


@dataclass(frozen=True, slots=True)
class Tekst:
    """One field with what people wrote in it; empty as long as nobody did."""

    veld: str
    label: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Feit:
    """One fact of the trajectory."""

    naam: str
    waarde: str


@dataclass(frozen=True, slots=True)
class Planning:
    """A phase on the calendar, days in ISO format and included; the rest says it in words, `kort` for paper."""

    start: str
    eind: str
    werkelijk_start: str
    werkelijk_eind: str
    status: str
    te_plannen: bool
    periode: str
    kort: str
    lengte: str
    werkelijk: str


@dataclass(frozen=True, slots=True)
class Invulling:
    """A role with the party, and where known the person, that fills it or was asked to."""

    rol: str
    partij: str
    persoon: str
    status: str
    status_tekst: str


@dataclass(frozen=True, slots=True)
class Middel:
    """Means, the amount in Dutch format, and who brings it; `pk` is the Bijdrage to change."""

    pk: int
    soort: str
    omschrijving: str
    bedrag: str
    partij: str
    bron: str


@dataclass(frozen=True, slots=True)
class Onderdeel:
    """One of the six components; `soort` is the code of regulier or extra, totals are in euro or empty."""

    component: str
    naam: str
    soort: str
    planning: Planning | None
    doel: Tekst
    activiteiten: Tekst
    rollen: tuple[Invulling, ...]
    middelen: tuple[Middel, ...]
    middelen_totaal: str
    middelen_open: str
    aandachtspunten: tuple[Tekst, ...]

    @property
    def open_rollen(self) -> int:
        """Return how many roles are still to be filled: none of a phase that is over."""
        if self.planning and self.planning.werkelijk_eind:
            return 0
        return sum(invulling.status == RolStatus.OPEN for invulling in self.rollen)


@dataclass(frozen=True, slots=True)
class CanvasDocument:
    """The whole Canvas of one trajectory."""

    naam: str
    gemeente: str
    doel: Tekst
    feiten: tuple[Feit, ...]
    onderdelen: tuple[Onderdeel, ...]
    middelen_totaal: str
    middelen_open: str
    risicos: Tekst
    opbrengsten: Tekst
    volgende_overleg: Tekst
    # In which all words above are said: the paper is made in it too.
    taal: str


def build_document(traject: Traject, user: User) -> CanvasDocument:
    """Return the Canvas as this user may see it, in five queries whatever its size.

    `traject` comes with its `gemeente` and `regisseur`.
    """
    teksten = _read_teksten(traject, user)
    fasen = {fase.component: fase for fase in traject.fasen.all()}
    rollen, bijdragen = _read_rollen(traject, user), _read_bijdragen(traject, user)
    totaal, open_deel = add_up(bijdrage for of_one in bijdragen.values() for bijdrage in of_one)
    return CanvasDocument(
        naam=traject.naam,
        gemeente=traject.gemeente.naam,
        doel=teksten[GEZAMENLIJK_DOEL],
        feiten=_say_feiten(traject),
        onderdelen=tuple(
            _build_onderdeel(component, fasen.get(component), rollen[component], bijdragen[component], teksten)
            for component in CATALOGUS
        ),
        middelen_totaal=_say_bedrag(totaal),
        middelen_open=_say_bedrag(open_deel),
        risicos=teksten["risicos"],
        opbrengsten=teksten["opbrengsten"],
        volgende_overleg=teksten["volgende_overleg"],
        taal=get_language(),
    )


def dump(document: CanvasDocument) -> dict[str, Any]:
    """Return the document as plain JSON values."""
    return asdict(document)


def load(data: Mapping[str, Any]) -> CanvasDocument:
    """Return the document that `dump` gave."""
    return CanvasDocument(
        naam=data["naam"],
        gemeente=data["gemeente"],
        feiten=tuple(Feit(**feit) for feit in data["feiten"]),
        onderdelen=tuple(_load_onderdeel(onderdeel) for onderdeel in data["onderdelen"]),
        middelen_totaal=data["middelen_totaal"],
        middelen_open=data["middelen_open"],
        # Stored before papers had a language: they were Dutch.
        taal=data.get("taal", settings.LANGUAGE_CODE),
        **{naam: Tekst(**data[naam]) for naam in ("doel", "risicos", "opbrengsten", "volgende_overleg")},
    )


def fingerprint(document: CanvasDocument) -> str:
    """Return the SHA-256 of the content and of everything that decides how it looks on paper."""
    content = json.dumps(dump(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(_hash_papier() + content.encode()).hexdigest()


def tijdlijn_of(document: CanvasDocument, *, vandaag: date) -> Tijdlijn | None:
    """Return the timeline as it stands on a day; None without phases."""
    fases = [_timeline_fase(onderdeel, onderdeel.planning) for onderdeel in document.onderdelen if onderdeel.planning]
    hiaten = find_hiaten(GeplandeFase(fase.component, fase.start, fase.eind) for fase in fases)
    return lay_out_tijdlijn(fases, vandaag=vandaag, hiaten=hiaten) if fases else None


@cache
def _hash_papier() -> bytes:
    digest = hashlib.sha256()
    for name in PAPIER:
        digest.update((Path(settings.BASE_DIR) / name).read_bytes())
    return digest.digest()


def _read_teksten(traject: Traject, user: User) -> dict[str, Tekst]:
    rows = CanvasTekst.objects.visible_to(user).of_traject(traject)
    written = dict(rows.values_list("veld", "tekst")) | {GEZAMENLIJK_DOEL: traject.doel}
    return {code: Tekst(code, str(veld.label), written.get(code, "")) for code, veld in VELDEN.items()}


def _read_rollen(traject: Traject, user: User) -> Mapping[str, list[Rolinvulling]]:
    rows = Rolinvulling.objects.visible_to(user).filter(fase__traject=traject)
    found = defaultdict(list)
    for rol in rows.select_related("fase", "partij", "persoon"):
        found[rol.fase.component].append(rol)
    return found


def _read_bijdragen(traject: Traject, user: User) -> Mapping[str, list[Bijdrage]]:
    found = defaultdict(list)
    for bijdrage in Bijdrage.objects.visible_to(user).of_traject(traject).select_related("partij"):
        found[bijdrage.component].append(bijdrage)
    return found


def _say_feiten(traject: Traject) -> tuple[Feit, ...]:
    return (
        Feit(gettext("Gemeente"), traject.gemeente.naam),
        Feit(gettext("Regisseur"), traject.regisseur.naam if traject.regisseur else gettext("nog geen regisseur")),
        Feit(gettext("Sector"), traject.get_sector_display()),
        Feit(gettext("Niveau"), traject.get_niveau_display()),
        Feit(gettext("Uitkomst"), traject.get_uitkomst_display()),
        Feit(gettext("Regio"), traject.get_regio_display() or gettext("nog niet gekozen")),
        Feit(gettext("Groep"), gettext("%(aantal)d deelnemers") % {"aantal": traject.groepsgrootte}),
        Feit(gettext("Start"), say_datum(traject.startdatum)),
    )


def _build_onderdeel(
    component: Component,
    fase: Fase | None,
    rollen: Sequence[Rolinvulling],
    bijdragen: Sequence[Bijdrage],
    teksten: Mapping[str, Tekst],
) -> Onderdeel:
    regel = CATALOGUS[component]
    totaal, open_deel = add_up(bijdragen)
    return Onderdeel(
        component=component.value,
        naam=str(regel.label),
        soort=regel.soort.value,
        planning=_say_planning(fase) if fase else None,
        doel=teksten[of_component(component, "doel").code],
        activiteiten=teksten[of_component(component, "activiteiten").code],
        rollen=tuple(_say_rol(rol) for rol in rollen),
        middelen=tuple(_say_middel(bijdrage) for bijdrage in bijdragen),
        middelen_totaal=_say_bedrag(totaal),
        middelen_open=_say_bedrag(open_deel),
        aandachtspunten=tuple(teksten[of_component(component, punt.code).code] for punt in regel.aandachtspunten),
    )


def _say_planning(fase: Fase) -> Planning:
    return Planning(
        start=fase.start.isoformat(),
        eind=fase.eind.isoformat(),
        werkelijk_start=fase.werkelijke_start.isoformat() if fase.werkelijke_start else "",
        werkelijk_eind=fase.werkelijk_eind.isoformat() if fase.werkelijk_eind else "",
        status=fase.stand,
        te_plannen=fase.te_plannen,
        periode=say_periode(fase.start, fase.eind),
        kort=_say_kort(fase.start, fase.eind),
        lengte=say_lengte(fase.start, fase.eind),
        werkelijk=_say_werkelijk(fase),
    )


def _say_werkelijk(fase: Fase) -> str:
    if fase.werkelijke_start is None:
        return ""
    if fase.werkelijk_eind is None:
        return gettext("loopt sinds %(start)s") % {"start": _say_dag(fase.werkelijke_start)}
    return gettext("echt: %(periode)s") % {"periode": _say_kort(fase.werkelijke_start, fase.werkelijk_eind)}


def _say_kort(start: date, eind: date) -> str:
    return gettext("%(start)s t/m %(eind)s") % {"start": _say_dag(start), "eind": _say_dag(eind)}


def _say_dag(dag: date) -> str:
    return f"{dag.day} {say_maand(dag)} {dag.year}"


def _say_rol(rol: Rolinvulling) -> Invulling:
    return Invulling(
        rol=rol.get_rol_display(),
        partij=rol.partij.naam if rol.partij else "",
        persoon=rol.persoon.naam if rol.persoon else "",
        status=rol.status,
        status_tekst=rol.get_status_display().lower(),
    )


def _say_middel(bijdrage: Bijdrage) -> Middel:
    return Middel(
        pk=bijdrage.pk,
        soort=bijdrage.get_soort_display(),
        omschrijving=bijdrage.omschrijving,
        bedrag=say_euro(bijdrage.bedrag),
        partij=bijdrage.partij.naam if bijdrage.partij else "",
        bron=bijdrage.get_bron_display() if bijdrage.bron else "",
    )


def _say_bedrag(bedrag: Any) -> str:
    return say_euro(bedrag) if bedrag else ""


def _load_onderdeel(data: Mapping[str, Any]) -> Onderdeel:
    return Onderdeel(
        **{
            **data,
            "planning": Planning(**data["planning"]) if data["planning"] else None,
            "doel": Tekst(**data["doel"]),
            "activiteiten": Tekst(**data["activiteiten"]),
            "rollen": tuple(Invulling(**rol) for rol in data["rollen"]),
            "middelen": tuple(Middel(**middel) for middel in data["middelen"]),
            "aandachtspunten": tuple(Tekst(**tekst) for tekst in data["aandachtspunten"]),
        }
    )


def _timeline_fase(onderdeel: Onderdeel, planning: Planning) -> TijdlijnFase:
    return TijdlijnFase(
        component=Component(onderdeel.component),
        start=date.fromisoformat(planning.start),
        eind=date.fromisoformat(planning.eind),
        werkelijk_start=_load_datum(planning.werkelijk_start),
        werkelijk_eind=_load_datum(planning.werkelijk_eind),
        status=planning.status,
        open_rollen=onderdeel.open_rollen,
        te_plannen=planning.te_plannen,
    )


def _load_datum(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None
