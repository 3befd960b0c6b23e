"""How a person relates to a trajectory and to what hangs on it."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from partijen.enums import WERK_FUNCTIES
from partijen.lidmaatschap import gemeentes_of, partijen_of
from partijen.relaties import to_gemeente
from toegang.matrix import REGIE
from toegang.relaties import Relatie, Relaties
from toegang.relaties import register as register_finder
from trajecten.fouten import TrajectFout
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.querysets import werkpartijen_of

if TYPE_CHECKING:
    from toegang.models import User


def register() -> None:
    register_finder(None, anywhere)
    register_finder(Traject, to_traject)
    register_finder(Fase, lambda user, fase: to_traject(user, fase.traject))  # type: ignore[union-attr]
    register_finder(Rolinvulling, to_rolinvulling)
    register_finder(Afspraak, to_afspraak)


def anywhere(user: "User", _none: Any) -> Relaties:
    """Return the roles the parties in whose name the user works were asked for or have, in whichever trajectory."""
    rollen = Rolinvulling.objects.worked_by(user).order_by().values_list("rol", flat=True).distinct()
    return frozenset(Relatie(rol) for rol in rollen)


def to_traject(user: "User", traject: Any) -> Relaties:
    """Return the user's function in the owning gemeente, or their parties' committed roles in this trajectory.

    Whoever is asked may look (visible_to) and answer, and nothing more until their party has said yes. In the owning
    gemeente the function decides, not the roles that the gemeente itself fills: else a lezer would direct.
    """
    functies = by_function(user, traject)
    rollen = Rolinvulling.objects.worked_by(user).committed().of_traject(traject).exclude(partij=traject.gemeente_id)
    via_rol = frozenset(Relatie(rol) for rol in rollen.order_by().values_list("rol", flat=True).distinct())
    return functies | via_rol


def by_function(user: "User", traject: Any) -> Relaties:
    """Return what the user is in the gemeente whose trajectory it is; costs no query.

    Its regisseur directs as long as their function does that work: a lezer or beheerder no longer does.
    """
    works = traject.gemeente_id in gemeentes_of(user, WERK_FUNCTIES)
    regie = frozenset({Relatie.REGISSEUR}) if works and traject.regisseur_id == user.pk else frozenset()
    return to_gemeente(user, traject.gemeente_id) | regie


def may_direct(user: "User", traject: Any) -> bool:
    """Return whether the user directs this trajectory: coordinator of its gemeente, or its regisseur."""
    return bool(to_traject(user, traject) & REGIE)


def check_belongs(persoon: "User | None", partij: Any) -> None:
    """Refuse someone who acts for a party without a place in it. Raises TrajectFout."""
    if persoon and partij and partij.pk not in partijen_of(persoon):
        raise TrajectFout(_("%(persoon)s hoort niet bij %(partij)s.") % {"persoon": persoon, "partij": partij})


def to_rolinvulling(user: "User", rolinvulling: Any) -> Relaties:
    """A request is answered by the party that was asked: EIGEN_PARTIJ."""
    own = frozenset({Relatie.EIGEN_PARTIJ}) if rolinvulling.partij_id in werkpartijen_of(user) else frozenset()
    return to_traject(user, rolinvulling.fase.traject) | own


def to_afspraak(user: "User", afspraak: Any) -> Relaties:
    """Return what the user is to an agreement: by its gemeente, and BETROKKENE to whoever must keep or made it."""
    return in_traject(user, afspraak, afspraak.traject, to_traject(user, afspraak.traject))


def in_traject(user: "User", afspraak: Any, traject: Any, relaties: Relaties) -> Relaties:
    """Return what the user is to an agreement of a trajectory to which they are `relaties`; costs no query.

    About a participant of another gemeente it is that gemeente's: who directs the trajectory has no say in it.
    """
    own = frozenset({Relatie.BETROKKENE}) if _is_betrokkene(user, afspraak) else frozenset()
    if afspraak.gemeente_id == traject.gemeente_id:
        return relaties | own
    return to_gemeente(user, afspraak.gemeente_id) | own


def _is_betrokkene(user: "User", afspraak: Any) -> bool:
    # Without a person, a party's people keep it.
    of_partij = afspraak.persoon_id is None and afspraak.partij_id in werkpartijen_of(user)
    return user.pk in (afspraak.persoon_id, afspraak.gemaakt_door_id) or of_partij
