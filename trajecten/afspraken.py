"""The one door for agreements: who does what by when, and what became of it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partijen.models import Partij
from toegang.models import User
from trajecten.enums import AfspraakStatus, Doorgang, Herhaling, RolStatus, VerzetReden
from trajecten.fouten import TrajectFout
from trajecten.models import Afspraak, Rolinvulling, Traject
from trajecten.querysets import AfspraakQuerySet
from trajecten.relaties import check_belongs

# Who connects waits no longer than this to hear what became of a suggestion.
ANTWOORD_OP_VOORSTEL = timedelta(days=7)


def agree(  # one sentence: who does what by when, and who wrote it down
    *,
    traject: Traject,
    wat: str,
    deadline: date,
    door: User,
    persoon: User | None = None,
    partij: Partij | None = None,
    gemeente: Partij | None = None,
    herhaling: Herhaling | str = "",
) -> Afspraak:
    """Record who does what by when: a person, a party, or a person of that party. Raises TrajectFout.

    It is the trajectory's gemeente's, unless it is about a participant of another `gemeente`. One with `herhaling` is
    followed by the next one each time that it is done.
    """
    if not (persoon or partij):
        raise TrajectFout(_("Kies wie dit doet: een partij of een persoon."))
    check_belongs(persoon, partij)
    return Afspraak.objects.create(
        traject=traject,
        gemeente=gemeente or traject.gemeente,
        wat=wat,
        deadline=deadline,
        gemaakt_door=door,
        persoon=persoon,
        partij=partij,
        herhaling=herhaling,
        herhaal_vanaf=deadline if herhaling else None,
    )


def suggest(rol: Rolinvulling, *, organisatie: str, door: User) -> Afspraak:
    """Pass on who could fill an open role: an agreement with whoever directs, to ask them. Raises TrajectFout."""
    if rol.status != RolStatus.OPEN:
        raise TrajectFout(_("Deze rol is niet meer open."))
    traject = rol.fase.traject
    words = {"organisatie": organisatie, "rol": rol.get_rol_display().lower(), "fase": rol.fase}
    return agree(
        traject=traject,
        wat=_("Vraag %(organisatie)s als %(rol)s in %(fase)s (voorstel van de verbinder)") % words,
        deadline=timezone.localdate() + ANTWOORD_OP_VOORSTEL,
        door=door,
        persoon=traject.regisseur,
        partij=None if traject.regisseur else traject.gemeente,
    )


def correct(afspraak: Afspraak, *, wat: str, deadline: date) -> Afspraak:
    """Set right what was agreed and by when; a moved day reminds again."""
    with transaction.atomic():
        locked = Afspraak.objects.select_for_update(of=("self",)).get(pk=afspraak.pk)
        locked.wat, locked.deadline = wat, deadline
        locked.save(update_fields=["wat", "deadline"])
    return locked


def move(afspraak: Afspraak, *, deadline: date, reden: VerzetReden) -> None:
    """Give an open agreement another day, which reminds again; the same once more is harmless. Raises TrajectFout."""
    with transaction.atomic():
        _lock(afspraak)
        if afspraak.status != AfspraakStatus.OPEN:
            raise _not_now(afspraak)
        if afspraak.deadline == deadline:
            return
        afspraak.verzet_van, afspraak.verzet_reden, afspraak.deadline = afspraak.deadline, reden, deadline
        afspraak.save(update_fields=["verzet_van", "verzet_reden", "deadline"])


def pass_on(afspraken: AfspraakQuerySet, *, van: User, naar: User | None, partij: Partij | None) -> None:
    """Give what is still open and kept by one person to another, in the name of a party; inside a transaction."""
    for afspraak in afspraken.open().filter(persoon=van).select_for_update(of=("self",)):
        hand_on(afspraak, naar=naar, partij=partij)


def hand_on(afspraak: Afspraak, *, naar: User | None, partij: Partij | None) -> None:
    """Give an agreement to someone in a party's name; without anybody it is its own gemeente's to do."""
    afspraak.persoon = naar
    afspraak.partij = partij if naar else afspraak.gemeente
    afspraak.save(update_fields=["persoon", "partij"])


def set_status(afspraak: Afspraak, status: AfspraakStatus) -> None:
    """Close an agreement as done or lapsed, or open it again; the same once more is harmless. Raises TrajectFout.

    Done, one that comes back is followed by the next; lapsed, the series ends.
    """
    with transaction.atomic():
        _lock(afspraak)
        current = AfspraakStatus(afspraak.status)
        if current == status:
            return
        if status not in current.may_become:
            raise _not_now(afspraak)
        afspraak.status = status
        if status == AfspraakStatus.GEDAAN and afspraak.herhaling and not afspraak.volgende_id:
            afspraak.volgende = _follow_up(afspraak)
        afspraak.save(update_fields=["status", "volgende"])


def _follow_up(afspraak: Afspraak) -> Afspraak | None:
    """Return the next of a series, for the same person or party; none where nobody is left to keep it, or no more need.

    It is for a day that is yet to come: what was done late is not late again at once.
    """
    if not (afspraak.persoon_id or afspraak.partij_id) or afspraak.traject.status == Doorgang.GESTOPT:
        return None
    done = max(afspraak.deadline, timezone.localdate())
    vanaf = afspraak.herhaal_vanaf or afspraak.deadline
    return Afspraak.objects.create(
        traject=afspraak.traject,
        gemeente=afspraak.gemeente,
        wat=afspraak.wat,
        deadline=Herhaling(afspraak.herhaling).next_after(vanaf, done),
        gemaakt_door=afspraak.gemaakt_door,
        persoon=afspraak.persoon,
        partij=afspraak.partij,
        herhaling=afspraak.herhaling,
        herhaal_vanaf=vanaf,
    )


def _lock(afspraak: Afspraak) -> None:
    afspraak.refresh_from_db(from_queryset=Afspraak.objects.select_for_update(of=("self",)))


def _not_now(afspraak: Afspraak) -> TrajectFout:
    status = AfspraakStatus(afspraak.status).label.lower()
    return TrajectFout(_("Deze afspraak staat op '%(status)s'.") % {"status": status})
