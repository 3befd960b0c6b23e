"""Taking part: the doors through which someone joins, gets a mentor, changes state or moves through a phase."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers import ontmoetingen
from deelnemers.eigenpagina import links
from deelnemers.enums import DeelnameStatus
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.models import Deelname, Deelnemer, Voortgang
from deelnemers.sloten import lock_deelname, lock_deelnemer
from partijen.enums import WERK_FUNCTIES, PartijSoort, Rol
from partijen.models import Lidmaatschap, Partij
from toegang.logboek import note_bulk
from toegang.models import User
from trajecten import afspraken
from trajecten.enums import Component, Doorgang
from trajecten.models import Afspraak, Traject
from trajecten.rollen import ensure_toegezegd

# From these someone guides; others do it for the own gemeente.
MENTOR_SOORTEN = (PartijSoort.BEGELEIDING, PartijSoort.MAATSCHAPPELIJK)


def join(*, deelnemer: Deelnemer, traject: Traject) -> Deelname:
    """Let someone take part, with a row of progress for every phase.

    A municipality that brings its own people into another's trajectory becomes intermediair there, so that it can see
    the trajectory. Raises DeelnemerFout when the person takes part already (the database decides, no look beforehand),
    and when the trajectory was stopped.
    """
    with transaction.atomic():
        traject.refresh_from_db(fields=["status"])
        if traject.status == Doorgang.GESTOPT:
            raise DeelnemerFout(_("Dit traject is gestopt. Kies een ander traject."))
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

    From becoming active, silence counts (check-in reminders); at the end the own page closes. Raises DeelnemerFout when
    the step does not exist.
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
        if status not in DeelnameStatus.open():
            links.revoke(locked)
        if status == DeelnameStatus.ACTIEF:
            locked.actief_sinds = timezone.localdate()
        _save(locked)
        if status == DeelnameStatus.GESTOPT:
            ontmoetingen.call_off_all(locked)
    return locked


def assign_mentor(deelname: Deelname, mentor: User | None, *, partij: Partij | None = None) -> Deelname:
    """Give a participant a mentor, whose party thereby is mentor in the guidance phase; None takes the mentor off.

    `partij` is the party that guides already, where a colleague takes over; it is locked. Raises DeelnemerFout for
    someone who has no place from which to guide this participant.
    """
    with transaction.atomic():
        partij = partij or _lock_partij_of(mentor, deelname) if mentor else None
        locked = lock_deelname(deelname.pk)
        if partij:
            begeleiding = locked.traject.fasen.get(component=Component.BEGELEIDING)
            ensure_toegezegd(begeleiding, rol=Rol.MENTOR, partij=partij, persoon=mentor)
        if locked.mentor and locked.mentor != mentor:
            # What was agreed with this participant goes along to who guides now.
            agreed = Afspraak.objects.filter(pk__in=locked.checkins.values("afspraak"))
            afspraken.pass_on(agreed, van=locked.mentor, naar=mentor, partij=partij)
        van, locked.mentor, locked.mentor_partij = locked.mentor, mentor, partij
        locked.save(update_fields=["mentor", "mentor_partij"])
        if van != mentor:
            ontmoetingen.hand_on(locked, van=van)
    return locked


def update(deelname: Deelname, *, status: DeelnameStatus, mentor: User | None) -> Deelname:
    """Set state and mentor together, as the one form of a participation does: both, or neither."""
    with transaction.atomic():
        # The mentor first: their party is locked before the participation, as where someone leaves a party.
        if deelname.mentor != mentor:
            assign_mentor(deelname, mentor)
        return set_status(deelname, status)


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
    own = Lidmaatschap.objects.active().filter(_may_guide(deelname), gebruiker=OuterRef("pk"))
    people = User.objects.filter(Q(Exists(own), is_active=True) | Q(pk=deelname.mentor_id))
    return people.prefetch_related("lidmaatschappen__partij")


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


def _may_guide(deelname: Deelname) -> Q:
    """Condition on a place in a party: from there someone can be this participant's mentor."""
    return Q(partij__soort__in=MENTOR_SOORTEN) | Q(partij=deelname.deelnemer.gemeente_id, functie__in=WERK_FUNCTIES)


def _lock_partij_of(mentor: User, deelname: Deelname) -> Partij:
    """Return the party from which someone guides, locked, so that they can't leave it meanwhile.

    Whoever works for the participant's gemeente guides for it, and not for another place they have beside it.
    """
    places = mentor.lidmaatschappen.active().filter(_may_guide(deelname)).order_by("pk")
    ids = list(places.values_list("partij", flat=True))
    for partij_id in sorted(ids, key=lambda pk: pk != deelname.deelnemer.gemeente_id):
        partij = Partij.objects.select_for_update().get(pk=partij_id)
        if places.filter(partij=partij).exists():
            return partij
    refusal = _("%(naam)s kan geen mentor zijn: kies iemand van uw gemeente of van een organisatie die begeleidt.")
    raise DeelnemerFout({"mentor": refusal % {"naam": mentor}})
