"""What someone holds of trajectories in a party's name: roles, the regie, and agreements that are still open."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from partijen.models import Lidmaatschap
from partijen.overdracht import Bezit
from partijen.overdracht import register as register_bezit
from trajecten.enums import RolStatus
from trajecten.models import Afspraak, Rolinvulling, Traject
from trajecten.regie import set_regisseur

if TYPE_CHECKING:
    from toegang.models import User


def register() -> None:
    for find in (regie, rollen, afspraken):
        register_bezit(find)


def regie(lid: Lidmaatschap) -> Bezit:
    """Return the trajectories of this gemeente that the person directs."""
    held = list(Traject.objects.filter(gemeente=lid.partij_id, regisseur=lid.gebruiker_id).order_by("pk"))

    def give(opvolger: "User | None") -> None:
        for traject in held:
            set_regisseur(traject, persoon=opvolger)

    return Bezit(_("Regisseur van"), tuple(str(traject) for traject in held), give, owners(held))


def rollen(lid: Lidmaatschap) -> Bezit:
    """Return the roles, asked or committed, that the person has for this party."""
    rows = Rolinvulling.objects.filter(partij=lid.partij_id, persoon=lid.gebruiker_id)
    held = list(rows.select_related("fase__traject"))

    def give(opvolger: "User | None") -> None:
        for pk in sorted({row.fase.traject_id for row in held}):
            Traject.objects.lock(pk)
        # Directing went first and took its roles along: only what is still theirs.
        for row in rows.all():
            _give_role(row, opvolger)

    regels = tuple(f"{row.get_rol_display()}: {row.fase.traject} ({row.fase})" for row in held)
    return Bezit(_("Rollen"), regels, give, owners(row.fase.traject for row in held))


def afspraken(lid: Lidmaatschap) -> Bezit:
    """Return the open agreements of the person in this party's name; all of them where it is their last party."""
    rows = Afspraak.objects.open().filter(persoon=lid.gebruiker_id)
    if not is_last(lid):
        rows = rows.filter(Q(partij=lid.partij_id) | Q(partij=None) & (Q(traject__gemeente=lid.partij_id) | _at(lid)))
    held = list(rows.select_related("traject"))

    def give(opvolger: "User | None") -> None:
        for afspraak in held:
            afspraak.persoon = opvolger
            # An agreement is somebody's or some party's: without a successor it is the party's to do.
            afspraak.partij = afspraak.partij or (None if opvolger else lid.partij)
            afspraak.save(update_fields=["persoon", "partij"])

    per_traject = Counter(str(afspraak.traject) for afspraak in held)
    return Bezit(_("Open afspraken"), in_lines(per_traject), give, owners(afspraak.traject for afspraak in held))


def is_last(lid: Lidmaatschap) -> bool:
    """Return whether the person has a place in no other party: then all they hold is handed over."""
    return not Lidmaatschap.objects.active().filter(gebruiker=lid.gebruiker_id).exclude(pk=lid.pk).exists()


def owners(trajecten: Iterable[Traject]) -> frozenset[int]:
    """Return the ids of the gemeentes whose trajectories these are."""
    return frozenset(traject.gemeente_id for traject in trajecten)


def in_lines(per_traject: Counter[str]) -> tuple[str, ...]:
    """Return a line per trajectory with how many there are in it."""
    return tuple(f"{naam}: {aantal}" for naam, aantal in sorted(per_traject.items()))


def _at(lid: Lidmaatschap) -> Q:
    here: QuerySet[Rolinvulling] = Rolinvulling.objects.filter(partij=lid.partij_id)
    return Q(traject__in=here.values("fase__traject"))


def _give_role(row: Rolinvulling, opvolger: "User | None") -> None:
    twin = row.siblings().filter(partij=row.partij_id, persoon=opvolger).first()
    if twin and twin.status == RolStatus.TOEGEZEGD:
        row.delete()  # the successor, or the party itself, does this very work already
        return
    if twin:
        twin.delete()  # was only asked, and this row may be a yes
    row.persoon = opvolger
    row.save(update_fields=["persoon"])
