"""What is said and planned with a participant: check-ins, signals, meetings, and the own page."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from deelnemers.enums import (
    DeelnameStatus,
    OntmoetingStatus,
    SignaalStatus,
    WensStatus,
)
from deelnemers.querysets.zicht import (
    dossier_gemeentes,
    guided_by,
    shared,
    still_a_person,
)
from partijen.enums import BEHEER_FUNCTIES
from partijen.lidmaatschap import gemeentes_of, partners_of

if TYPE_CHECKING:
    from deelnemers.models import Deelname, Deelnemer
    from toegang.models import User


class CheckinQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "CheckinQuerySet":
        """Check-ins are between the mentor and the owning gemeente: employers and trainers never read them."""
        return self.filter(
            Q(deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
            | shared("deelname__") & guided_by(user, "deelname__")
        )

    def of_deelnemer(self, deelnemer: "Deelnemer") -> "CheckinQuerySet":
        return self.filter(deelname__deelnemer=deelnemer)

    def with_afspraak(self, deelname: "Deelname") -> "CheckinQuerySet":
        """Check-ins of one participation that ended with an agreement, and that agreement along with them."""
        return self.filter(deelname=deelname, afspraak__isnull=False).select_related("afspraak")


class SignaalQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "SignaalQuerySet":
        return self.filter(
            Q(checkin__deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
            | shared("checkin__deelname__") & guided_by(user, "checkin__deelname__")
        )

    def open(self) -> "SignaalQuerySet":
        return self.filter(status=SignaalStatus.OPEN)


class OntmoetingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "OntmoetingQuerySet":
        """A meeting is for the mentor and the own gemeente; an employer hears of it by mail, without a name."""
        return self.filter(
            Q(deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
            | shared("deelname__") & guided_by(user, "deelname__"),
            still_a_person("deelname__deelnemer__"),
        )

    def at_partner(self, user: "User") -> "OntmoetingQuerySet":
        """Meetings at the user's own party."""
        return self.filter(still_a_person("deelname__deelnemer__"), werkgever_id__in=partners_of(user))

    def planned(self) -> "OntmoetingQuerySet":
        """Meetings that were not called off, of people who are not gone from the trajectory."""
        return self.filter(status=OntmoetingStatus.GEPLAND).exclude(deelname__status=DeelnameStatus.GESTOPT)

    def from_day(self, day: date) -> "OntmoetingQuerySet":
        return self.filter(dag__gte=day)


class PaginalinkQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PaginalinkQuerySet":
        """Whoever may read the check-ins knows whether there is a link; the key itself nobody sees again."""
        return self.filter(
            Q(deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
            | shared("deelname__") & guided_by(user, "deelname__")
        )

    def working(self) -> "PaginalinkQuerySet":
        """Links that are not over, of people who take part."""
        return self.filter(
            still_a_person("deelname__deelnemer__"),
            sleutel__isnull=False,
            verloopt_op__gt=timezone.now(),
            deelname__status__in=DeelnameStatus.open(),
        )


class WensQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "WensQuerySet":
        """A wish is for the mentor and the own gemeente, as a check-in is: employers and trainers never read it."""
        return self.filter(
            Q(deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
            | shared("deelname__") & guided_by(user, "deelname__")
        )

    def open(self) -> "WensQuerySet":
        return self.filter(status=WensStatus.OPEN)

    def not_withdrawn(self) -> "WensQuerySet":
        return self.exclude(status=WensStatus.INGETROKKEN)


class EigenPaginaTekstQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "EigenPaginaTekstQuerySet":
        """The texts themselves stand on the page; who wrote and read them is for whoever manages the gemeente."""
        return self.filter(gemeente_id__in=gemeentes_of(user, BEHEER_FUNCTIES))

    def of_gemeente(self, gemeente_id: int) -> "EigenPaginaTekstQuerySet":
        return self.filter(gemeente=gemeente_id)

    def of_taal(self, gemeente_id: int, taal: str) -> "EigenPaginaTekstQuerySet":
        return self.of_gemeente(gemeente_id).filter(taal=taal)

    def with_people(self) -> "EigenPaginaTekstQuerySet":
        """Fetch along who wrote a text and who noted that it was read."""
        return self.select_related("bewerkt_door", "vastgelegd_door")
