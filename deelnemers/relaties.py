"""How a person relates to a participant."""

from typing import TYPE_CHECKING, Any

from deelnemers.models import (
    Checkin,
    Deelname,
    Deelnemer,
    ImportOpdracht,
    Inzageverzoek,
    Ontmoeting,
    Plaatsing,
    Signaal,
    Voortgang,
    Wens,
)
from deelnemers.querysets import opleiding_of
from partijen.relaties import to_gemeente
from toegang.matrix import BEGELEIDING
from toegang.relaties import Relatie, Relaties
from toegang.relaties import register as register_finder
from toegang.tweede_stap import register_ziet_mensen

if TYPE_CHECKING:
    from toegang.models import User


def register() -> None:
    register_ziet_mensen(sees_anyone)
    register_finder(Deelnemer, to_deelnemer)
    register_finder(Deelname, to_deelname)
    register_finder(Checkin, _author_of)
    register_finder(Inzageverzoek, lambda user, verzoek: to_gemeente(user, verzoek.deelnemer.gemeente_id))  # type: ignore[union-attr]
    for model in (Voortgang, Plaatsing, Checkin, Wens, Ontmoeting):
        register_finder(model, lambda user, obj: to_deelname(user, obj.deelname))  # type: ignore[union-attr]
    register_finder(ImportOpdracht, lambda user, opdracht: to_gemeente(user, opdracht.gemeente_id))  # type: ignore[union-attr]
    register_finder(Signaal, lambda user, signaal: to_deelname(user, signaal.checkin.deelname))  # type: ignore[union-attr]


def to_deelnemer(user: "User", deelnemer: Any) -> Relaties:
    """Return what the user is to a participant: by gemeente, mentorship, placement or a trainer's role."""
    return to_gemeente(user, deelnemer.gemeente_id) | _via_deelnames(user, Deelname.objects.filter(deelnemer=deelnemer))


def to_deelname(user: "User", deelname: Any) -> Relaties:
    own = Deelname.objects.filter(pk=deelname.pk)
    return to_gemeente(user, deelname.deelnemer.gemeente_id) | _via_deelnames(user, own)


def sees_anyone(user: "User") -> bool:
    """Return whether any participant's file is shown to the user: a mentor or an employer by no role but that."""
    return Deelnemer.objects.visible_to(user).exists()


def _author_of(user: "User", checkin: Any) -> Relaties:
    """Whoever wrote it may set it right, as long as they still have work with this participant."""
    mine = checkin.door_id == user.pk and to_deelname(user, checkin.deelname) & BEGELEIDING
    return frozenset({Relatie.AUTEUR}) if mine else frozenset()


def _via_deelnames(user: "User", deelnames: Any) -> Relaties:
    now = deelnames.shared()
    rollen = opleiding_of(user).filter(fase__traject__in=now.values("traject"))
    found = {Relatie(rol) for rol in rollen.order_by().values_list("rol", flat=True).distinct()}
    if now.of_mentor(user).exists():
        found.add(Relatie.EIGEN_MENTOR)
    if Plaatsing.objects.at_partner(user).filter(deelname__in=now).exists():
        found.add(Relatie.PLAATSENDE_WERKGEVER)
    return frozenset(found)
