"""The one door for whether a trajectory, or one phase of it, goes on: paused, stopped or taken up again, and why."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from toegang.models import User
from trajecten.enums import Doorgang, FaseStatus
from trajecten.fouten import TrajectFout
from trajecten.mails import enqueue_doorgang, enqueue_stand
from trajecten.models import Fase, Rolinvulling, Traject
from trajecten.querysets import RolinvullingQuerySet
from trajecten.relaties import may_direct
from trajecten.rollen import release


def set_status(traject: Traject, status: Doorgang, *, reden: str, door: User) -> None:
    """Pause or stop a trajectory, or let it go on; the same once more is harmless. Raises TrajectFout.

    Its phases keep their days: while it stands still nothing of it is late and nobody is reminded. Whoever has a role
    in it is told. Stopping withdraws what was asked and not yet answered; participants keep their mentor until their
    own participation is ended.
    """
    _check_who_and_why(traject, status, reden, door)
    with transaction.atomic():
        traject.refresh_from_db(from_queryset=Traject.objects.select_for_update(no_key=True))
        current = Doorgang(traject.status)
        if current == status:
            return
        if status not in current.may_become:
            raise TrajectFout(_("Dit kan niet: het traject is %(status)s.") % {"status": current.label.lower()})
        traject.status = status
        traject.status_sinds, traject.status_reden = _since_and_why(status, reden)
        traject.save(update_fields=["status", "status_sinds", "status_reden"])
        if status == Doorgang.GESTOPT:
            _withdraw(Rolinvulling.objects.of_traject(traject))
        enqueue_stand(traject, door=door)


def set_doorgang(fase: Fase, doorgang: Doorgang, *, reden: str, door: User) -> None:
    """Pause or stop one phase, or let it go on; the same once more is harmless. Raises TrajectFout.

    It keeps its days and how far it was. Whoever has a role in it is told, and stopping withdraws what was asked and
    not yet answered, as for a whole trajectory. A phase that is over can't stand still: it is reopened first.
    """
    _check_who_and_why(fase.traject, doorgang, reden, door)
    with transaction.atomic():
        Traject.objects.lock(fase.traject_id)
        fase.refresh_from_db()
        current = Doorgang(fase.doorgang)
        if current == doorgang:
            return
        if doorgang not in current.may_become or fase.status == FaseStatus.AFGEROND:
            raise TrajectFout(_("Dit kan niet: de fase is %(status)s.") % {"status": fase.stand.lower()})
        fase.doorgang = doorgang
        fase.doorgang_sinds, fase.doorgang_reden = _since_and_why(doorgang, reden)
        fase.save(update_fields=["doorgang", "doorgang_sinds", "doorgang_reden"])
        if doorgang == Doorgang.GESTOPT:
            _withdraw(Rolinvulling.objects.filter(fase=fase))
        enqueue_doorgang(fase, door=door)


def _check_who_and_why(traject: Traject, doorgang: Doorgang, reden: str, door: User) -> None:
    if not may_direct(door, traject):
        raise TrajectFout(_("Alleen de regisseur of een coördinator van de gemeente beslist of een traject doorgaat."))
    if doorgang != Doorgang.ACTIEF and not reden.strip():
        raise TrajectFout({"reden": _("Geef een reden.")})


def _since_and_why(doorgang: Doorgang, reden: str) -> tuple[date | None, str]:
    return (None, "") if doorgang == Doorgang.ACTIEF else (timezone.localdate(), reden.strip())


def _withdraw(rollen: RolinvullingQuerySet) -> None:
    for rij in rollen.gevraagd():
        release(rij)
