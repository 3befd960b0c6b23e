"""Participants, by what each reader may know of them."""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import Case, Exists, F, Max, OrderBy, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce, TruncDate

from deelnemers.enums import (
    DeelnameStatus,
    Taalniveau,
)
from deelnemers.querysets.deelnames import DeelnameQuerySet
from deelnemers.querysets.zicht import (
    dossier_gemeentes,
    guided_now,
    still_a_person,
)
from partijen.enums import WERK_FUNCTIES
from partijen.lidmaatschap import gemeentes_of, partners_of
from toegang.woorden import with_words

if TYPE_CHECKING:
    from partijen.models import Partij
    from toegang.models import User
    from trajecten.models import Traject

# In a subquery over participations: of the participant in the row around it.
HERE = Q(deelnemer=OuterRef("pk"))


class DeelnemerQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "DeelnemerQuerySet":
        return self.filter(
            Q(gemeente_id__in=dossier_gemeentes(user)) | Exists(self._deelnames().visible_to(user).filter(HERE)),
            still_a_person(),
        )

    def managed_by(self, user: "User") -> "DeelnemerQuerySet":
        """People of the municipalities in which the user keeps files up to date."""
        return self.filter(still_a_person(), gemeente_id__in=gemeentes_of(user, WERK_FUNCTIES))

    def of_gemeente(self, gemeente_id: int) -> "DeelnemerQuerySet":
        return self.filter(still_a_person(), gemeente=gemeente_id)

    def with_afsluiting(self) -> "DeelnemerQuerySet":
        """Add `afsluiting`: the day the last participation ended, or of adding where there never was one."""
        ended = Max("deelnames__beeindigd_op")
        return self.annotate(afsluiting=Coalesce(ended, TruncDate("aangemaakt_op"), output_field=models.DateField()))

    def announced(self) -> "DeelnemerQuerySet":
        """People whose anonymising was announced, the first to go first."""
        return self.filter(still_a_person(), aangekondigd_op__isnull=False).order_by("aangekondigd_op", "pk")

    def with_kenmerk(self, gemeente: "Partij", kenmerken: Iterable[str]) -> set[str]:
        """Return which of these own numbers exist in a gemeente; an empty number is none."""
        found = self.filter(gemeente=gemeente, kenmerk__in=[kenmerk for kenmerk in kenmerken if kenmerk])
        return set(found.values_list("kenmerk", flat=True))

    def ids_with_kenmerk(self, gemeente_ids: Collection[int], kenmerk: str) -> list[int]:
        """Return who has this own number in one of these gemeentes."""
        return list(self.filter(gemeente__in=gemeente_ids, kenmerk=kenmerk).values_list("pk", flat=True))

    def not_in(self, traject: "Traject") -> "DeelnemerQuerySet":
        """People who do not take part in the trajectory, or no longer."""
        return self.exclude(pk__in=self._deelnames().open().of_traject(traject).values("deelnemer"))

    def search(self, user: "User", text: str) -> "DeelnemerQuerySet":
        """Every word somewhere in the name or the own number, and only where the user may read that name or number."""
        names, found = self._named(user), self
        seen = names | Q(Exists(self._deelnames().visible_to(user).filter(HERE)))
        for word in text.split():
            kenmerk = with_words(word, "kenmerk") & Q(gemeente_id__in=dossier_gemeentes(user))
            name = with_words(word, "achternaam") & names | with_words(word, "voornaam") & seen
            found = found.filter(kenmerk | name)
        return found

    def speaking_at_least(self, niveau: Taalniveau) -> "DeelnemerQuerySet":
        return self.filter(spreken__in=Taalniveau.from_level(niveau))

    def in_traject(self, user: "User", traject: "Traject") -> "DeelnemerQuerySet":
        """People who take part in a trajectory, or did, as far as the user may know."""
        return self.filter(Exists(self._deelnames().visible_to(user).of_traject(traject).filter(HERE)))

    def with_deelname_status(self, user: "User", status: DeelnameStatus) -> "DeelnemerQuerySet":
        return self.filter(Exists(self._deelnames().visible_to(user).filter(HERE, status=status)))

    def without_traject(self) -> "DeelnemerQuerySet":
        """People who take part nowhere and are about to nowhere."""
        return self.exclude(Exists(self._deelnames().open().filter(HERE)))

    def without_mentor(self, user: "User") -> "DeelnemerQuerySet":
        """People with an open participation that has no mentor yet."""
        return self.filter(Exists(self._deelnames().visible_to(user).open().filter(HERE, ~guided_now())))

    def with_leesbaar(self, user: "User") -> "DeelnemerQuerySet":
        """Add `leesbaar`, to sort by: the surname where the user may read it, else the first name."""
        if not partners_of(user):
            return self.annotate(leesbaar=F("achternaam"))
        return self.annotate(leesbaar=Case(When(self._named(user), then="achternaam"), default="voornaam"))

    def in_order_of(self, user: "User", kolom: str, *, descending: bool) -> "DeelnemerQuerySet":
        """Order by what the user may read in a column of the list, then by name; what is not known stands last.

        An order by what someone may not read would tell something of it. Needs `with_leesbaar`.
        """
        readable: dict[str, Callable[[User], Case | Subquery]] = {
            "kenmerk": self._readable_kenmerk,
            "spreken": self._readable_spreken,
            "uren_per_week": self._readable_uren,
            "trajecten": self._newest_traject,
            "mentor": self._newest_mentor,
        }
        # By its name: where nobody's may be read the value is NULL itself, by which PostgreSQL refuses to order.
        shown = OrderBy(F("volgorde"), descending=descending, nulls_last=True)
        return self.annotate(volgorde=readable[kolom](user)).order_by(shown, "leesbaar", "voornaam", "pk")

    def with_deelnames(self, user: "User") -> "DeelnemerQuerySet":
        """Fetch along the participations the user may see, as `zichtbare_deelnames`, newest first."""
        deelnames = (
            self._deelnames().visible_to(user).select_related("traject", "mentor").order_by("-aangemeld_op", "-pk")
        )
        return self.prefetch_related(Prefetch("deelnames", queryset=deelnames, to_attr="zichtbare_deelnames"))

    def _readable_kenmerk(self, user: "User") -> Case:
        return Case(When(~Q(kenmerk="") & Q(gemeente_id__in=dossier_gemeentes(user)), then="kenmerk"))

    def _readable_spreken(self, user: "User") -> Case:
        levels = (When(spreken=niveau, then=rang) for rang, niveau in enumerate(Taalniveau))
        return Case(*levels, output_field=models.IntegerField())

    def _readable_uren(self, user: "User") -> Case:
        return Case(When(self._named(user), then="uren_per_week"))

    def _newest_traject(self, user: "User") -> Subquery:
        return Subquery(self._newest_deelnames(user).values("traject__naam")[:1])

    def _newest_mentor(self, user: "User") -> Case:
        """Return the mentor for the gemeente, and for whoever is one: see `zichtbaarheid.VELDEN`."""
        guides = Exists(self._deelnames().shared().of_mentor(user).filter(HERE))
        guided = self._newest_deelnames(user).filter(mentor__isnull=False)
        return Case(
            When(
                Q(gemeente_id__in=dossier_gemeentes(user)) | Q(guides), then=Subquery(guided.values("mentor__naam")[:1])
            )
        )

    def _newest_deelnames(self, user: "User") -> DeelnameQuerySet:
        return self._deelnames().visible_to(user).filter(HERE).order_by("-aangemeld_op", "-pk")

    def _named(self, user: "User") -> Q:
        return Q(gemeente_id__in=dossier_gemeentes(user)) | Q(Exists(self._deelnames().named_to(user).filter(HERE)))

    def _deelnames(self) -> DeelnameQuerySet:
        return cast("Any", self.model).deelnames.rel.related_model.objects.all()
