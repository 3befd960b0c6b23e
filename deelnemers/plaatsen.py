"""Where someone works or tries out: the door through which a placement is made or changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deelnemers.enums import PlaatsingSoort
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.models import Deelname, Plaatsing
from deelnemers.sloten import lock_going_on
from partijen.enums import PartijSoort, Rol
from partijen.models import Partij
from trajecten.enums import Component
from trajecten.rollen import ensure_toegezegd

# In which phase an employer plays a part with each kind of placement.
FASE_VAN_SOORT = {
    PlaatsingSoort.SNUFFELSTAGE: Component.LEERWERK,
    PlaatsingSoort.LEERWERKPLEK: Component.LEERWERK,
    PlaatsingSoort.PROEFPLAATSING: Component.MATCHING,
    PlaatsingSoort.DIENSTVERBAND: Component.MATCHING,
}


def place(
    *,
    deelname: Deelname,
    werkgever: Partij,
    soort: PlaatsingSoort,
    start: date,
    eind: date | None = None,
    uren_per_week: int,
) -> Plaatsing:
    """Place someone with an employer, who thereby has the role of werkgever in the trajectory.

    Both days are included; no end means until further notice. Raises DeelnemerFout, by field, when it can't be so.
    """
    plaatsing = Plaatsing(
        deelname=deelname, werkgever=werkgever, soort=soort, start=start, eind=eind, uren_per_week=uren_per_week
    )
    with transaction.atomic():
        return _store(plaatsing)


def revise(plaatsing: Plaatsing, *, gegevens: Mapping[str, Any]) -> Plaatsing:
    """Change a placement, by its fields, under the same rules as a new one."""
    with transaction.atomic():
        locked = Plaatsing.objects.select_for_update().get(pk=plaatsing.pk)
        for field in ("werkgever", "soort", "start", "eind", "uren_per_week"):
            setattr(locked, field, gegevens[field])
        return _store(locked)


def _store(plaatsing: Plaatsing) -> Plaatsing:
    # The row lock makes the second of two equal placements wait, and then find the first.
    deelname = lock_going_on(plaatsing.deelname_id)
    if plaatsing.werkgever.soort != PartijSoort.WERKGEVER:
        raise DeelnemerFout({"werkgever": _("%(naam)s is geen werkgever.") % {"naam": plaatsing.werkgever}})
    check(plaatsing)
    plaatsing.save()
    fase = deelname.traject.fasen.get(component=FASE_VAN_SOORT[PlaatsingSoort(plaatsing.soort)])
    ensure_toegezegd(fase, rol=Rol.WERKGEVER, partij=plaatsing.werkgever)
    return plaatsing
