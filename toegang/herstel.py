"""Getting someone back in who lost their phone, their key and their codes."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from toegang import sessies
from toegang.accounts import deliver
from toegang.logboek import Handeling, note
from toegang.logregels import gemeentes_for
from toegang.models import User

# The name of the mail that tells the person.
WEGGEHAALD = "toegang/tweede_stap_weggehaald"


@transaction.atomic
def take_off_second_step(user: User) -> None:
    """Take app, keys and codes off an account, end its sessions, and tell its owner; the log says that it was done."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    sessies.end_all(user)
    gemeentes: list[int | None] = [*gemeentes_for(user)]
    for eigenaar in gemeentes or [None]:
        note(Handeling.BEVEILIGING, onderwerp=user, eigenaar=eigenaar, details={"wat": "tweede_stap_weggehaald"})
    deliver(user, WEGGEHAALD)
