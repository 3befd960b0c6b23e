"""What can't be done in a trajectory that was paused or stopped: asked by the doors of its phases, roles and people."""

from django.utils.translation import gettext as _

from trajecten.enums import TrajectStatus
from trajecten.fouten import TrajectFout
from trajecten.models import Traject


def check_goes_on(traject: Traject) -> None:
    """Refuse what would begin in a trajectory that stands still. Raises TrajectFout."""
    if traject.status != TrajectStatus.ACTIEF:
        status = traject.get_status_display().lower()
        raise TrajectFout(_("Dit traject is %(status)s. Laat het eerst weer doorgaan.") % {"status": status})


def check_not_stopped(traject: Traject) -> None:
    """Refuse to prepare anything for a trajectory that was stopped; during a pause one may. Raises TrajectFout."""
    if traject.status == TrajectStatus.GESTOPT:
        raise TrajectFout(_("Dit traject is gestopt. Laat het eerst weer doorgaan."))
