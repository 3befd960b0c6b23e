"""What someone holds of trajectories in a party's name: roles, the regie, and agreements that are still open."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partijen.overdracht import Bezit
from partijen.overdracht import register as register_bezit
from trajecten.models import Afspraak, Rolinvulling, Traject
from trajecten.regie import set_regisseur

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User


def register() -> None:
    for find in (regie, rollen, afspraken):
        register_bezit(find)


def regie(lid: "Lidmaatschap") -> Bezit:
    """Return the trajectories of this gemeente that the person directs."""
    trajecten = list(Traject.objects.filter(gemeente=lid.partij_id, regisseur=lid.gebruiker_id))

    def give(opvolger: "User | None") -> None:
        for traject in trajecten:
            set_regisseur(traject, persoon=opvolger)

    return Bezit(_("Regisseur van"), tuple(str(traject) for traject in trajecten), give)


def rollen(lid: "Lidmaatschap") -> Bezit:
    """Return the roles, asked or committed, that the person has for this party."""
    held = Rolinvulling.objects.filter(partij=lid.partij_id, persoon=lid.gebruiker_id).select_related("fase__traject")
    rows = list(held)

    def give(opvolger: "User | None") -> None:
        # Directing went first and took its roles along.
        for row in Rolinvulling.objects.filter(pk__in=[row.pk for row in rows], persoon=lid.gebruiker_id):
            _give_role(row, opvolger)

    names = (f"{row.get_rol_display()}: {row.fase.traject} ({row.fase})" for row in rows)
    return Bezit(_("Rollen"), tuple(names), give)


def afspraken(lid: "Lidmaatschap") -> Bezit:
    """Return the open agreements of the person in this party's name, or in trajectories of this gemeente."""
    mine = (
        Q(partij=lid.partij_id) | Q(partij=None, traject__gemeente=lid.partij_id) | Q(partij=None, traject__in=_at(lid))
    )
    held = list(Afspraak.objects.open().filter(mine, persoon=lid.gebruiker_id).select_related("traject"))

    def give(opvolger: "User | None") -> None:
        for afspraak in held:
            afspraak.persoon = opvolger
            # An agreement is somebody's or some party's: without a successor it is the party's to do.
            afspraak.partij = afspraak.partij or (None if opvolger else lid.partij)
            afspraak.save(update_fields=["persoon", "partij"])

    return Bezit(_("Open afspraken"), tuple(f"{a.wat} ({a.traject}, {a.deadline:%d-%m-%Y})" for a in held), give)


def _at(lid: "Lidmaatschap") -> "object":
    return Traject.objects.filter(fasen__rollen__partij=lid.partij_id).values("pk")


def _give_role(row: Rolinvulling, opvolger: "User | None") -> None:
    taken = row.siblings().filter(partij=row.partij_id, persoon=opvolger)
    if taken.exists():
        row.delete()  # the successor, or the party itself, has this very role in this phase already
        return
    row.persoon = opvolger
    row.save(update_fields=["persoon"])
