"""Who belongs to a party: the doors through which people come in and go."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from partijen import uitnodiging
from partijen.enums import Functie, PartijSoort
from partijen.fouten import PartijFout
from partijen.models import Lidmaatschap, Partij
from toegang.models import User

# Without one of these nobody can let people in to a gemeente any more.
TOELATERS = (Functie.COORDINATOR, Functie.BEHEERDER)


def add_member(*, partij: Partij, email: str, naam: str, functie: Functie, door: User) -> Lidmaatschap:
    """Give a person a place in a party, and tell them by mail.

    An account with that e-mail address, in whatever case, is used as it is; else one is made without a password, which
    its owner sets through the reset page. Someone who left comes back on the same row. Raises PartijFout.
    """
    if functie not in Functie.for_soort(PartijSoort(partij.soort)):
        raise PartijFout({"functie": _("Deze functie past niet bij deze soort partij.")})
    with transaction.atomic():
        gebruiker = _account(email, naam)
        if gebruiker == door:
            raise PartijFout({"email": _("U kunt uzelf niet toevoegen. Vraag het een collega.")})
        lid = _membership(gebruiker, partij, functie)
        uitnodiging.enqueue_for(lid)
    return lid


def stop_member(lidmaatschap: Lidmaatschap) -> None:
    """End a person's place in a party; the row stays. Raises PartijFout for the last one in charge of a gemeente."""
    with transaction.atomic():
        # The party's own row is the lock: two people can't send each other away at once.
        partij = Partij.objects.select_for_update().get(pk=lidmaatschap.partij_id)
        lidmaatschap.refresh_from_db(fields=["actief"])
        if not lidmaatschap.actief:
            return
        if partij.is_gemeente and not _others_in_charge(lidmaatschap):
            raise PartijFout(_("Dit is de laatste coördinator of beheerder. Voeg eerst een ander toe."))
        lidmaatschap.actief = False
        lidmaatschap.save(update_fields=["actief"])


def _others_in_charge(lidmaatschap: Lidmaatschap) -> bool:
    in_charge = Lidmaatschap.objects.with_functie(lidmaatschap.partij_id, TOELATERS)
    return in_charge.exclude(pk=lidmaatschap.pk).exists()


def _account(email: str, naam: str) -> User:
    # The model stores addresses in lower case: get_or_create also survives two people adding the same one at once.
    gebruiker, _new = User.objects.get_or_create(
        email=email.strip().lower(), defaults={"naam": naam, "password": make_password(None)}
    )
    if not gebruiker.is_active:
        raise PartijFout({"email": _("Dit account is afgesloten. Vraag de beheerder om het te openen.")})
    return gebruiker


def _membership(gebruiker: User, partij: Partij, functie: Functie) -> Lidmaatschap:
    lid, new = Lidmaatschap.objects.select_for_update().get_or_create(
        gebruiker=gebruiker, partij=partij, defaults={"functie": functie}
    )
    if not new and lid.actief:
        raise PartijFout({"email": _("Deze persoon hoort al bij deze partij.")})
    if not new:
        lid.functie, lid.actief = functie, True
        lid.save(update_fields=["functie", "actief"])
    return lid
