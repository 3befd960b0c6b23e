"""Who hears about a trajectory: the regisseur, or the coordinators as long as there is none; and whoever was asked."""

from partijen.enums import WERK_FUNCTIES, Functie
from partijen.models import Partij
from partijen.ontvangers import members_of
from toegang.models import User
from trajecten.models import Afspraak, Rolinvulling, Traject


def regie_of(traject: Traject) -> list[User]:
    """Return whoever directs the trajectory: its regisseur, else the coordinators of its gemeente."""
    if traject.regisseur and traject.regisseur.is_active:
        return [traject.regisseur]
    return members_of(traject.gemeente_id, (Functie.COORDINATOR,))


def regie_for(traject: Traject, gemeente: Partij) -> list[User]:
    """Return who of a gemeente deals with its participants in a trajectory: in another's, its own coordinators."""
    if traject.gemeente_id == gemeente.pk:
        return regie_of(traject)
    return members_of(gemeente.pk, (Functie.COORDINATOR,))


def keepers_of(afspraak: Afspraak) -> list[User]:
    """Return whoever must keep an agreement: the person, else the party's people, else whoever directs."""
    if afspraak.persoon and afspraak.persoon.is_active:
        return [afspraak.persoon]
    # What someone keeps in a party's name is not for all of that party to know.
    people = [] if afspraak.persoon else _people_of(afspraak.partij)
    return people or regie_for(afspraak.traject, afspraak.gemeente)


def _people_of(partij: Partij | None) -> list[User]:
    # Of a gemeente those who do its work: an agreement may touch on a person.
    if partij is None:
        return []
    return members_of(partij.pk, WERK_FUNCTIES) if partij.is_gemeente else members_of(partij.pk)


def holders_of(rolinvulling: Rolinvulling) -> list[User]:
    """Return whoever fills a role or was asked to: the person where known, else everyone of the party."""
    if rolinvulling.persoon and rolinvulling.persoon.is_active:
        return [rolinvulling.persoon]
    return members_of(rolinvulling.partij_id) if rolinvulling.partij_id else []


def colleagues_of(rolinvulling: Rolinvulling) -> list[User]:
    """Return the others of the party of which one person was asked; nobody where all of it was."""
    asked = holders_of(rolinvulling)
    if not rolinvulling.partij_id or rolinvulling.persoon not in asked:
        return []
    return [user for user in members_of(rolinvulling.partij_id) if user not in asked]
