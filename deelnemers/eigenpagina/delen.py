"""Which agreements a participant reads on the own page: those that who guides them chose to share, and no others.

An agreement is a sentence of a professional to a colleague. It may name others, so none is shown by itself.
"""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Checkin
from deelnemers.sloten import lock_deelname


def version_of(checkin: Checkin) -> str:
    """Return a short name for exactly the words of a check-in's agreement: who shares these, shares no others."""
    return hashlib.sha256(checkin.afspraak.wat.encode()).hexdigest() if checkin.afspraak else ""


def share(checkin: Checkin, *, gedeeld: bool, versie: str = "") -> Checkin:
    """Show the agreement of a check-in on the participant's own page, or no longer; the same once more is harmless.

    `versie` says which words were read when choosing to share. Raises DeelnemerFout for a check-in that ended with no
    agreement, and where the agreement says something else by now.
    """
    with transaction.atomic():
        deelname = lock_deelname(checkin.deelname_id)
        # Who sets right what it says locks the participation too.
        locked = Checkin.objects.select_for_update(of=("self",)).select_related("afspraak").get(pk=checkin.pk)
        if gedeeld:
            _check_words(locked, versie)
        if locked.afspraak_gedeeld != gedeeld:
            locked.deelname, locked.afspraak_gedeeld = deelname, gedeeld
            locked.save(update_fields=["afspraak_gedeeld"])
    return locked


def _check_words(checkin: Checkin, versie: str) -> None:
    if not checkin.afspraak_id:
        raise DeelnemerFout(_("Bij deze check-in hoort geen afspraak."))
    if version_of(checkin) != versie:
        raise DeelnemerFout(
            _("De tekst van deze afspraak is intussen veranderd. Lees de afspraak en deel die opnieuw.")
        )
