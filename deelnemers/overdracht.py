"""What someone holds of participants in a party's name: being their mentor."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deelnemers.deelnames import assign_mentor
from deelnemers.models import Deelname, Plaatsing
from partijen.enums import Rol
from partijen.overdracht import Bezit, register_gemeenten
from partijen.overdracht import register as register_bezit
from trajecten.models import Rolinvulling
from trajecten.overdracht import in_lines, owners, tell_regie
from trajecten.rollen import ROLLEN_MET_MENSEN

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User


# Whoever fills one of these is shown people of the trajectory, or may come to be.
ROLLEN_MET_DEELNEMERS = (*ROLLEN_MET_MENSEN, Rol.WERKGEVER)


def register() -> None:
    register_bezit(mentorschap)
    register_gemeenten(gemeenten_with_placement)
    register_gemeenten(gemeenten_of_guided)
    register_gemeenten(gemeenten_of_trained)


def gemeenten_with_placement(partij_id: int) -> Iterable[int]:
    """Return the ids of the gemeentes of whoever works at this party, or worked there."""
    rows = Plaatsing.objects.filter(werkgever=partij_id)
    owned = rows.values_list("deelname__traject__gemeente", "deelname__deelnemer__gemeente").order_by().distinct()
    return [pk for pair in owned for pk in pair]


def gemeenten_of_guided(partij_id: int) -> Iterable[int]:
    """Return the ids of the gemeentes of whoever is guided, or was, by someone in this party's name."""
    rows = Deelname.objects.filter(mentor_partij=partij_id)
    owned = rows.values_list("traject__gemeente", "deelnemer__gemeente").order_by().distinct()
    return [pk for pair in owned for pk in pair]


def gemeenten_of_trained(partij_id: int) -> Iterable[int]:
    """Return the ids of the gemeentes of whoever takes part, or did, where this party trains, guides or employs."""
    rows = Rolinvulling.objects.filter(partij=partij_id, rol__in=ROLLEN_MET_DEELNEMERS).order_by()
    people = Deelname.objects.filter(traject__in=rows.values("fase__traject")).order_by()
    return people.values_list("deelnemer__gemeente", flat=True).distinct()


def mentorschap(lid: "Lidmaatschap") -> Bezit:
    """Return the open participations whose mentor the person is in this party's name; shown as counts, no names."""
    rows = Deelname.objects.open().filter(mentor=lid.gebruiker_id, mentor_partij=lid.partij_id)
    held = list(rows.select_related("traject", "deelnemer"))

    def give(opvolger: "User | None") -> None:
        for deelname in held:
            assign_mentor(deelname, opvolger, partij=lid.partij)
        if not opvolger:
            tell_regie((deelname.traject for deelname in held), lid)

    gemeenten = owners(deelname.traject for deelname in held) | {deelname.deelnemer.gemeente_id for deelname in held}
    per_traject = Counter(str(deelname.traject) for deelname in held)
    return Bezit(_("Mentor van deelnemers"), in_lines(per_traject), give, gemeenten)
