"""What can't be done in what was paused or stopped: asked by the doors of phases, roles and people."""

from django.utils.translation import gettext as _

from trajecten.enums import Doorgang
from trajecten.fouten import TrajectFout
from trajecten.models import Fase, Traject


def check_goes_on(traject: Traject) -> None:
    """Refuse what would begin in a trajectory that stands still. Raises TrajectFout."""
    if traject.status != Doorgang.ACTIEF:
        status = traject.get_status_display().lower()
        raise TrajectFout(_("Dit traject is %(status)s. Laat het eerst weer doorgaan.") % {"status": status})


def check_may_run(fase: Fase) -> None:
    """Refuse to let a phase run that stands still, by itself or with its trajectory. Raises TrajectFout."""
    check_goes_on(fase.traject)
    check_not_still(fase)


def check_not_still(fase: Fase) -> None:
    """Refuse what ends a phase that was paused or stopped by itself. Raises TrajectFout."""
    if fase.staat_stil:
        status = fase.stand.lower()
        raise TrajectFout(_("Deze fase is %(status)s. Laat de fase eerst weer doorgaan.") % {"status": status})


def check_not_stopped(fase: Fase) -> None:
    """Refuse to prepare anything for what was stopped; during a pause one may. Raises TrajectFout."""
    if fase.traject.status == Doorgang.GESTOPT:
        raise TrajectFout(_("Dit traject is gestopt. Laat het eerst weer doorgaan."))
    if fase.doorgang == Doorgang.GESTOPT:
        raise TrajectFout(_("Deze fase is gestopt. Laat de fase eerst weer doorgaan."))
