"""Asking for the overview of everything held on someone. What must be made is a row; inzagemaken.py makes it."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from deelnemers.enums import VerzoekStatus
from deelnemers.models import Deelnemer, Inzageverzoek
from deelnemers.sloten import lock_deelnemer
from toegang.logboek import Handeling, note
from toegang.models import User
from toegang.relaties import Relatie, relaties_of
from toegang.wekken import wake_task

# How long the papers can be fetched.
BEWAAR = timedelta(hours=24)


def ask(deelnemer: Deelnemer, *, door: User) -> Inzageverzoek:
    """Ask for the overview as it will be when a worker makes it; one that is under way already is that one."""
    with transaction.atomic():
        locked = lock_deelnemer(deelnemer.pk)
        mine = Inzageverzoek.objects.under_way().filter(deelnemer=locked, door=door).first()
        if mine:
            return mine
        verzoek = Inzageverzoek.objects.create(deelnemer=locked, door=door)
        grond = relaties_of(door, locked) - {Relatie.INGELOGD}
        note(Handeling.EXPORTEREN, onderwerp=locked, door=door, grond=grond, betrokkene=locked.pk)
        _wake(verzoek)
    return verzoek


def retry(verzoek: Inzageverzoek) -> Inzageverzoek:
    """Have an overview that failed made again; any other stays as it is."""
    with transaction.atomic():
        locked = Inzageverzoek.objects.select_for_update().get(pk=verzoek.pk)
        if locked.status == VerzoekStatus.MISLUKT:
            locked.status, locked.pogingen, locked.fout = VerzoekStatus.WACHT, 0, ""
            locked.save(update_fields=["status", "pogingen", "fout"])
            _wake(locked)
    return locked


def purge() -> int:
    """Delete overviews older than a day, papers and all, and return how many there were."""
    return Inzageverzoek.objects.filter(aangemaakt_op__lt=timezone.now() - BEWAAR).delete()[0]


def _wake(verzoek: Inzageverzoek) -> None:
    transaction.on_commit(partial(wake_task, "deelnemers.tasks.maak_inzage", verzoek.pk))
