"""What someone holds of participants in a party's name: being their mentor."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deelnemers.deelnames import assign_mentor
from deelnemers.models import Deelname, Plaatsing
from partijen.overdracht import Bezit, register_gemeenten
from partijen.overdracht import register as register_bezit
from trajecten.overdracht import in_lines, owners, tell_regie

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User


def register() -> None:
    register_bezit(mentorschap)
    register_gemeenten(gemeenten_with_placement)
    register_gemeenten(gemeenten_of_guided)


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


def mentorschap(lid: "Lidmaatschap") -> Bezit:
    """Return the open participations whose mentor the person is in this party's name; shown as counts, no names."""
    rows = Deelname.objects.open().filter(mentor=lid.gebruiker_id, mentor_partij=lid.partij_id)
    held = list(rows.select_related("traject", "deelnemer"))

    def give(opvolger: "User | None") -> None:
        for deelname in held:
            assign_mentor(deelname, opvolger)
        if not opvolger:
            tell_regie((deelname.traject for deelname in held), lid)

    gemeenten = owners(deelname.traject for deelname in held) | {deelname.deelnemer.gemeente_id for deelname in held}
    per_traject = Counter(str(deelname.traject) for deelname in held)
    return Bezit(_("Mentor van deelnemers"), in_lines(per_traject), give, gemeenten)
