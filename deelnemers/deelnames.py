"""Taking part: the doors through which someone joins, gets a mentor, changes state or moves through a phase."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.enums import DeelnameStatus
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.models import Deelname, Deelnemer, Voortgang
from deelnemers.sloten import lock_deelname, lock_deelnemer
from partijen.enums import DOSSIER_FUNCTIES, PartijSoort, Rol
from partijen.models import Partij
from toegang.logboek import note_bulk
from toegang.models import User
from trajecten.enums import Component
from trajecten.models import Traject
from trajecten.rollen import ensure_toegezegd

# Where a mentor belongs to several parties, the first of these speaks for them.
MENTOR_SOORTEN = (PartijSoort.BEGELEIDING, PartijSoort.MAATSCHAPPELIJK)


def join(*, deelnemer: Deelnemer, traject: Traject) -> Deelname:
    """Let someone take part, with a row of progress for every phase.

    A municipality that brings its own people into another's trajectory becomes intermediair there, so that it can see
    the trajectory. Raises DeelnemerFout when the person takes part already: the database decides, no look beforehand.
    """
    with transaction.atomic():
        _withdraw_notice(lock_deelnemer(deelnemer.pk))
        deelname = _create(deelnemer, traject)
        rows = Voortgang.objects.bulk_create(Voortgang(deelname=deelname, fase=fase) for fase in traject.fasen.all())
        note_bulk(rows, onderwerp=deelname)
        if deelnemer.gemeente_id != traject.gemeente_id:
            werving = traject.fasen.get(component=Component.WERVING)
            ensure_toegezegd(werving, rol=Rol.INTERMEDIAIR, partij=deelnemer.gemeente)
    return deelname


def join_all(*, deelnemers: list[Deelnemer], traject: Traject) -> list[Deelname]:
    """Let several people take part: all of them, or nobody when one of them can't."""
    with transaction.atomic():
        return [join(deelnemer=deelnemer, traject=traject) for deelnemer in deelnemers]


def set_status(deelname: Deelname, status: DeelnameStatus) -> Deelname:
    """Bring a participation into another state; into the state it is in already changes nothing.

    From becoming active, silence counts (check-in reminders). Raises DeelnemerFout when the step does not exist.
    """
    with transaction.atomic():
        locked = lock_deelname(deelname.pk)
        if locked.status == status:
            return locked
        if status not in DeelnameStatus(locked.status).may_become:
            raise DeelnemerFout(
                _("Van '%(van)s' kan een deelname niet naar '%(naar)s'.")
                % {"van": locked.get_status_display(), "naar": DeelnameStatus(status).label}
            )
        locked.status = status
        locked.beeindigd_op = None if status in DeelnameStatus.open() else timezone.localdate()
        if status == DeelnameStatus.ACTIEF:
            locked.actief_sinds = timezone.localdate()
        _save(locked)
    return locked


def assign_mentor(deelname: Deelname, mentor: User | None) -> Deelname:
    """Give a participant a mentor, whose party thereby is mentor in the guidance phase; None takes the mentor off.

    Raises DeelnemerFout for someone who is not an active member of any party.
    """
    with transaction.atomic():
        locked = lock_deelname(deelname.pk)
        if mentor is not None:
            begeleiding = locked.traject.fasen.get(component=Component.BEGELEIDING)
            ensure_toegezegd(begeleiding, rol=Rol.MENTOR, partij=_partij_of(mentor), persoon=mentor)
        locked.mentor = mentor
        locked.save(update_fields=["mentor"])
    return locked


def update(deelname: Deelname, *, status: DeelnameStatus, mentor: User | None) -> Deelname:
    """Set state and mentor together, as the one form of a participation does: both, or neither."""
    with transaction.atomic():
        locked = set_status(deelname, status)
        return locked if locked.mentor == mentor else assign_mentor(locked, mentor)


def record_progress(voortgang: Voortgang, *, gegevens: Mapping[str, Any]) -> Voortgang:
    """Write how someone stands in one phase: own dates, state, result. Raises DeelnemerFout on dates that can't be."""
    with transaction.atomic():
        lock_deelname(voortgang.deelname_id)
        locked = Voortgang.objects.select_for_update().get(pk=voortgang.pk)
        for field in ("start", "eind", "status", "resultaat"):
            setattr(locked, field, gegevens[field])
        check(locked)
        locked.save()
    return locked


def possible_mentors(deelname: Deelname) -> QuerySet[User]:
    """Return who can be mentor: people of guidance organisations, of the own gemeente, and whoever is mentor now."""
    own = Q(lidmaatschappen__partij__soort__in=MENTOR_SOORTEN) | Q(
        lidmaatschappen__partij=deelname.deelnemer.gemeente_id, lidmaatschappen__functie__in=DOSSIER_FUNCTIES
    )
    people = User.objects.filter(Q(lidmaatschappen__actief=True, is_active=True) & own | Q(pk=deelname.mentor_id))
    return people.distinct().prefetch_related("lidmaatschappen__partij")


def _withdraw_notice(deelnemer: Deelnemer) -> None:
    """Whoever takes part again is not anonymised next month."""
    if deelnemer.aangekondigd_op:
        deelnemer.aangekondigd_op = None
        deelnemer.save(update_fields=["aangekondigd_op"])


def _create(deelnemer: Deelnemer, traject: Traject) -> Deelname:
    deelname = Deelname(deelnemer=deelnemer, traject=traject)
    _save(deelname)
    return deelname


def _save(deelname: Deelname) -> None:
    try:
        with transaction.atomic():
            deelname.save()
    except IntegrityError as error:
        if not _takes_part(deelname):
            raise
        raise DeelnemerFout(
            _("%(naam)s doet al mee aan %(traject)s.") % {"naam": deelname.deelnemer, "traject": deelname.traject}
        ) from error


def _takes_part(deelname: Deelname) -> bool:
    others = Deelname.objects.open().exclude(pk=deelname.pk)
    return others.filter(deelnemer=deelname.deelnemer_id, traject=deelname.traject_id).exists()


def _partij_of(mentor: User) -> Partij:
    leden = list(mentor.lidmaatschappen.active().select_related("partij").order_by("pk"))
    if not leden:
        raise DeelnemerFout(
            {"mentor": _("%(naam)s hoort bij geen enkele partij en kan geen mentor zijn.") % {"naam": mentor}}
        )
    return next((lid.partij for lid in leden if lid.partij.soort in MENTOR_SOORTEN), leden[0].partij)
