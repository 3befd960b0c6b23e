"""Who hears about a trajectory: the regisseur, or the coordinators as long as there is none; and whoever was asked."""

from partijen.enums import Functie
from partijen.ontvangers import members_of
from toegang.models import User
from trajecten.models import Rolinvulling, Traject


def regie_of(traject: Traject) -> list[User]:
    """Return whoever directs the trajectory: its regisseur, else the coordinators of its gemeente."""
    if traject.regisseur and traject.regisseur.is_active:
        return [traject.regisseur]
    return members_of(traject.gemeente_id, (Functie.COORDINATOR,))


def holders_of(rolinvulling: Rolinvulling) -> list[User]:
    """Return whoever fills a role or was asked to: the person where known, else everyone of the party."""
    if rolinvulling.persoon and rolinvulling.persoon.is_active:
        return [rolinvulling.persoon]
    return members_of(rolinvulling.partij_id) if rolinvulling.partij_id else []
