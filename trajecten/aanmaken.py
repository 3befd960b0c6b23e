"""A new trajectory: its phases on the calendar by the template, its roles by Tabel 1."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partijen.enums import Functie
from partijen.lidmaatschap import gemeentes_of
from partijen.models import Partij
from toegang.logboek import note_bulk
from toegang.models import User
from trajecten.catalogus import CATALOGUS
from trajecten.enums import Component, Niveau, Uitkomst
from trajecten.fouten import TrajectFout
from trajecten.kalender import kalender_of
from trajecten.models import LAATSTE_DATUM, Fase, Rolinvulling, Traject
from trajecten.planning import GeplandeFase, plan_fases
from trajecten.regie import lock_gemeente, set_regisseur
from trajecten.sjablonen import Sjabloon


def create_traject(*, gemeente: Partij, sjabloon: Sjabloon, gegevens: Mapping[str, Any], door: User) -> Traject:
    """Make a trajectory with six planned phases and an open row for each role of Tabel 1.

    `gegevens` holds fields of Traject; a `regisseur` among them gets the regisseur's roles. Raises TrajectFout when
    `door` is no coordinator of the gemeente, and for a start date so late that the planning leaves the calendar.
    """
    if gemeente.pk not in gemeentes_of(door, (Functie.COORDINATOR,)):
        raise TrajectFout(_("Alleen een coördinator van de gemeente maakt een traject."))
    planning = plan_fases(
        sjabloon=sjabloon,
        startdatum=gegevens["startdatum"],
        werkdag=kalender_of(gemeente.pk).werkdag,
        niveau=Niveau(gegevens["niveau"]),
        uitkomst=Uitkomst(gegevens["uitkomst"]),
    )
    if max(fase.eind for fase in planning) > LAATSTE_DATUM:
        raise TrajectFout(_("De planning loopt door tot na 2060. Kies een eerdere startdatum."))
    velden = {veld: waarde for veld, waarde in gegevens.items() if veld != "regisseur"}
    with transaction.atomic():
        lock_gemeente(gemeente.pk)
        traject = Traject.objects.create(gemeente=gemeente, sjabloon=sjabloon.code, **velden)
        _lay_fasen(traject, planning)
        set_regisseur(traject, persoon=gegevens.get("regisseur"))
    return traject


def change_traject(traject: Traject, *, gegevens: Mapping[str, Any]) -> None:
    """Change fields of a trajectory, its regisseur among them. Raises TrajectFout."""
    velden = {veld: waarde for veld, waarde in gegevens.items() if veld != "regisseur"}
    with transaction.atomic():
        lock_gemeente(traject.gemeente_id)
        Traject.objects.lock(traject.pk)
        for veld, waarde in velden.items():
            setattr(traject, veld, waarde)
        traject.save(update_fields=velden)
        set_regisseur(traject, persoon=gegevens["regisseur"])


def _lay_fasen(traject: Traject, planning: Iterable[GeplandeFase]) -> None:
    fasen = Fase.objects.bulk_create(
        Fase(
            traject=traject,
            component=gepland.component,
            volgorde=volgorde,
            start=gepland.start,
            eind=gepland.eind,
            te_plannen=gepland.te_plannen,
            eenheid=gepland.eenheid,
        )
        for volgorde, gepland in enumerate(planning)
    )
    rollen = Rolinvulling.objects.bulk_create(
        Rolinvulling(fase=fase, rol=rol) for fase in fasen for rol in CATALOGUS[Component(fase.component)].rollen
    )
    note_bulk(fasen, onderwerp=traject)
    note_bulk(rollen, onderwerp=traject)
