"""What may be seen of trajectories, and what is open or due, said in the field's words."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from partijen.enums import DOSSIER_FUNCTIES, WERK_FUNCTIES, Rol
from partijen.lidmaatschap import gemeentes_of, memberships_of, partijen_of, partners_of
from toegang.woorden import with_words
from trajecten.enums import AfspraakStatus, Component, Doorgang, FaseStatus, RolStatus, Stand

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User
    from trajecten.models import Traject

# From here on the roles of a phase that is about to begin should be filled.
BINNENKORT = timedelta(days=14)


def leespartijen_of(user: "User") -> list[int]:
    """Return the parties whose agreements are the user's to know; a beheerder of a gemeente reads nothing on people."""
    return [
        lid.partij_id for lid in memberships_of(user) if not lid.partij.is_gemeente or lid.functie in DOSSIER_FUNCTIES
    ]


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

    def directed_by(self, user: "User") -> "TrajectQuerySet":
        """Trajectories of the user's own gemeentes, and of others those that a party directs for which they work."""
        from trajecten.models import Rolinvulling

        directs = (
            Rolinvulling.objects.worked_by(user).committed().filter(rol=Rol.REGISSEUR, fase__traject=OuterRef("pk"))
        )
        return self.filter(Q(gemeente_id__in=gemeentes_of(user)) | Exists(directs))

    def lock(self, pk: int) -> "Traject":
        """Hold the trajectory until the transaction ends: every change of its phases and roles waits here."""
        return cast("Traject", self.select_for_update(no_key=True).get(pk=pk))

    def with_counts(self) -> "TrajectQuerySet":
        """Add the number of roles that nobody fills yet and of roles that were asked and not answered."""
        return self.annotate(
            open_rollen=_count_rollen(RolStatus.OPEN), gevraagde_rollen=_count_rollen(RolStatus.GEVRAAGD)
        )

    def with_late(self, today: date) -> "TrajectQuerySet":
        """Add whether a phase is late now."""
        return self.annotate(laat=Exists(_fasen().late(today)))

    def for_list(self, today: date) -> "TrajectQuerySet":
        """Everything a row of the list shows, in two queries."""
        return self.with_counts().with_late(today).select_related("gemeente", "regisseur").prefetch_related("fasen")

    def named(self, text: str) -> "TrajectQuerySet":
        """Trajectories with each of these words in their name or their goal."""
        return self.filter(with_words(text, "naam", "doel"))

    def going_on(self) -> "TrajectQuerySet":
        """Trajectories that are not paused and not stopped."""
        return self.filter(status=Doorgang.ACTIEF)

    def not_stopped(self) -> "TrajectQuerySet":
        return self.exclude(status=Doorgang.GESTOPT)

    def running_in(self, component: str) -> "TrajectQuerySet":
        """Trajectories in which this component runs now."""
        return self.filter(Exists(_fasen().going_on().filter(component=component, status=FaseStatus.LOPEND)))

    def at_stand(self, stand: str) -> "TrajectQuerySet":
        """Trajectories by how far they are; the same as `Traject.stand`."""
        if stand in Doorgang.values:
            return self.filter(status=stand)
        begun, unfinished = Exists(_fasen().not_stopped().begun()), Exists(_fasen().not_stopped().unfinished())
        return self.going_on().filter(
            {Stand.VOORBEREIDING: ~begun, Stand.LOPEND: begun & unfinished, Stand.AFGEROND: begun & ~unfinished}[
                Stand(stand)
            ]
        )


def _fasen() -> "FaseQuerySet":
    from trajecten.models import Fase

    return Fase.objects.filter(traject=OuterRef("pk"))


def _count_rollen(status: RolStatus) -> Coalesce:
    # A subquery of its own: a second join in the same query would multiply the count. What is over misses nobody.
    from trajecten.models import Rolinvulling

    of_traject = Rolinvulling.objects.filter(fase__traject=OuterRef("pk"), status=status).not_stopped()
    rollen = of_traject.exclude(fase__status=FaseStatus.AFGEROND).order_by()
    return Coalesce(Subquery(rollen.values("fase__traject").annotate(aantal=Count("pk")).values("aantal")), 0)


class FaseQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "FaseQuerySet":
        from trajecten.models import Traject

        return self.filter(traject__in=Traject.objects.visible_to(user))

    def begun(self) -> "FaseQuerySet":
        return self.exclude(status=FaseStatus.GEPLAND)

    def unfinished(self) -> "FaseQuerySet":
        return self.exclude(status=FaseStatus.AFGEROND)

    def going_on(self) -> "FaseQuerySet":
        """Phases that are not paused and not stopped, nor is their trajectory; the same rule as `Fase.gaat_door`."""
        return self.filter(doorgang=Doorgang.ACTIEF, traject__status=Doorgang.ACTIEF)

    def paused(self) -> "FaseQuerySet":
        """Phases that were paused, in a trajectory that goes on."""
        return self.filter(doorgang=Doorgang.GEPAUZEERD, traject__status=Doorgang.ACTIEF)

    def not_stopped(self) -> "FaseQuerySet":
        """Phases that were not stopped themselves."""
        return self.exclude(doorgang=Doorgang.GESTOPT)

    def late(self, today: date) -> "FaseQuerySet":
        """Phases that did not begin after their planned start, or run after their planned end; and since which day.

        The same rule as `Fase.late_since`.
        """
        due = Case(When(status=FaseStatus.GEPLAND, then=F("start")), default=F("eind"))
        return self.going_on().unfinished().annotate(laat_sinds=due).filter(laat_sinds__lt=today)

    def past_end(self, today: date) -> "FaseQuerySet":
        """Phases past their planned end that were not closed, begun or not: their planning no longer holds at all."""
        return self.going_on().unfinished().filter(eind__lt=today)

    def wanting_rollen(self, today: date) -> "FaseQuerySet":
        """Phases whose roles should all be filled: they run, or begin soon; the same rule as `Fase.wants_rollen`."""
        soon = Q(status=FaseStatus.GEPLAND, start__lte=today + BINNENKORT)
        return self.going_on().filter(soon | Q(status=FaseStatus.LOPEND))

    def with_uitslag(self) -> "FaseQuerySet":
        """Add what the go/no-go that holds decided; nothing where none was taken."""
        from trajecten.models import Besluit

        return self.annotate(uitslag=Subquery(Besluit.objects.filter(fase=OuterRef("pk")).values("uitslag")[:1]))

    def for_page(self) -> "FaseQuerySet":
        """The phases with who fills their roles and what was decided, in a fixed number of queries."""
        from trajecten.models import Besluit

        besluiten = Prefetch("besluiten", Besluit.objects.select_related("partij", "persoon"))
        return self.prefetch_related("rollen__partij", "rollen__persoon", "rollen__afgewezen_door", besluiten)


class RolinvullingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "RolinvullingQuerySet":
        from trajecten.models import Traject

        return self.filter(fase__traject__in=Traject.objects.visible_to(user))

    def open(self) -> "RolinvullingQuerySet":
        return self.filter(status=RolStatus.OPEN)

    def going_on(self) -> "RolinvullingQuerySet":
        """Roles in phases that are not paused and not stopped, nor is their trajectory."""
        return self.filter(fase__doorgang=Doorgang.ACTIEF, fase__traject__status=Doorgang.ACTIEF)

    def not_stopped(self) -> "RolinvullingQuerySet":
        """Roles in phases that were not stopped, nor was their trajectory."""
        return self.exclude(fase__doorgang=Doorgang.GESTOPT).exclude(fase__traject__status=Doorgang.GESTOPT)

    def gevraagd(self) -> "RolinvullingQuerySet":
        return self.filter(status=RolStatus.GEVRAAGD)

    def committed(self) -> "RolinvullingQuerySet":
        return self.filter(status=RolStatus.TOEGEZEGD)

    def with_workplaces(self) -> "RolinvullingQuerySet":
        """Employers that take part in a phase in which one works: to learn, on trial, or for good."""
        working = self.filter(rol=Rol.WERKGEVER, fase__component__in=(Component.LEERWERK, Component.MATCHING))
        return working.filter(status=RolStatus.TOEGEZEGD).select_related("partij", "fase")

    def of_traject(self, traject: "Traject") -> "RolinvullingQuerySet":
        return self.filter(fase__traject=traject)

    def directing(self, partij_id: int) -> "RolinvullingQuerySet":
        """Rows in which a party committed to the regie."""
        return self.committed().filter(rol=Rol.REGISSEUR, partij=partij_id)

    def directing_elsewhere(self, lid: "Lidmaatschap") -> "RolinvullingQuerySet":
        """Rows in which the person has the regie for another party than this one, to which they belong."""
        others = lid.gebruiker.lidmaatschappen.active().exclude(pk=lid.pk).values("partij")
        return self.committed().filter(rol=Rol.REGISSEUR, persoon=lid.gebruiker_id, partij__in=others)

    def of_partijen(self, user: "User") -> "RolinvullingQuerySet":
        return self.filter(partij_id__in=partijen_of(user))

    def worked_by(self, user: "User") -> "RolinvullingQuerySet":
        """Rows of the parties in whose name the user works."""
        return self.filter(partij_id__in=werkpartijen_of(user))


class BesluitQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "BesluitQuerySet":
        """Whoever sees the trajectory sees what was decided about its group."""
        from trajecten.models import Traject

        return self.filter(fase__traject__in=Traject.objects.visible_to(user))


class PlanwijzigingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PlanwijzigingQuerySet":
        """Whoever sees the trajectory sees how its planning changed."""
        from trajecten.models import Traject

        return self.filter(traject__in=Traject.objects.visible_to(user))


class AfspraakQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "AfspraakQuerySet":
        """Who works with files in the gemeente that owns an agreement sees it: it may touch on a person.

        Others, its beheerder among them, see those they must keep. A partner who made one sees it as long as their
        party directs the trajectory, suggests who could fill its roles, or guides people there and left it to the
        owning gemeente.
        """
        own = Q(gemeente_id__in=gemeentes_of(user, DOSSIER_FUNCTIES))
        return self.filter(own | self._kept_by(user) | self._made_by(user))

    def kept_by(self, user: "User") -> "AfspraakQuerySet":
        """The agreements the user must keep: by name, or with a party that has nobody in particular for it."""
        return self.filter(self._kept_by(user))

    def of_gemeentes(self, user: "User") -> "AfspraakQuerySet":
        """The agreements of the gemeentes in which the user works with files."""
        return self.filter(gemeente_id__in=gemeentes_of(user, DOSSIER_FUNCTIES))

    def of_traject(self, traject: "Traject") -> "AfspraakQuerySet":
        """The agreements of a trajectory with who keeps them, by date."""
        return self.filter(traject=traject).select_related("partij", "persoon", "gemaakt_door")

    def followed_by(self, user: "User") -> "AfspraakQuerySet":
        """The agreements of their gemeentes, and what the user agreed with others where their party directs."""
        return self.filter(
            Q(gemeente_id__in=gemeentes_of(user, DOSSIER_FUNCTIES)) | self._made_by(user) & ~self._kept_by(user)
        )

    def not_stopped(self) -> "AfspraakQuerySet":
        """Agreements of trajectories that were not stopped."""
        return self.exclude(traject__status=Doorgang.GESTOPT)

    def open(self) -> "AfspraakQuerySet":
        return self.filter(status=AfspraakStatus.OPEN)

    def late(self, today: date) -> "AfspraakQuerySet":
        """Open past their day; the same rule as `Afspraak.is_late`."""
        return self.open().filter(deadline__lt=today)

    def closed(self) -> "AfspraakQuerySet":
        return self.exclude(status=AfspraakStatus.OPEN)

    def about(self, text: str) -> "AfspraakQuerySet":
        """Agreements with each of these words in what was agreed or in the trajectory's name."""
        return self.filter(with_words(text, "wat", "traject__naam"))

    def in_name_of(self, partij_id: int) -> "AfspraakQuerySet":
        """Agreements made in a party's name; where it says no party, in that of the gemeente that owns them."""
        return self.filter(Q(partij=partij_id) | Q(partij=None, gemeente=partij_id))

    @staticmethod
    def _kept_by(user: "User") -> Q:
        by_name = Q(persoon=user) & (Q(partij__isnull=True) | Q(partij_id__in=partijen_of(user)))
        return by_name | Q(persoon__isnull=True, partij_id__in=leespartijen_of(user))

    @staticmethod
    def _made_by(user: "User") -> Q:
        from trajecten.models import Rolinvulling

        here = Rolinvulling.objects.committed().filter(fase__traject=OuterRef("traject"), partij__in=partners_of(user))
        directs = Q(Exists(here.filter(rol=Rol.REGISSEUR)), gemeente=F("traject__gemeente"))
        left_it = Q(Exists(here.filter(rol=Rol.MENTOR)), partij=F("gemeente"))
        suggests = Q(Exists(here.filter(rol=Rol.VERBINDER)), gemeente=F("traject__gemeente"))
        return Q(gemaakt_door=user) & (directs | left_it | suggests)
