"""Who changed a trajectory, and when: its phases, its roles and its agreements."""

from typing import TYPE_CHECKING

from toegang.logregels import Plaats, register_opdrachtgevers, track
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject

if TYPE_CHECKING:
    from toegang.models import User


def register() -> None:
    """Have every change to a trajectory and to what hangs on it written down; of free text only that it changed."""
    register_opdrachtgevers(works_with)
    track(
        Traject,
        plaats=_of_traject,
        open_velden=(
            "gemeente",
            "sjabloon",
            "sector",
            "niveau",
            "uitkomst",
            "regio",
            "startdatum",
            "groepsgrootte",
            "regisseur",
        ),
    )
    track(
        Fase,
        plaats=lambda fase: _of_traject(fase.traject),
        open_velden=(
            "traject",
            "component",
            "volgorde",
            "start",
            "eind",
            "te_plannen",
            "werkelijke_start",
            "werkelijk_eind",
            "status",
        ),
    )
    track(
        Rolinvulling,
        plaats=lambda rolinvulling: _of_traject(rolinvulling.fase.traject),
        open_velden=(
            "fase",
            "rol",
            "partij",
            "persoon",
            "status",
            "gevraagd_op",
            "vraagnummer",
            "afgewezen_door",
        ),
    )
    track(
        Afspraak,
        plaats=lambda afspraak: _of_traject(afspraak.traject),
        open_velden=("traject", "partij", "persoon", "deadline", "status", "gemaakt_door"),
    )


def works_with(user: "User") -> list[int]:
    """Return the ids of the gemeentes in whose trajectories a party of this person has a role, or is asked for one."""
    rollen = Rolinvulling.objects.of_partijen(user).order_by("fase__traject__gemeente")
    return list(rollen.values_list("fase__traject__gemeente", flat=True).distinct())


def _of_traject(traject: Traject) -> Plaats:
    return Plaats(traject.gemeente_id)
