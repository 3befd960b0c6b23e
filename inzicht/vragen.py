"""What is there to do for someone: one query per question, most urgent first. Each stays within what they may see."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from deelnemers.enums import Evaluatie, VoortgangStatus
from deelnemers.herinneringen import STIL_NA
from deelnemers.models import Deelname, Ontmoeting, Plaatsing, Signaal, Voortgang, Wens
from deelnemers.querysets import (
    DeelnameQuerySet,
    OntmoetingQuerySet,
    VoortgangQuerySet,
    dossier_gemeentes,
    opleiding_of,
)
from deelnemers.zichtbaarheid import TAAL
from partijen import uitnodigen
from partijen.enums import Rol
from partijen.lidmaatschap import gemeentes_of, partijen_of
from partijen.models import Uitnodiging
from trajecten.besluiten import STUURTIJD
from trajecten.enums import Component, FaseStatus, RolStatus
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.querysets import AfspraakQuerySet, FaseQuerySet, TrajectQuerySet

if TYPE_CHECKING:
    from toegang.models import User

# How far ahead the start page looks.
EEN_MAAND = timedelta(days=30)
EEN_WEEK = timedelta(days=7)
# So long without contact and a check-in is due, before silence (STIL_NA) is reported.
CHECKIN_NA = timedelta(days=14)
# So long after its end a placement is still looked back on.
TERUGKIJKEN = timedelta(days=14)
# Around its middle and before its end a phase can still be steered; a short one only before its end.
HALVERWEGE_VANAF = timedelta(days=42)


# --- For the gemeente that owns the trajectory or the file; of a trajectory, for another party that directs it too.


def open_signalen(user: "User", today: date) -> QuerySet[Signaal]:
    """Open signals about the gemeente's own participants, oldest first."""
    signalen = Signaal.objects.open().filter(checkin__deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
    return signalen.select_related("checkin__deelname__deelnemer", "checkin__deelname__traject").order_by(
        "gemaakt_op", "pk"
    )


def open_wensen(user: "User", today: date) -> QuerySet[Wens]:
    """Wishes of participants the user may answer that nobody discussed yet, longest waiting first."""
    wensen = Wens.objects.visible_to(user).open().filter(deelname__in=Deelname.objects.open())
    return wensen.select_related("deelname__deelnemer", "deelname__traject").order_by("gesteld_op", "pk")


def late_fasen(user: "User", today: date) -> QuerySet[Fase]:
    """Phases of own trajectories that should have begun or be over by now, latest first."""
    return _regie_fasen(user).late(today).order_by("laat_sinds", "pk")


def fasen_met_open_rol(user: "User", today: date) -> FaseQuerySet:
    """Phases of own trajectories that run or begin soon, with a role nobody fills.

    First those that should have begun, for they wait for it; then what runs longest, then what begins first.
    """
    wanting = _regie_fasen(user).wanting_rollen(today)
    is_open = Q(rollen__status=RolStatus.OPEN)
    counted = wanting.annotate(open_rollen=Count("rollen", filter=is_open), open_rol=Min("rollen", filter=is_open))
    waits = Case(When(status=FaseStatus.GEPLAND, start__lt=today, then=0), default=1)
    return counted.filter(open_rollen__gt=0).order_by(waits, Coalesce("werkelijke_start", "start"), "pk")


def stille_fasen(user: "User", today: date) -> QuerySet[Fase]:
    """Phases of own trajectories that were paused, longest first; of a trajectory that goes on itself."""
    paused = Fase.objects.paused().filter(traject__in=Traject.objects.directed_by(user))
    return paused.select_related("traject").order_by("doorgang_sinds", "pk")


def onbeantwoorde_vragen(user: "User", today: date) -> QuerySet[Rolinvulling]:
    """Requests of own trajectories without an answer, longest waiting first."""
    gevraagd = Rolinvulling.objects.gevraagd().going_on().filter(fase__traject__in=Traject.objects.directed_by(user))
    return gevraagd.select_related("fase__traject", "partij").order_by("gevraagd_op", "pk")


def stuurmomenten(user: "User", today: date) -> FaseQuerySet:
    """Running phases that end within two weeks, and long ones that are halfway now: when one still can steer."""
    running = _regie_fasen(user).filter(status=FaseStatus.LOPEND, eind__gte=today)
    # Halfway is where what has passed equals what is left, both counted in days of the plan.
    over = ExpressionWrapper(Value(today, DateField()) - F("start"), output_field=DurationField())
    rest = ExpressionWrapper(F("eind") - Value(today, DateField()), output_field=DurationField())
    timed = running.with_uitslag().annotate(over=over, rest=rest)
    halfway = Q(over__gte=HALVERWEGE_VANAF, rest__range=(F("over") - STUURTIJD, F("over") + STUURTIJD))
    return timed.filter(Q(eind__lte=today + STUURTIJD) | halfway).order_by("eind", "pk")


def afspraken_van_gemeente(user: "User", today: date) -> QuerySet[Afspraak]:
    """Agreements that are the user's to watch, due within a week or overdue."""
    return _due(Afspraak.objects.followed_by(user), today)


def plaatsingen_die_aflopen(user: "User", today: date) -> QuerySet[Plaatsing]:
    """Placements of the gemeente's own participants that end within a month, by their end."""
    own = Plaatsing.objects.visible_to(user).filter(deelname__deelnemer__gemeente_id__in=dossier_gemeentes(user))
    ending = own.filter(eind__range=(today, today + EEN_MAAND), deelname__in=Deelname.objects.open())
    return ending.select_related("deelname__deelnemer", "deelname__traject", "werkgever").order_by("eind", "pk")


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
    elsewhere = Afspraak.objects.open().not_stopped().kept_by(user).exclude(gemeente_id__in=gemeentes_of(user))
    return elsewhere.select_related("traject", "partij", "persoon").order_by("deadline", "pk")


def fasen_met_onze_rol(user: "User", today: date) -> QuerySet[Fase]:
    """Phases of others' trajectories with a role of ours that run, or end or start within a month."""
    ours = Rolinvulling.objects.of_partijen(user).filter(fase=OuterRef("pk"), status=RolStatus.TOEGEZEGD)
    horizon = today + EEN_MAAND
    near = Q(status=FaseStatus.LOPEND, eind__lte=horizon) | Q(status=FaseStatus.GEPLAND, start__lte=horizon)
    # Whoever directs has those phases among what is to be steered.
    fasen = Fase.objects.going_on().filter(near, Exists(ours)).exclude(traject__in=Traject.objects.directed_by(user))
    return fasen.select_related("traject").order_by("eind", "pk")


def trajecten_met_onze_rol(user: "User", today: date) -> QuerySet[Traject]:
    """Others' trajectories in which a party of the user has a role or was asked for one."""
    others = Traject.objects.visible_to(user).exclude(gemeente_id__in=gemeentes_of(user))
    return _unfinished(others).select_related("gemeente").order_by("startdatum", "pk")


def bij_ons_geplaatst(user: "User", today: date) -> QuerySet[Deelname]:
    """Participants with a placement at the user's own party that has begun and not ended."""
    hier = Plaatsing.objects.filter(deelname=OuterRef("pk"), werkgever_id__in=partijen_of(user), start__lt=today)
    running = hier.filter(Q(eind__isnull=True) | Q(eind__gte=today))
    return Deelname.objects.open().filter(Exists(running)).select_related("deelnemer", "traject").order_by("pk")


def begint_bij_ons(user: "User", today: date) -> QuerySet[Plaatsing]:
    """Placements at the user's own party that begin today or later, the first to begin first."""
    return _own_placements(user).filter(start__gte=today).order_by("start", "pk")


def te_evalueren(user: "User", today: date) -> QuerySet[Plaatsing]:
    """Placements at the user's own party that end within a month or ended up to two weeks ago, by their end.

    Until the party has said how it goes on.
    """
    near = (today - TERUGKIJKEN, today + EEN_MAAND)
    undecided = _own_placements(user).filter(evaluatie__in=("", Evaluatie.NOG_NIET))
    return undecided.filter(start__lt=today, eind__range=near).order_by("eind", "pk")


def ontmoetingen(user: "User", today: date) -> QuerySet[Ontmoeting]:
    """Where people are expected this week: the mentor's own, and whom one planned it for, the first one first."""
    mine = Q(deelname__in=Deelname.objects.of_mentor(user).shared()) | Q(gepland_door=user)
    return _this_week(Ontmoeting.objects.visible_to(user).filter(mine), today)


def bij_ons_verwacht(user: "User", today: date) -> QuerySet[Ontmoeting]:
    """Who comes to the user's party this week: of them it knows no name before someone is placed there."""
    return _this_week(Ontmoeting.objects.at_partner(user), today).annotate(zonder_naam=Value(True))


def _this_week(rows: OntmoetingQuerySet, today: date) -> QuerySet[Ontmoeting]:
    near = rows.planned().filter(dag__range=(today, today + EEN_WEEK))
    return near.select_related("deelname__deelnemer", "deelname__traject", "werkgever").order_by("dag", "tijd", "pk")


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


def niveau_onbekend(user: "User", today: date) -> QuerySet[Deelname]:
    """Participants of the trajectories in which the user's party teaches Dutch, with a skill of unknown level."""
    unknown = Q(*[Q(**{f"deelnemer__{veld}": ""}) for veld in TAAL], _connector=Q.OR)
    lessen = opleiding_of(user).filter(rol=Rol.TAALOPLEIDER, fase__traject=OuterRef("traject"))
    return deelnemers_in_opleiding(user, today).filter(unknown, Exists(lessen))


def zonder_resultaat(user: "User", today: date) -> VoortgangQuerySet:
    """Phases the user's party teaches that are over for someone, without a result; longest over first."""
    einde = Coalesce("eind", "fase__eind")
    over = Voortgang.objects.visible_to(user).annotate(einde=einde).filter(einde__lt=today, resultaat="")
    ours = over.filter(fase__in=opleiding_of(user).values("fase"), deelname__in=Deelname.objects.open())
    taught = ours.exclude(status=VoortgangStatus.OVERGESLAGEN)
    return taught.select_related("fase", "deelname__deelnemer", "deelname__traject").order_by("einde", "pk")


def zoekt_deelnemers(user: "User", today: date) -> QuerySet[Traject]:
    """Trajectories that still recruit, in which the user's party connects people and employers, by their start."""
    verbindend = Rolinvulling.objects.of_partijen(user).filter(rol=Rol.VERBINDER, fase__traject=OuterRef("pk"))
    werft = Fase.objects.going_on().unfinished().filter(component=Component.WERVING, traject=OuterRef("pk"))
    found = Traject.objects.visible_to(user).going_on().filter(Exists(verbindend), Exists(werft))
    return found.select_related("gemeente").order_by("startdatum", "pk")


def open_plekken(user: "User", today: date) -> QuerySet[Rolinvulling]:
    """Roles nobody fills yet, in the trajectories where the user's party connects people and employers."""
    verbindend = Rolinvulling.objects.of_partijen(user).filter(fase__traject=OuterRef("fase__traject"))
    rollen = Rolinvulling.objects.open().going_on().filter(Exists(verbindend.filter(rol=Rol.VERBINDER)))
    unfinished = rollen.exclude(fase__status=FaseStatus.AFGEROND)
    return unfinished.select_related("fase__traject").order_by("fase__start", "pk")


def _regie_fasen(user: "User") -> FaseQuerySet:
    return Fase.objects.going_on().filter(traject__in=Traject.objects.directed_by(user)).select_related("traject")


def _own_placements(user: "User") -> QuerySet[Plaatsing]:
    placed = Plaatsing.objects.visible_to(user).at_partner(user)
    return placed.select_related("deelname__deelnemer", "deelname__traject")


def _own_silent(user: "User", today: date, duur: timedelta) -> DeelnameQuerySet:
    silent = Deelname.objects.of_mentor(user).silent(today, duur.days)
    return silent.select_related("deelnemer", "traject").order_by("laatste_contact", "pk")


def _due(afspraken: AfspraakQuerySet, today: date) -> QuerySet[Afspraak]:
    due = afspraken.open().not_stopped().filter(deadline__lte=today + EEN_WEEK)
    return due.select_related("traject", "partij", "persoon").order_by("deadline", "pk")


def _unfinished(trajecten: TrajectQuerySet) -> QuerySet[Traject]:
    """Keep trajectories that were not stopped, with a phase that is not closed."""
    unfinished = Fase.objects.unfinished().filter(traject=OuterRef("pk"))
    return trajecten.not_stopped().filter(Exists(unfinished))
