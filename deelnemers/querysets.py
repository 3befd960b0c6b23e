"""Whose file may be seen by whom, said in the field's words."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from deelnemers.enums import DeelnameStatus, SignaalStatus
from partijen.enums import Functie, Rol
from partijen.lidmaatschap import gemeentes_of, partijen_of
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling

if TYPE_CHECKING:
    from toegang.models import User

# Functions in a gemeente that work with personal files; a beheerder manages accounts and sees none.
DOSSIER_FUNCTIES = (Functie.COORDINATOR, Functie.KLANTMANAGER, Functie.LEZER)
# Roles whose committed party sees the participants of a trajectory: they report levels and results.
OPLEIDER_ROLLEN = (Rol.OPLEIDER, Rol.TAALOPLEIDER)


def dossier_gemeentes(user: "User") -> list[int]:
    """Return the municipalities whose personal files the user works with."""
    return gemeentes_of(user, DOSSIER_FUNCTIES)


class DeelnameQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "DeelnameQuerySet":
        """Own gemeente; own mentor; the placing employer; the trainers of the trajectory. A verbinder sees nobody."""
        opleiding = Rolinvulling.objects.of_partijen(user).filter(
            fase__traject=OuterRef("traject"), rol__in=OPLEIDER_ROLLEN, status=RolStatus.TOEGEZEGD
        )
        plaatsingen = self.model.plaatsingen.rel.related_model.objects.filter(
            deelname=OuterRef("pk"), werkgever_id__in=partijen_of(user)
        )
        return self.filter(
            Q(deelnemer__gemeente_id__in=dossier_gemeentes(user))
            | Q(mentor=user)
            | Exists(plaatsingen)
            | Exists(opleiding)
        )

    def of_mentor(self, user: "User") -> "DeelnameQuerySet":
        return self.filter(mentor=user)

    def open(self) -> "DeelnameQuerySet":
        return self.filter(status__in=DeelnameStatus.open())

    def active(self) -> "DeelnameQuerySet":
        return self.filter(status=DeelnameStatus.ACTIEF)

    def with_laatste_contact(self) -> "DeelnameQuerySet":
        """Add the date of the last check-in, or of joining where there was none yet."""
        return self.annotate(laatste_contact=Coalesce(Max("checkins__datum"), "actief_sinds"))

    def silent(self, today: date, days: int) -> "DeelnameQuerySet":
        """Active participants without a check-in for at least so many days."""
        return self.active().with_laatste_contact().filter(laatste_contact__lte=today - timedelta(days=days))


class DeelnemerQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "DeelnemerQuerySet":
        deelnames = self.model.deelnames.rel.related_model.objects.visible_to(user).filter(deelnemer=OuterRef("pk"))
        return self.filter(Q(gemeente_id__in=dossier_gemeentes(user)) | Exists(deelnames))


class _ViaDeelname(models.QuerySet):
    """Whoever may see the participation may see what hangs on it; narrower rules stand in the subclass."""

    def visible_to(self, user: "User") -> "models.QuerySet":
        deelname = self.model._meta.get_field("deelname").related_model
        return self.filter(deelname__in=deelname.objects.visible_to(user))


class VoortgangQuerySet(_ViaDeelname):
    pass


class PlaatsingQuerySet(_ViaDeelname):
    pass


class CheckinQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "CheckinQuerySet":
        """Check-ins are between the mentor and the owning gemeente: employers and trainers never read them."""
        return self.filter(Q(deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user)) | Q(deelname__mentor=user))


class SignaalQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "SignaalQuerySet":
        return self.filter(
            Q(checkin__deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user)) | Q(checkin__deelname__mentor=user)
        )

    def open(self) -> "SignaalQuerySet":
        return self.filter(status=SignaalStatus.OPEN)
