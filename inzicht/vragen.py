"""What is there to do for someone: one query per question, most urgent first. Each stays within what they may see."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from deelnemers.herinneringen import STIL_NA
from deelnemers.models import Deelname, Plaatsing, Signaal
from deelnemers.querysets import DeelnameQuerySet, dossier_gemeentes
from partijen import uitnodigen
from partijen.enums import Rol
from partijen.lidmaatschap import gemeentes_of, partijen_of
from partijen.models import Uitnodiging
from trajecten.enums import FaseStatus, RolStatus
from trajecten.herinneringen import VOOR_START
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.querysets import AfspraakQuerySet, FaseQuerySet

if TYPE_CHECKING:
    from toegang.models import User

# How far ahead the start page looks.
EEN_MAAND = timedelta(days=30)
EEN_WEEK = timedelta(days=7)
# So long without contact and a check-in is due, before silence (STIL_NA) is reported.
CHECKIN_NA = timedelta(days=14)


# --- For the gemeente that owns the trajectory or the file.


def open_signalen(user: "User", today: date) -> QuerySet[Signaal]:
    """Open signals about the gemeente's own participants, oldest first."""
    signalen = Signaal.objects.open().filter(checkin__deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
    return signalen.select_related("checkin__deelname__deelnemer", "checkin__deelname__traject").order_by(
        "gemaakt_op", "pk"
    )


def late_fasen(user: "User", today: date) -> QuerySet[Fase]:
    """Phases of own trajectories past their end and not closed, latest first."""
    return _eigen_fasen(user).late(today).order_by("eind", "pk")


def fasen_met_open_rol(user: "User", today: date) -> FaseQuerySet:
    """Phases of own trajectories that start within 14 days, or should have, with a role nobody fills."""
    soon = _eigen_fasen(user).filter(status=FaseStatus.GEPLAND, start__lte=today + VOOR_START, eind__gte=today)
    open_rollen = Count("rollen", filter=Q(rollen__status=RolStatus.OPEN))
    return soon.annotate(open_rollen=open_rollen).filter(open_rollen__gt=0).order_by("start", "pk")


def onbeantwoorde_vragen(user: "User", today: date) -> QuerySet[Rolinvulling]:
    """Requests of own trajectories without an answer, longest waiting first."""
    gevraagd = Rolinvulling.objects.gevraagd().filter(fase__traject__gemeente_id__in=gemeentes_of(user))
    return gevraagd.select_related("fase__traject", "partij").order_by("gevraagd_op", "pk")


def afspraken_van_gemeente(user: "User", today: date) -> QuerySet[Afspraak]:
    """The gemeente's own agreements that are due within a week or overdue."""
    return _due(Afspraak.objects.of_gemeentes(user), today)


def zonder_regisseur(user: "User", today: date) -> QuerySet[Traject]:
    """Own trajectories that still run or will, without anyone who directs."""
    return _unfinished(Traject.objects.of_gemeentes(user)).filter(regisseur__isnull=True).order_by("startdatum", "pk")


def stille_deelnemers(user: "User", today: date) -> QuerySet[Deelname]:
    """The gemeente's own participants of whom nobody logged a check-in for 28 days, longest first."""
    silent = Deelname.objects.silent(today, STIL_NA.days).filter(deelnemer__gemeente_id__in=dossier_gemeentes(user))
    return silent.select_related("deelnemer", "traject", "mentor").order_by("laatste_contact", "pk")


def mislukte_mails(user: "User", today: date) -> QuerySet[Bericht]:
    """Mail that was given up after its last attempt, as far as the user watches over it."""
    failed = Bericht.objects.visible_to(user).filter(status=BerichtStatus.MISLUKT)
    return failed.select_related("ontvanger").order_by("aangemaakt_op", "pk")


def trajecten_van_gemeente(user: "User", today: date) -> QuerySet[Traject]:
    """The gemeente's own trajectories that still run or will."""
    trajecten = _unfinished(Traject.objects.of_gemeentes(user))
    return trajecten.select_related("gemeente").order_by("startdatum", "pk")


# --- For a party that takes part in another's trajectory.


def vragen_aan_ons(user: "User", today: date) -> QuerySet[Rolinvulling]:
    """Requests to the user's own parties that wait for a yes or a no, longest waiting first."""
    gevraagd = Rolinvulling.objects.gevraagd().of_partijen(user)
    return gevraagd.select_related("fase__traject", "partij").order_by("gevraagd_op", "pk")


def akkoord_gevraagd(user: "User", today: date) -> QuerySet[Uitnodiging]:
    """People whom a gemeente wants to let in to the user's own party, if this person may agree to it."""
    return uitnodigen.asked_of(user).select_related("partij", "gemeente")


def eigen_afspraken(user: "User", today: date) -> QuerySet[Afspraak]:
    """Open agreements of others that the user or their party must keep."""
    elsewhere = Afspraak.objects.open().kept_by(user).exclude(gemeente_id__in=gemeentes_of(user))
    return elsewhere.select_related("traject", "partij", "persoon").order_by("deadline", "pk")


def fasen_met_onze_rol(user: "User", today: date) -> QuerySet[Fase]:
    """Phases of others' trajectories with a role of ours that run, or end or start within a month."""
    ours = Rolinvulling.objects.of_partijen(user).filter(fase=OuterRef("pk"), status=RolStatus.TOEGEZEGD)
    horizon = today + EEN_MAAND
    near = Q(status=FaseStatus.LOPEND, eind__lte=horizon) | Q(status=FaseStatus.GEPLAND, start__lte=horizon)
    fasen = Fase.objects.filter(near, Exists(ours)).exclude(traject__gemeente_id__in=gemeentes_of(user))
    return fasen.select_related("traject").order_by("eind", "pk")


def trajecten_met_onze_rol(user: "User", today: date) -> QuerySet[Traject]:
    """Others' trajectories in which a party of the user has a role or was asked for one."""
    others = Traject.objects.visible_to(user).exclude(gemeente_id__in=gemeentes_of(user))
    return _unfinished(others).select_related("gemeente").order_by("startdatum", "pk")


def bij_ons_geplaatst(user: "User", today: date) -> QuerySet[Deelname]:
    """Participants with a placement at the user's own party that has not ended."""
    hier = Plaatsing.objects.filter(deelname=OuterRef("pk"), werkgever_id__in=partijen_of(user))
    running = hier.filter(Q(eind__isnull=True) | Q(eind__gte=today))
    return Deelname.objects.open().filter(Exists(running)).select_related("deelnemer", "traject").order_by("pk")


def checkin_nu(user: "User", today: date) -> QuerySet[Deelname]:
    """The mentor's own participants without contact for 28 days or more, longest first."""
    return _own_silent(user, today, STIL_NA)


def checkin_binnenkort(user: "User", today: date) -> QuerySet[Deelname]:
    """The mentor's own participants without contact for two to four weeks, longest first."""
    return _own_silent(user, today, CHECKIN_NA).filter(laatste_contact__gt=today - STIL_NA)


def deelnemers_in_opleiding(user: "User", today: date) -> QuerySet[Deelname]:
    """Participants of the trajectories in which the user's party is the trainer."""
    deelnames = Deelname.objects.visible_to(user).open().select_related("deelnemer", "traject")
    return deelnames.by_name(user, "traject__naam", "traject_id")


def open_plekken(user: "User", today: date) -> QuerySet[Rolinvulling]:
    """Roles nobody fills yet, in the trajectories where the user's party connects people and employers."""
    verbindend = Rolinvulling.objects.of_partijen(user).filter(fase__traject=OuterRef("fase__traject"))
    rollen = Rolinvulling.objects.open().filter(Exists(verbindend.filter(rol=Rol.VERBINDER)))
    unfinished = rollen.exclude(fase__status=FaseStatus.AFGEROND)
    return unfinished.select_related("fase__traject").order_by("fase__start", "pk")


def _eigen_fasen(user: "User") -> FaseQuerySet:
    return Fase.objects.filter(traject__gemeente_id__in=gemeentes_of(user)).select_related("traject")


def _own_silent(user: "User", today: date, duur: timedelta) -> DeelnameQuerySet:
    silent = Deelname.objects.of_mentor(user).silent(today, duur.days)
    return silent.select_related("deelnemer", "traject").order_by("laatste_contact", "pk")


def _due(afspraken: AfspraakQuerySet, today: date) -> QuerySet[Afspraak]:
    due = afspraken.open().filter(deadline__lte=today + EEN_WEEK)
    return due.select_related("traject", "partij", "persoon").order_by("deadline", "pk")


def _unfinished(trajecten: QuerySet[Traject]) -> QuerySet[Traject]:
    """Keep trajectories with a phase that is not closed."""
    return trajecten.filter(Exists(Fase.objects.unfinished().filter(traject=OuterRef("pk"))))
