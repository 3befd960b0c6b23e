"""Invitations end with the right to send them: whoever lost their place or their say lets nobody in any more."""

from django.utils import timezone

from partijen.models import Lidmaatschap, Uitnodiging


def revoke_sent(lidmaatschap: Lidmaatschap) -> None:
    """Withdraw what someone sent in the name of this party and nobody answered yet; inside a transaction."""
    sent = Uitnodiging.objects.sent_from(lidmaatschap).order_by("pk")
    for uitnodiging in sent.select_for_update(of=("self",)):
        uitnodiging.ingetrokken_op = timezone.now()
        uitnodiging.save(update_fields=["ingetrokken_op"])
