"""Accounts that an invitation made and nobody ever opened: a name and an address that serve nothing any more."""

from datetime import datetime, timedelta

from auditlog.context import disable_auditlog
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from berichten.models import Bericht
from partijen.models import Lidmaatschap, Uitnodiging
from toegang.logboek import Handeling, note
from toegang.models import User

# So long after the last invitation ended someone may still ask for a new one, and be known.
BEWAREN = timedelta(days=30)


def purge_unopened(now: datetime | None = None) -> int:
    """Remove every account that was never opened, with its invitations and mails, and return how many.

    A second time finds none. Whoever is named anywhere else stays.
    """
    ended = (now or timezone.now()) - BEWAREN
    return sum(_remove(pk, ended) for pk in list(unopened(ended).values_list("pk", flat=True)))


def unopened(ended: datetime) -> QuerySet[User]:
    """Return the accounts without a password and never in any party, whose invitations all ended before a moment."""
    invited = Uitnodiging.objects.filter(gebruiker=OuterRef("pk"))
    never = User.objects.filter(is_active=False, last_login__isnull=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return never.filter(
        Exists(invited),
        ~Exists(invited.alive_at(ended)),
        ~Exists(Lidmaatschap.objects.filter(gebruiker=OuterRef("pk"))),
    ).order_by("pk")


def _remove(pk: int, ended: datetime) -> bool:
    try:
        with transaction.atomic():
            # Whoever invites this person again, or sends the link again, waits for these locks or was first.
            gebruiker = User.objects.select_for_update().filter(pk=pk).first()
            uitnodigingen = list(Uitnodiging.objects.select_for_update(of=("self",)).of_person(pk))
            if gebruiker is None or not unopened(ended).filter(pk=pk).exists():
                return False
            # One line, in no gemeente's log, as when it was made: it would tell which address had an account.
            note(Handeling.VERWIJDERD, onderwerp=gebruiker, details={"uitnodigingen": len(uitnodigingen)})
            with disable_auditlog():
                for uitnodiging in uitnodigingen:
                    uitnodiging.delete()
                Bericht.objects.filter(ontvanger=gebruiker).delete()
                gebruiker.delete()
    except ProtectedError:
        return False
    return True
