"""Whose agreements the database shows: their text may touch on a person."""
# ruff: noqa: S608 - made of names and codes in our own source, once, at migrating

from partijen.enums import Rol
from toegang.rijregels import GEEN_GEMEENTE, GEMEENTES, IK, PARTIJEN, among
from toegang.rijregels import register as register_regel
from trajecten.enums import RolStatus
from trajecten.models import Afspraak

# Of a partner whoever made an agreement sees it as long as their party has one of these roles.
MAKERS = (Rol.REGISSEUR, Rol.MENTOR, Rol.VERBINDER)


def register() -> None:
    register_regel(
        Afspraak,
        lezen=(
            f"gemeente_id = {GEMEENTES} OR persoon_id IS NULL AND partij_id = {PARTIJEN}"
            f" OR persoon_id = {IK} AND (partij_id IS NULL OR partij_id = {PARTIJEN})"
            f" OR gemaakt_door_id = {IK} AND traject_id IN ({trajecten_with_role(MAKERS)})"
        ),
    )


def trajecten_with_role(rollen: tuple[Rol, ...]) -> str:
    """Return the query, in SQL, for the trajectories in which a party of whoever asks committed to one of the roles.

    A party that is no gemeente: what a gemeente sees of people follows from whose people they are.
    """
    return (
        "SELECT f.traject_id FROM trajecten_rolinvulling r JOIN trajecten_fase f ON f.id = r.fase_id"
        f" WHERE r.partij_id = {PARTIJEN} AND r.partij_id <> {GEEN_GEMEENTE}"
        f" AND r.status = '{RolStatus.TOEGEZEGD}' AND r.rol {among(rollen)}"
    )
