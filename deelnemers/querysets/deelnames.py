"""Participations, and what hangs on one: progress and placements."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Case, Exists, Max, OuterRef, Prefetch, Q, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from deelnemers.enums import (
    NALOOP_PLAATSING,
    DeelnameStatus,
    VoortgangStatus,
)
from deelnemers.querysets.zicht import (
    dossier_gemeentes,
    guided_by,
    guided_now,
    known_by_name,
    shared,
    still_a_person,
)
from partijen.lidmaatschap import partners_of

if TYPE_CHECKING:
    from deelnemers.models import Deelname, Deelnemer
    from toegang.models import User
    from trajecten.models import Traject


class DeelnameQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "DeelnameQuerySet":
        """Own gemeente; own mentor; the placing employer; the trainers of the trajectory. A verbinder sees nobody."""
        placed = Q(Exists(self._plaatsingen_at(user))) & shared() & still_a_person("deelnemer__")
        return self.filter(known_by_name(user) | placed)

    def named_to(self, user: "User") -> "DeelnameQuerySet":
        return self.filter(known_by_name(user))

    def of_mentor(self, user: "User") -> "DeelnameQuerySet":
        """Participations in which the user is mentor now: in the name of a party they work for."""
        return self.filter(guided_by(user))

    def shared(self) -> "DeelnameQuerySet":
        """Participations that partners still see."""
        return self.filter(shared())

    def of_traject(self, traject: "Traject") -> "DeelnameQuerySet":
        return self.filter(traject=traject)

    def of_deelnemer(self, deelnemer: "Deelnemer") -> "DeelnameQuerySet":
        return self.filter(deelnemer=deelnemer).order_by("-aangemeld_op", "-pk")

    def unseen_by(self, user: "User") -> "DeelnameQuerySet":
        """Participations of which the user does not see who it is."""
        return self.exclude(pk__in=self.visible_to(user).values("pk"))

    def open(self) -> "DeelnameQuerySet":
        return self.filter(status__in=DeelnameStatus.open())

    def active(self) -> "DeelnameQuerySet":
        return self.filter(status=DeelnameStatus.ACTIEF)

    def with_laatste_contact(self) -> "DeelnameQuerySet":
        """Add the date of the last check-in, or of (again) taking part where that is later."""
        laatste = Greatest(Max("checkins__datum"), "actief_sinds")
        return self.annotate(laatste_contact=Coalesce(laatste, "actief_sinds"))

    def by_name(self, user: "User", *first: str) -> "DeelnameQuerySet":
        """Order by the name as the user may read it: an order by a surname would tell something of it."""
        readable = Case(When(known_by_name(user), then="deelnemer__achternaam"), default="deelnemer__voornaam")
        return self.order_by(*first, readable, "deelnemer__voornaam", "pk")

    def with_begeleid(self) -> "DeelnameQuerySet":
        """Add `begeleid`: whether it has a mentor who works for the party they guide for."""
        return self.annotate(begeleid=guided_now())

    def silent(self, today: date, days: int) -> "DeelnameQuerySet":
        """Active participants without a check-in for at least so many days, with when the last contact was.

        The last contact itself is worked out for the few that are left: of everyone it takes several times as long.
        """
        until = today - timedelta(days=days)
        checkins = cast("Any", self.model).checkins.rel.related_model.objects
        spoken = checkins.filter(deelname=OuterRef("pk"), datum__gt=until)
        return self.active().filter(~Exists(spoken), actief_sinds__lte=until).with_laatste_contact()

    def with_file(self, user: "User") -> "DeelnameQuerySet":
        """Fetch along what the user may see of it: progress per phase, placements, wishes and meetings."""
        model = cast("Any", self.model)
        voortgang = model.voortgang.rel.related_model.objects.visible_to(user).select_related("fase")
        plaatsingen = model.plaatsingen.rel.related_model.objects.visible_to(user).select_related("werkgever")
        wensen = model.wensen.rel.related_model.objects.visible_to(user).not_withdrawn()
        ontmoetingen = model.ontmoetingen.rel.related_model.objects.visible_to(user).planned()
        ontmoetingen = ontmoetingen.from_day(timezone.localdate()).select_related("werkgever")
        return self.select_related("traject", "mentor").prefetch_related(
            Prefetch("voortgang", queryset=voortgang, to_attr="zichtbare_voortgang"),
            Prefetch("plaatsingen", queryset=plaatsingen, to_attr="zichtbare_plaatsingen"),
            Prefetch("wensen", queryset=wensen, to_attr="zichtbare_wensen"),
            Prefetch("ontmoetingen", queryset=ontmoetingen, to_attr="komende_ontmoetingen"),
        )

    def _plaatsingen_at(self, user: "User") -> models.QuerySet:
        plaatsingen = cast("Any", self.model).plaatsingen.rel.related_model.objects
        return plaatsingen.at_partner(user).filter(deelname=OuterRef("pk"))


class VoortgangQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "VoortgangQuerySet":
        """Progress is for the own gemeente, the mentor and the trainers; an employer has no need of it."""
        return self.filter(known_by_name(user, "deelname__"))

    def of_traject(self, traject: "Traject") -> "VoortgangQuerySet":
        return self.filter(deelname__traject=traject)

    def of_deelname(self, deelname: "Deelname") -> "VoortgangQuerySet":
        return self.filter(deelname=deelname)

    def with_own_days(self) -> "VoortgangQuerySet":
        """Phases in which somebody has another first or last day than the group, whatever the group's are."""
        return self.filter(Q(start__isnull=False) | Q(eind__isnull=False))

    def with_status(self, status: VoortgangStatus) -> "VoortgangQuerySet":
        return self.filter(status=status)


class PlaatsingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PlaatsingQuerySet":
        """An employer sees the placements with its own party, never those with another."""
        return self.filter(
            Q(deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
            | shared("deelname__") & (guided_by(user, "deelname__") | _placed_by(user)),
            still_a_person("deelname__deelnemer__"),
        )

    def running_from(self, day: date) -> "PlaatsingQuerySet":
        """Placements that run on this day or later."""
        return self.filter(Q(eind__isnull=True) | Q(eind__gte=day))

    def at_partner(self, user: "User") -> "PlaatsingQuerySet":
        """Placements at the user's own party that run, will run, or ended not long ago (NALOOP_PLAATSING)."""
        return self.filter(_placed_by(user))


def _placed_by(user: "User") -> Q:
    since = timezone.localdate() - relativedelta(months=NALOOP_PLAATSING)
    return Q(werkgever_id__in=partners_of(user)) & (Q(eind__isnull=True) | Q(eind__gte=since))
