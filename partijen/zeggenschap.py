"""Who speaks for a party when someone wants in: its beheerders, else everyone who is in it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from partijen.enums import BEHEER_FUNCTIES, Functie
from partijen.lidmaatschap import functies_in
from partijen.models import Lidmaatschap, Partij

if TYPE_CHECKING:
    from toegang.models import User


def consenters_of(partij_id: int) -> list["User"]:
    """Return who may let someone in in a party's name: its beheerders, else everyone who is in it."""
    leden = Lidmaatschap.objects.active().filter(partij_id=partij_id).select_related("gebruiker")
    beheerders = [lid for lid in leden if lid.functie == Functie.BEHEERDER]
    return [lid.gebruiker for lid in beheerders or leden]


def who_agrees(partij: Partij) -> str:
    """Return in words who may let someone in in a party's name."""
    beheerd = Lidmaatschap.objects.beheerders(partij.pk).exists()
    said = _("een beheerder van %(partij)s") if beheerd else _("iemand van %(partij)s")
    return said % {"partij": partij}


def speaks_for(user: "User", partij_id: int) -> bool:
    """Return whether the person may let someone in in a party's name."""
    return user.pk in {person.pk for person in consenters_of(partij_id)}


def may_let_in(user: "User", partij: Partij) -> bool:
    """Return whether the person lets people into this party in its own name: nobody else needs to agree."""
    if functies_in(user, partij.pk) & set(BEHEER_FUNCTIES):
        return True
    return not partij.is_gemeente and speaks_for(user, partij.pk)
