"""One lock for all that is written about a participation, so that nothing lands in a file being anonymised."""

from django.utils.translation import gettext as _

from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelname, Deelnemer


def lock_deelname(pk: int) -> Deelname:
    """Return a participation, locked until the transaction ends. Raises DeelnemerFout for someone anonymised."""
    locked = Deelname.objects.select_for_update(of=("self",)).select_related("traject", "deelnemer").get(pk=pk)
    # A query of its own, after the wait for the lock: what was joined above may be from before.
    _refuse_anonymised(locked.deelnemer_id)
    return locked


def lock_going_on(pk: int) -> Deelname:
    """Return a participation that was not stopped, locked until the transaction ends. Raises DeelnemerFout."""
    locked = lock_deelname(pk)
    if not locked.gaat_verder:
        raise DeelnemerFout(_("Deze deelnemer is gestopt. Zet de deelname eerst weer op 'Doet mee'."))
    return locked


def lock_deelnemer(pk: int) -> Deelnemer:
    """Return a participant, locked until the transaction ends. Raises DeelnemerFout for someone anonymised."""
    locked = Deelnemer.objects.select_for_update().get(pk=pk)
    if locked.geanonimiseerd_op:
        raise DeelnemerFout(_("Dit dossier is geanonimiseerd."))
    return locked


def _refuse_anonymised(deelnemer_id: int) -> None:
    if Deelnemer.objects.filter(pk=deelnemer_id, geanonimiseerd_op__isnull=False).exists():
        raise DeelnemerFout(_("Dit dossier is geanonimiseerd."))
