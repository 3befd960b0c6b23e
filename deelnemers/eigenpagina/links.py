"""The link to a participant's own page: given by who guides them, replaced by a newer one, over after some days.

Whoever bears it sees what the participant may see. Only a hash of its key is kept, so that neither the database nor a
copy of it opens anyone's page.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.enums import DeelnameStatus, Geldigheid
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelname, Paginalink
from deelnemers.sloten import lock_deelname
from toegang.matrix import BEGELEIDING
from toegang.relaties import relaties_of
from toegang.sleutels import hash_of, new_key

if TYPE_CHECKING:
    from toegang.models import User


def give(deelname: Deelname, *, door: "User", geldigheid: Geldigheid = Geldigheid.TWEE_WEKEN) -> str:
    """Make the link of a participation and return its key, which nobody can read again; the former one stops working.

    Raises DeelnemerFout for someone who no longer takes part.
    """
    with transaction.atomic():
        locked = lock_deelname(deelname.pk)
        if locked.status not in DeelnameStatus.open():
            raise DeelnemerFout(_("Deze deelnemer doet niet meer mee. Een eigen pagina is er alleen voor wie meedoet."))
        key = new_key()
        link = Paginalink.objects.select_for_update().filter(deelname=locked).first() or Paginalink(deelname=locked)
        link.sleutel, link.door, link.ingetrokken_op = hash_of(key), door, None
        link.gemaakt_op = timezone.now()
        link.verloopt_op = link.gemaakt_op + timedelta(days=geldigheid)
        link.save()
    return key


def revoke(deelname: Deelname) -> None:
    """Let the link of a participation stop working; without one, or a second time, nothing happens."""
    with transaction.atomic():
        link = Paginalink.objects.select_for_update(of=("self",)).filter(deelname=deelname.pk).first()
        if link and not link.ingetrokken_op:
            link.sleutel, link.ingetrokken_op = None, timezone.now()
            link.save(update_fields=["sleutel", "ingetrokken_op"])


def find(key: str) -> Paginalink | None:
    """Return the link that has this key and works now, else None: false, old, replaced, withdrawn or ended alike."""
    related = ("door", "deelname__deelnemer__gemeente", "deelname__traject", "deelname__mentor_partij")
    link = Paginalink.objects.working().select_related(*related).filter(sleutel=hash_of(key)).first()
    return link if link and _may_still_give(link) else None


def is_over(key: str) -> bool:
    """Return whether this was the key of a link of which the days are over."""
    return Paginalink.objects.filter(sleutel=hash_of(key), verloopt_op__lte=timezone.now()).exists()


def working_of(deelname: Deelname) -> Paginalink | None:
    """Return the link of a participation where it has one that works now."""
    link = Paginalink.objects.working().select_related("door").filter(deelname=deelname).first()
    return link if link and _may_still_give(link) else None


def lock_working(link: Paginalink) -> Deelname:
    """Lock the participation of a link that still works. Raises DeelnemerFout where it stopped meanwhile."""
    locked = lock_deelname(link.deelname_id)
    if not Paginalink.objects.working().filter(pk=link.pk, sleutel=link.sleutel).exists():
        raise DeelnemerFout(_("Deze link werkt niet meer."))
    return locked


def _may_still_give(link: Paginalink) -> bool:
    # Whoever gave it could keep it: who may not read of this participant any more, must not read by it either.
    return bool(link.door and link.door.is_active and relaties_of(link.door, link.deelname) & BEGELEIDING)
