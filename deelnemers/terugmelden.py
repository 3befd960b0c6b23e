"""What a partner reports about someone: a language trainer the levels, an employer how a placement went.

They read a person and never write one, so these doors write the few fields that are theirs to tell, beyond the rows
that the database lets them change. The guard has said by then that they teach, or placed, this participant.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.enums import Evaluatie, Taalniveau
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelnemer, Plaatsing
from deelnemers.sloten import lock_deelname, lock_deelnemer
from deelnemers.zichtbaarheid import TAAL
from toegang.rijbeveiliging import boven_de_rijen


def report_levels(deelnemer: Deelnemer, niveaus: Mapping[str, Taalniveau | str]) -> None:
    """Record the CEFR level of each skill, empty where it is not known. Raises DeelnemerFout for someone anonymised."""
    with boven_de_rijen(), transaction.atomic():
        locked = lock_deelnemer(deelnemer.pk)
        for veld in TAAL:
            setattr(locked, veld, niveaus[veld])
        locked.save(update_fields=TAAL)


def evaluate(plaatsing: Plaatsing, evaluatie: Evaluatie) -> None:
    """Record what the employer makes of a placement today; it may change its mind. Raises DeelnemerFout."""
    today = timezone.localdate()
    with boven_de_rijen(), transaction.atomic():
        lock_deelname(plaatsing.deelname_id)
        locked = Plaatsing.objects.select_for_update().get(pk=plaatsing.pk)
        if locked.start > today:
            raise DeelnemerFout(_("Deze plaatsing is nog niet begonnen."))
        locked.evaluatie, locked.geevalueerd_op = evaluatie, today
        locked.save(update_fields=["evaluatie", "geevalueerd_op"])
