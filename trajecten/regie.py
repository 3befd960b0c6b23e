"""The one door for who directs a trajectory: one person, who holds the regisseur's role in each phase that has it."""

from django.db import transaction
from django.utils.translation import gettext as _

from partijen.enums import WERK_FUNCTIES, Rol
from partijen.lidmaatschap import gemeentes_of
from toegang.models import User
from trajecten.catalogus import CATALOGUS
from trajecten.enums import Component
from trajecten.fouten import TrajectFout
from trajecten.models import Rolinvulling, Traject
from trajecten.rollen import ensure_toegezegd, release


def set_regisseur(traject: Traject, *, persoon: User | None) -> None:
    """Make someone of the gemeente the regisseur, or nobody; their roles go along. Raises TrajectFout."""
    with transaction.atomic():
        current = Traject.objects.lock(traject.pk).regisseur_id
        if current == (persoon.pk if persoon else None):
            return
        if persoon and traject.gemeente_id not in gemeentes_of(persoon, WERK_FUNCTIES):
            raise TrajectFout(
                _("%(persoon)s is geen coördinator of klantmanager van %(gemeente)s.")
                % {"persoon": persoon, "gemeente": traject.gemeente}
            )
        _hand_over(traject, current, persoon)


def _hand_over(traject: Traject, current: int | None, persoon: User | None) -> None:
    traject.regisseur = persoon
    traject.save(update_fields=["regisseur"])
    if current:
        for rolinvulling in Rolinvulling.objects.filter(fase__traject=traject, rol=Rol.REGISSEUR, persoon=current):
            release(rolinvulling)
    if persoon:
        for fase in traject.fasen.all():
            if Rol.REGISSEUR in CATALOGUS[Component(fase.component)].rollen:
                ensure_toegezegd(fase, rol=Rol.REGISSEUR, partij=traject.gemeente, persoon=persoon)
