"""What someone holds of participants in a party's name: being their mentor."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deelnemers.deelnames import assign_mentor
from deelnemers.models import Deelname
from partijen.overdracht import Bezit
from partijen.overdracht import register as register_bezit
from trajecten.models import Rolinvulling

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User


def register() -> None:
    register_bezit(mentorschap)


def mentorschap(lid: "Lidmaatschap") -> Bezit:
    """Return the open participations the person is mentor of in this party's name: counts, no names."""
    here = Rolinvulling.objects.filter(partij=lid.partij_id).values("fase__traject")
    held = list(Deelname.objects.open().filter(mentor=lid.gebruiker_id, traject__in=here).select_related("traject"))
    per_traject: dict[str, int] = {}
    for deelname in held:
        per_traject[str(deelname.traject)] = per_traject.get(str(deelname.traject), 0) + 1

    def give(opvolger: "User | None") -> None:
        for deelname in held:
            assign_mentor(deelname, opvolger)

    return Bezit(_("Mentor van deelnemers"), tuple(f"{naam}: {n}" for naam, n in per_traject.items()), give)
