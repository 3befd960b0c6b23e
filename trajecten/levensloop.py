"""The one door for whether a trajectory goes on: paused, stopped or taken up again, with the reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from toegang.models import User
from trajecten.enums import TrajectStatus
from trajecten.fouten import TrajectFout
from trajecten.mails import enqueue_stand
from trajecten.models import Rolinvulling, Traject
from trajecten.relaties import may_direct
from trajecten.rollen import release


def set_status(traject: Traject, status: TrajectStatus, *, reden: str, door: User) -> None:
    """Pause or stop a trajectory, or let it go on; the same once more is harmless. Raises TrajectFout.

    Its phases keep their days: while it stands still nothing of it is late and nobody is reminded. Whoever has a role
    in it is told. Stopping withdraws what was asked and not yet answered; participants keep their mentor until their
    own participation is ended.
    """
    if not may_direct(door, traject):
        raise TrajectFout(_("Alleen de regisseur of een coördinator van de gemeente beslist of een traject doorgaat."))
    if status != TrajectStatus.ACTIEF and not reden.strip():
        raise TrajectFout({"reden": _("Geef een reden.")})
    with transaction.atomic():
        traject.refresh_from_db(from_queryset=Traject.objects.select_for_update(no_key=True))
        current = TrajectStatus(traject.status)
        if current == status:
            return
        if status not in current.may_become:
            raise TrajectFout(_("Dit kan niet: het traject is %(status)s.") % {"status": current.label.lower()})
        goes_on = status == TrajectStatus.ACTIEF
        traject.status = status
        traject.status_sinds = None if goes_on else timezone.localdate()
        traject.status_reden = "" if goes_on else reden.strip()
        traject.save(update_fields=["status", "status_sinds", "status_reden"])
        if status == TrajectStatus.GESTOPT:
            for rij in Rolinvulling.objects.of_traject(traject).gevraagd():
                release(rij)
        enqueue_stand(traject, door=door)
