"""What may be seen of trajectories, and what is open or due, said in the field's words."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from partijen.enums import Functie
from partijen.lidmaatschap import gemeentes_of, memberships_of, partijen_of
from trajecten.enums import AfspraakStatus, FaseStatus, RolStatus

if TYPE_CHECKING:
    from toegang.models import User
    from trajecten.models import Traject

# Functions in a gemeente that do the work of a trajectory.
WERK_FUNCTIES = (Functie.COORDINATOR, Functie.KLANTMANAGER)


def werkpartijen_of(user: "User") -> list[int]:
    """Return the parties in whose name the user acts; a lezer or beheerder of a gemeente only looks."""
    return [lid.partij_id for lid in memberships_of(user) if not lid.partij.is_gemeente or lid.functie in WERK_FUNCTIES]


class TrajectQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "TrajectQuerySet":
        """A gemeente sees its own trajectories, a party those in which it was asked for a role or has one."""
        from trajecten.models import Rolinvulling

        own = Rolinvulling.objects.filter(fase__traject=OuterRef("pk"), partij_id__in=partijen_of(user))
        return self.filter(Q(gemeente_id__in=gemeentes_of(user)) | Exists(own))

    def of_gemeentes(self, user: "User") -> "TrajectQuerySet":
        return self.filter(gemeente_id__in=gemeentes_of(user))

    def lock(self, pk: int) -> "Traject":
        """Hold the trajectory until the transaction ends: every change of its phases and roles waits here."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def with_counts(self) -> "TrajectQuerySet":
        """Add the number of roles that nobody fills yet and of roles that were asked and not answered."""
        return self.annotate(
            open_rollen=Count("fasen__rollen", filter=Q(fasen__rollen__status=RolStatus.OPEN)),
            gevraagde_rollen=Count("fasen__rollen", filter=Q(fasen__rollen__status=RolStatus.GEVRAAGD)),
        )


class FaseQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "FaseQuerySet":
        from trajecten.models import Traject

        return self.filter(traject__in=Traject.objects.visible_to(user))

    def unfinished(self) -> "FaseQuerySet":
        return self.exclude(status=FaseStatus.AFGEROND)

    def late(self, today: date) -> "FaseQuerySet":
        """Phases past their planned end that were not closed."""
        return self.unfinished().filter(eind__lt=today)


class RolinvullingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "RolinvullingQuerySet":
        from trajecten.models import Traject

        return self.filter(fase__traject__in=Traject.objects.visible_to(user))

    def open(self) -> "RolinvullingQuerySet":
        return self.filter(status=RolStatus.OPEN)

    def gevraagd(self) -> "RolinvullingQuerySet":
        return self.filter(status=RolStatus.GEVRAAGD)

    def committed(self) -> "RolinvullingQuerySet":
        return self.filter(status=RolStatus.TOEGEZEGD)

    def of_traject(self, traject: "Traject") -> "RolinvullingQuerySet":
        return self.filter(fase__traject=traject)

    def of_partijen(self, user: "User") -> "RolinvullingQuerySet":
        return self.filter(partij_id__in=partijen_of(user))

    def worked_by(self, user: "User") -> "RolinvullingQuerySet":
        """Rows of the parties in whose name the user works."""
        return self.filter(partij_id__in=werkpartijen_of(user))


class AfspraakQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "AfspraakQuerySet":
        """The owning gemeente sees every agreement, others those they made or must keep: they may touch on a person."""
        return self.filter(
            Q(traject__gemeente_id__in=gemeentes_of(user))
            | Q(persoon=user)
            | Q(gemaakt_door=user)
            | Q(persoon__isnull=True, partij_id__in=partijen_of(user))
        )

    def open(self) -> "AfspraakQuerySet":
        return self.filter(status=AfspraakStatus.OPEN)
