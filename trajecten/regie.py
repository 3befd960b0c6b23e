"""The one door for who directs a trajectory: one person, who holds the regisseur's role in each phase that has it."""

from django.db import transaction
from django.utils.translation import gettext as _

from partijen.enums import WERK_FUNCTIES, Rol
from partijen.lidmaatschap import forget, gemeentes_of, partijen_of
from partijen.models import Partij
from toegang.models import User
from trajecten.catalogus import CATALOGUS
from trajecten.enums import Component
from trajecten.fouten import TrajectFout
from trajecten.models import Rolinvulling, Traject
from trajecten.rollen import ensure_toegezegd, pass_on, release


def lock_gemeente(gemeente_id: int) -> None:
    """Hold a gemeente until the transaction ends: nobody leaves it meanwhile. Comes before any lock on a trajectory."""
    Partij.objects.select_for_update().get(pk=gemeente_id)


def set_regisseur(traject: Traject, *, persoon: User | None) -> None:
    """Make someone the regisseur, or nobody; their roles go along. Raises TrajectFout.

    Someone of the gemeente whose function does that work, or of a party that committed to the regie.
    """
    with transaction.atomic():
        lock_gemeente(traject.gemeente_id)
        current = Traject.objects.lock(traject.pk).regisseur_id
        if current == (persoon.pk if persoon else None):
            return
        _check_may_direct(traject, persoon)
        _hand_over(traject, current, persoon)


def hand_on_regie(traject: Traject, *, van: User, partij: Partij, naar: User | None) -> None:
    """Give the regie that someone has in a party's name to a colleague, or to nobody; what others hold stays.

    Another party that committed to the regie keeps its role without a name. The party is locked.
    """
    with transaction.atomic():
        Traject.objects.lock(traject.pk)
        traject.regisseur = naar
        traject.save(update_fields=["regisseur"])
        own = traject.gemeente_id == partij.pk
        for row in Rolinvulling.objects.of_traject(traject).filter(rol=Rol.REGISSEUR, persoon=van, partij=partij):
            if naar or not own:
                pass_on(row, naar)
            else:
                release(row)
        if naar and own:
            _give_roles(traject, naar)


def directs_for(traject: Traject, persoon: User) -> Partij | None:
    """Return the party in whose name someone directs: the gemeente whose trajectory it is, or one that committed."""
    if traject.gemeente_id in gemeentes_of(persoon, WERK_FUNCTIES):
        return traject.gemeente
    partij_id = _directing_party(traject, persoon)
    return Partij.objects.get(pk=partij_id) if partij_id else None


def _check_may_direct(traject: Traject, persoon: User | None) -> None:
    if persoon is None:
        return
    forget(persoon)  # read before the wait for the lock, it may be over
    if traject.gemeente_id not in gemeentes_of(persoon, WERK_FUNCTIES) and not _directing_party(traject, persoon):
        raise TrajectFout(
            _("%(persoon)s is geen coördinator of klantmanager van %(gemeente)s.")
            % {"persoon": persoon, "gemeente": traject.gemeente}
        )


def _directing_party(traject: Traject, persoon: User) -> int | None:
    """Return the other party in whose name this person directs, if there is one."""
    rows = Rolinvulling.objects.of_traject(traject).committed().filter(rol=Rol.REGISSEUR)
    here = rows.filter(partij__in=partijen_of(persoon)).exclude(partij=traject.gemeente_id).order_by("pk")
    return here.values_list("partij", flat=True).first()


def _hand_over(traject: Traject, current: int | None, persoon: User | None) -> None:
    traject.regisseur = persoon
    traject.save(update_fields=["regisseur"])
    colleagues = _directing_party(traject, persoon) if persoon else None
    if current:
        for rolinvulling in Rolinvulling.objects.filter(fase__traject=traject, rol=Rol.REGISSEUR, persoon=current):
            if rolinvulling.partij_id == colleagues:
                pass_on(rolinvulling, persoon)
            else:
                release(rolinvulling)
    if persoon and traject.gemeente_id in gemeentes_of(persoon, WERK_FUNCTIES):
        _give_roles(traject, persoon)


def _give_roles(traject: Traject, persoon: User) -> None:
    for fase in traject.fasen.all():
        if Rol.REGISSEUR in CATALOGUS[Component(fase.component)].rollen:
            ensure_toegezegd(fase, rol=Rol.REGISSEUR, partij=traject.gemeente, persoon=persoon)
