"""A check-in: what a mentor heard from a participant, logged in one go with its agreement and its signal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelnemers import signalen
from deelnemers.enums import DeelnameStatus, Onderwerp
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.herinneringen import STIL_NA
from deelnemers.models import Checkin, Deelname
from deelnemers.sloten import lock_deelname
from trajecten.afspraken import agree
from trajecten.afspraken import correct as correct_afspraak
from trajecten.duur import say_datum
from trajecten.fouten import TrajectFout
from trajecten.models import Afspraak
from trajecten.ontvangers import regie_of
from trajecten.regie import directs_for
from trajecten.relaties import may_direct

if TYPE_CHECKING:
    from deelnemers.querysets import CheckinQuerySet, DeelnameQuerySet
    from toegang.models import User

VELDEN = ("datum", "wijze", *Onderwerp.values, "wensen", "knelpunten", "coordinator_nodig")


class Wie(models.TextChoices):
    """Who keeps the agreement that a check-in ends with."""

    IK = "ik", gettext_lazy("Ik")
    COORDINATOR = "coordinator", gettext_lazy("De coördinator")


@dataclass(frozen=True)
class Contact:
    """One participant in a mentor's list, and how long it has been silent: in days, None before anything began."""

    deelname: Deelname
    laatste_checkin: date | None
    dagen: int | None

    @property
    def stil(self) -> bool:
        """Whether the silence has lasted as long as the reminder waits."""
        return self.dagen is not None and self.dagen >= STIL_NA.days


def followed_by(mentor: "User") -> "DeelnameQuerySet":
    """Return a mentor's own participations, longest silent first, with what a list shows of them."""
    return (
        Deelname.objects.of_mentor(mentor)
        .open()
        .with_laatste_contact()
        .annotate(laatste_checkin=Max("checkins__datum"))
        .select_related("deelnemer", "traject")
        .order_by(F("laatste_contact").asc(nulls_last=True), "deelnemer__achternaam", "pk")
    )


def contacts_of(deelnames: Iterable[Any]) -> list[Contact]:
    """Return how long each of these participations, of `followed_by`, has been silent."""
    today = timezone.localdate()
    return [
        Contact(d, d.laatste_checkin, (today - d.laatste_contact).days if d.laatste_contact else None)
        for d in deelnames
    ]


def recent_for(user: "User") -> "CheckinQuerySet":
    """Return the check-ins a person may see, newest first, with what a list shows of them."""
    return Checkin.objects.visible_to(user).select_related(
        "deelname__deelnemer", "deelname__traject", "door", "signaal"
    )


def log(*, deelname: Deelname, door: "User", gegevens: Mapping[str, Any]) -> Checkin:
    """Log a check-in with, where given, its agreement, and raise the signal it calls for: all of it, or nothing.

    `gegevens` holds the fields of Checkin and may hold afspraak_wat, afspraak_datum and afspraak_wie. Raises
    DeelnemerFout, by field, on a date in the future or before the participation, and for someone who has stopped.
    """
    with transaction.atomic():
        locked = lock_deelname(deelname.pk)
        checkin = Checkin(deelname=locked, door=door, **{veld: gegevens[veld] for veld in VELDEN})
        _check(checkin)
        checkin.afspraak = _agree(checkin, gegevens)
        checkin.save()
        signalen.raise_for(checkin)
    return checkin


def correct(checkin: Checkin, *, gegevens: Mapping[str, Any]) -> Checkin:
    """Set a check-in right (AVG art. 16), with its agreement where it has one; its signal follows what it says now.

    An agreement in other words is shared with the participant no longer: whoever guides chooses that anew. Raises
    DeelnemerFout, by field, on a date in the future or before the participation.
    """
    with transaction.atomic():
        deelname = lock_deelname(checkin.deelname_id)
        locked = Checkin.objects.select_for_update(of=("self",)).select_related("afspraak").get(pk=checkin.pk)
        locked.deelname = deelname
        for veld in VELDEN:
            setattr(locked, veld, gegevens[veld])
        _check_day(locked)
        check(locked)
        if locked.afspraak and locked.afspraak.wat != gegevens["afspraak_wat"]:
            # Who guides chose to share other words than these.
            locked.afspraak_gedeeld = False
        locked.save()
        _correct_afspraak(locked, gegevens)
        signalen.reassess(locked)
    return locked


def _correct_afspraak(checkin: Checkin, gegevens: Mapping[str, Any]) -> None:
    if not checkin.afspraak:
        return
    if gegevens["afspraak_datum"] < checkin.datum:
        raise DeelnemerFout({"afspraak_datum": _("Deze dag ligt voor de check-in.")})
    correct_afspraak(checkin.afspraak, wat=gegevens["afspraak_wat"], deadline=gegevens["afspraak_datum"])


def earliest_of(deelname: Deelname) -> date:
    """Return the first day a check-in can be about: the day someone signed up, or took part if that was earlier."""
    return min(deelname.aangemeld_op, deelname.actief_sinds or deelname.aangemeld_op)


def _check(checkin: Checkin) -> None:
    if checkin.deelname.status == DeelnameStatus.GESTOPT:
        raise DeelnemerFout(_("Deze deelnemer is gestopt. Een check-in kan niet meer."))
    _check_day(checkin)
    check(checkin)


def _check_day(checkin: Checkin) -> None:
    if checkin.datum > timezone.localdate():
        raise DeelnemerFout({"datum": _("Deze datum is nog niet geweest. Kies vandaag of een eerdere dag.")})
    if checkin.datum < (vanaf := earliest_of(checkin.deelname)):
        raise DeelnemerFout({"datum": _("De deelnemer doet mee vanaf %(vanaf)s.") % {"vanaf": say_datum(vanaf)}})


def _agree(checkin: Checkin, gegevens: Mapping[str, Any]) -> Afspraak | None:
    wat, deadline = gegevens.get("afspraak_wat"), gegevens.get("afspraak_datum")
    if not wat and not deadline:
        return None
    if not wat:
        raise DeelnemerFout({"afspraak_wat": _("Schrijf op wat u afspreekt, of haal de datum weg.")})
    if not deadline:
        raise DeelnemerFout({"afspraak_datum": _("Kies de dag waarop dit uiterlijk klaar is.")})
    if deadline < checkin.datum:
        raise DeelnemerFout({"afspraak_datum": _("Deze dag ligt voor de check-in.")})
    try:
        return agree(
            traject=checkin.deelname.traject,
            gemeente=checkin.deelname.deelnemer.gemeente,
            wat=wat,
            deadline=deadline,
            door=checkin.door,
            **_owner(checkin, gegevens.get("afspraak_wie")),
        )
    except TrajectFout as fout:
        raise DeelnemerFout({"afspraak_wat": fout.messages}) from fout


def _owner(checkin: Checkin, wie: str | None) -> dict[str, Any]:
    """Return who keeps the agreement, and in whose name.

    Whoever logs, or who directs; in another's trajectory, the own gemeente.
    """
    deelname = checkin.deelname
    traject, gemeente = deelname.traject, deelname.deelnemer.gemeente
    if wie != Wie.COORDINATOR:
        guides = deelname.mentor_id == checkin.door_id
        return {"persoon": checkin.door, "partij": deelname.mentor_partij if guides else gemeente}
    regie = regie_of(traject) if traject.gemeente_id == gemeente.pk else []
    # A regisseur who became lezer or beheerder since has no part in what is agreed on a person.
    directing = [user for user in regie if may_direct(user, traject)]
    if not directing:
        return {"partij": gemeente}
    return {"persoon": directing[0], "partij": directs_for(traject, directing[0])}
