"""Whose file may be seen by whom, said in the field's words."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Case, Exists, F, Max, OrderBy, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from deelnemers.enums import (
    NALOOP,
    NALOOP_PLAATSING,
    DeelnameStatus,
    OntmoetingStatus,
    SignaalStatus,
    Taalniveau,
    VerzoekStatus,
    VoortgangStatus,
    WensStatus,
)
from partijen.enums import BEHEER_FUNCTIES, DOSSIER_FUNCTIES, WERK_FUNCTIES, PartijSoort, Rol
from partijen.lidmaatschap import gemeentes_of, partners_of
from partijen.models import Lidmaatschap
from toegang.woorden import with_words
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling
from trajecten.querysets import werkpartijen_of

if TYPE_CHECKING:
    from deelnemers.models import Deelname, Deelnemer
    from partijen.models import Partij
    from toegang.models import User
    from trajecten.models import Traject

# Roles whose committed party sees the participants of a trajectory: they report levels and results.
OPLEIDER_ROLLEN = (Rol.OPLEIDER, Rol.TAALOPLEIDER)
# In a subquery over participations: of the participant in the row around it.
HERE = Q(deelnemer=OuterRef("pk"))


def dossier_gemeentes(user: "User") -> list[int]:
    """Return the municipalities whose personal files the user works with."""
    return gemeentes_of(user, DOSSIER_FUNCTIES)


def keeps_files(user: "User") -> bool:
    """Return whether the user keeps the personal files of any municipality up to date."""
    return bool(gemeentes_of(user, WERK_FUNCTIES))


def known_by_name(user: "User", deelname: str = "") -> Q:
    """Condition: the own gemeente, the own mentor, or a trainer of the trajectory. `deelname` is the path to it."""
    opleiding = opleiding_of(user).filter(fase__traject=OuterRef(f"{deelname}traject"))
    known = Q(**{f"{deelname}deelnemer__gemeente_id__in": dossier_gemeentes(user)}) | shared(deelname) & (
        guided_by(user, deelname) | Q(Exists(opleiding))
    )
    return known & still_a_person(f"{deelname}deelnemer__")


def opleiding_of(user: "User") -> models.QuerySet:
    """Return the trainer's roles of the user's parties; a gemeente that trains sees nobody by it."""
    rollen = Rolinvulling.objects.filter(partij_id__in=partners_of(user))
    return rollen.filter(rol__in=OPLEIDER_ROLLEN, status=RolStatus.TOEGEZEGD)


def guided_by(user: "User", deelname: str = "") -> Q:
    """Condition: the user is the mentor, in the name of a party they work for now. `deelname` is the path to it."""
    return Q(**{f"{deelname}mentor": user, f"{deelname}mentor_partij__in": werkpartijen_of(user)})


def guided_now() -> Exists:
    """Condition on a participation: it has a mentor who works for the party they guide for."""
    places = Lidmaatschap.objects.active().filter(gebruiker=OuterRef("mentor"), partij=OuterRef("mentor_partij"))
    return Exists(places.filter(~Q(partij__soort=PartijSoort.GEMEENTE) | Q(functie__in=WERK_FUNCTIES)))


def shared(deelname: str = "") -> Q:
    """Condition: partners still see it: someone takes part, or ended no longer ago than NALOOP."""
    today = timezone.localdate()
    still = Q(**{f"{deelname}status__in": DeelnameStatus.open()})
    for status, months in NALOOP.items():
        since = today - relativedelta(months=months)
        still |= Q(**{f"{deelname}status": status, f"{deelname}beeindigd_op__gte": since})
    return still


def still_a_person(deelnemer: str = "") -> Q:
    """Condition: not anonymised. `deelnemer` is the path to the participant."""
    return Q(**{f"{deelnemer}geanonimiseerd_op__isnull": True})


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


class VoortgangQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "VoortgangQuerySet":
        """Progress is for the own gemeente, the mentor and the trainers; an employer has no need of it."""
        return self.filter(known_by_name(user, "deelname__"))

    def of_traject(self, traject: "Traject") -> "VoortgangQuerySet":
        return self.filter(deelname__traject=traject)

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


class ImportOpdrachtQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ImportOpdrachtQuerySet":
        """A sheet that was read is for whoever sent it, as long as they keep the files of that gemeente."""
        return self.filter(door=user, gemeente_id__in=gemeentes_of(user, WERK_FUNCTIES))

    def waiting(self) -> "ImportOpdrachtQuerySet":
        return self.filter(uitgevoerd_op__isnull=True)


class InzageverzoekQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "InzageverzoekQuerySet":
        """Whoever keeps the files of the gemeente up to date answers a participant who asks what is held."""
        return self.filter(deelnemer__gemeente_id__in=gemeentes_of(user, WERK_FUNCTIES)).defer("pdf", "json")

    def under_way(self) -> "InzageverzoekQuerySet":
        return self.filter(status__in=[VerzoekStatus.WACHT, VerzoekStatus.BEZIG])

    def waiting(self, stuck_since: datetime) -> "InzageverzoekQuerySet":
        """Those that nobody works on: not begun, or begun so long ago that their worker is gone."""
        return self.filter(Q(status=VerzoekStatus.WACHT) | Q(status=VerzoekStatus.BEZIG, geclaimd_op__lt=stuck_since))


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
