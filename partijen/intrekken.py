"""Invitations end with the right to send them: whoever lost their place or their say lets nobody in any more."""

from django.utils import timezone

from partijen.models import Lidmaatschap, Partij, Uitnodiging
from partijen.querysets import UitnodigingQuerySet


def withdraw(locked: Uitnodiging) -> None:
    """Write down that an invitation is withdrawn: its link stops working; on a locked row."""
    locked.ingetrokken_op = timezone.now()
    locked.save(update_fields=["ingetrokken_op"])


def revoke_sent(lidmaatschap: Lidmaatschap) -> None:
    """Withdraw what someone sent in the name of this party and nobody answered yet; inside a transaction."""
    _revoke(Uitnodiging.objects.sent_from(lidmaatschap))


def revoke_nameless(partij: Partij) -> None:
    """Withdraw what whoever runs Leerwerk sent into a party and nobody answered yet; inside a transaction."""
    _revoke(Uitnodiging.objects.nameless(partij.pk))


def _revoke(uitnodigingen: UitnodigingQuerySet) -> None:
    for uitnodiging in uitnodigingen.order_by("pk").select_for_update(of=("self",)):
        withdraw(uitnodiging)
