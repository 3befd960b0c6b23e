"""Who changed a trajectory, and when: its phases and what was decided at their end, its roles and its agreements."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from toegang.logregels import Plaats, register_opdrachtgevers, track
from trajecten.models import Afspraak, Besluit, Fase, Rolinvulling, Traject

if TYPE_CHECKING:
    from toegang.models import User


# What is followed, the gemeente whose a row is, and the fields whose values may be told.
GEVOLGD: tuple[tuple[type[Model], Callable[[Any], int], tuple[str, ...]], ...] = (
    (
        Traject,
        lambda traject: traject.gemeente_id,
        (
            *("gemeente", "sjabloon", "sector", "niveau", "uitkomst", "regio"),
            *("startdatum", "groepsgrootte", "regisseur"),
        ),
    ),
    (
        Fase,
        lambda fase: fase.traject.gemeente_id,
        (
            *("traject", "component", "volgorde", "start", "eind", "te_plannen"),
            *("eenheid", "vaste_dag", "uiterlijk", "doorlopen"),
            *("werkelijke_start", "werkelijk_eind", "status", "doorgang", "doorgang_sinds"),
        ),
    ),
    (
        Besluit,
        lambda besluit: besluit.fase.traject.gemeente_id,
        ("fase", "uitslag", "genomen_op", "partij", "persoon", "vastgelegd_door"),
    ),
    (
        Rolinvulling,
        lambda rolinvulling: rolinvulling.fase.traject.gemeente_id,
        ("fase", "rol", "partij", "persoon", "status", "gevraagd_op", "vraagnummer", "afgewezen_door"),
    ),
    (
        Afspraak,
        lambda afspraak: afspraak.gemeente_id,
        # Not the day: an agreement may be about a person, and a beheerder who searches the log sees none of it.
        ("traject", "gemeente", "partij", "persoon", "status", "gemaakt_door"),
    ),
)


def register() -> None:
    """Have every change to a trajectory and to what hangs on it written down; of free text only that it changed."""
    register_opdrachtgevers(works_with)
    for model, gemeente_of, open_velden in GEVOLGD:
        track(model, plaats=_in(gemeente_of), open_velden=open_velden)


def works_with(user: "User") -> list[int]:
    """Return the ids of the gemeentes in whose trajectories a party of this person has a role, or is asked for one."""
    rollen = Rolinvulling.objects.of_partijen(user).order_by("fase__traject__gemeente")
    return list(rollen.values_list("fase__traject__gemeente", flat=True).distinct())


def _in(gemeente_of: Callable[[Any], int]) -> Callable[[Any], Plaats]:
    return lambda row: Plaats(gemeente_of(row))
