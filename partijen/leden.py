"""Who belongs to a party: the doors through which people get a place, another function, and leave."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from partijen import intrekken, overdracht
from partijen.enums import BEHEER_FUNCTIES, WERK_FUNCTIES, Functie
from partijen.fouten import PartijFout
from partijen.lidmaatschap import forget
from partijen.mensen import Inkijk
from partijen.models import Lidmaatschap, Partij
from toegang import sessies
from toegang.models import User


def check_functie(partij: Partij, functie: Functie) -> None:
    """Raise PartijFout for a function that does not fit this kind of party."""
    if functie not in partij.functies:
        raise PartijFout({"functie": _("Deze functie past niet bij deze soort partij.")})


def give_place(gebruiker: User, partij: Partij, functie: Functie) -> Lidmaatschap:
    """Put a person in a party; whoever left comes back on the same row. Raises PartijFout for who is there already.

    From here on the party has people, who invite colleagues themselves: what whoever runs Leerwerk sent is withdrawn.
    """
    lid, new = Lidmaatschap.objects.select_for_update().get_or_create(
        gebruiker=gebruiker, partij=partij, defaults={"functie": functie}
    )
    if not new and lid.actief:
        raise PartijFout({"email": _("Deze persoon hoort al bij deze partij.")})
    if not new:
        lid.functie, lid.actief = functie, True
        lid.save(update_fields=["functie", "actief"])
    intrekken.revoke_nameless(partij)
    forget(gebruiker)
    return lid


def change_functie(lidmaatschap: Lidmaatschap, functie: Functie, *, door: User) -> None:
    """Give someone another function in their party; what they hold stays theirs.

    Raises PartijFout for the last one in charge of a gemeente, for oneself (two people decide who sees files), and
    where `check_say` does.
    """
    with transaction.atomic():
        locked = _lock(lidmaatschap)
        if locked.gebruiker_id == door.pk:
            raise PartijFout({"functie": _("U kunt uw eigen functie niet wijzigen. Vraag het een collega.")})
        if not locked.actief:
            raise PartijFout({"functie": _("Deze persoon hoort niet meer bij deze partij.")})
        check_say(locked, door)
        check_functie(locked.partij, functie)
        if locked.partij.is_gemeente and functie not in BEHEER_FUNCTIES and not _others_in_charge(locked):
            raise PartijFout(
                {"functie": _("Dit is de laatste coördinator of beheerder. Geef eerst een ander die functie.")}
            )
        set_functie(locked, functie)


def set_functie(lid: Lidmaatschap, functie: Functie) -> None:
    """Write down another function; whoever loses the say over people loses the invitations they sent by it."""
    if lid.functie in BEHEER_FUNCTIES and functie not in BEHEER_FUNCTIES:
        intrekken.revoke_sent(lid)
    lid.functie = functie
    lid.save(update_fields=["functie"])


def stop_member(
    lidmaatschap: Lidmaatschap, *, opvolger: User | None = None, niemand: bool = False, door: User | None = None
) -> None:
    """End a person's place in a party and hand what they held to a successor, in one step; nothing is deleted.

    The invitations they sent by right of this place are withdrawn. Without a successor what they held has nobody and is
    the regie's to fill. With no place left anywhere the account is closed and its sessions end. `door` is who does it;
    nobody where a gemeente's own sign-on withdraws the place. Raises PartijFout for the last one in charge of a
    gemeente, where this is not for `door` to do, where the successor can't have some of it, and where `door` chose no
    successor among colleagues and did not say `niemand` either.
    """
    with transaction.atomic():
        locked = _lock(lidmaatschap)
        if not locked.actief:
            return
        if locked.partij.is_gemeente and not _others_in_charge(locked):
            raise PartijFout(_("Dit is de laatste coördinator of beheerder. Nodig eerst een ander uit."))
        _check_successor(locked, opvolger, door, niemand=niemand)
        overdracht.hand_over(locked, opvolger)
        intrekken.revoke_sent(locked)
        locked.actief = False
        locked.save(update_fields=["actief"])
        close_if_placeless(locked.gebruiker)


def check_say(lidmaatschap: Lidmaatschap, door: User) -> None:
    """Raise PartijFout where someone's function and place are not for `door` to decide about."""
    _check_say(lidmaatschap, door, overdracht.held_by(lidmaatschap))


def holdings_for(lidmaatschap: Lidmaatschap, door: User) -> list[overdracht.Bezit]:
    """Return what a person holds in a party's name, for whoever may stop them. Raises PartijFout for who may not.

    Nobody stops themselves. And a party is shared: a gemeente sends nobody away who works for another gemeente too, or
    whose party does, nor reads for whom; that is for the party's own beheerder.
    """
    if lidmaatschap.gebruiker_id == door.pk:
        raise PartijFout(_("U kunt uw eigen toegang niet stoppen. Vraag het een collega."))
    held = overdracht.held_by(lidmaatschap)
    _check_say(lidmaatschap, door, held)
    return held


def successors_of(lidmaatschap: Lidmaatschap) -> list[User]:
    """Return the colleagues who can take over: for work in a gemeente, those whose function does that work."""
    colleagues = Lidmaatschap.objects.active().filter(partij=lidmaatschap.partij_id).exclude(pk=lidmaatschap.pk)
    if lidmaatschap.partij.is_gemeente:
        colleagues = colleagues.filter(functie__in=WERK_FUNCTIES)
    return [lid.gebruiker for lid in colleagues.select_related("gebruiker")]


def _check_say(lidmaatschap: Lidmaatschap, door: User, held: Sequence[overdracht.Bezit]) -> None:
    partij = lidmaatschap.partij
    if not Inkijk(door, partij).decides(frozenset[int]().union(*(bezit.gemeenten for bezit in held))):
        raise PartijFout(
            _(
                "%(partij)s of deze persoon werkt ook voor anderen. "
                "Vraag %(partij)s om een beheerder: die beslist over de eigen mensen."
            )
            % {"partij": partij}
        )


def _lock(lidmaatschap: Lidmaatschap) -> Lidmaatschap:
    # The party's own row is the lock: two people can't send each other away at once.
    Partij.objects.select_for_update().get(pk=lidmaatschap.partij_id)
    return Lidmaatschap.objects.select_related("partij", "gebruiker").get(pk=lidmaatschap.pk)


def _check_successor(lidmaatschap: Lidmaatschap, opvolger: User | None, door: User | None, *, niemand: bool) -> None:
    colleagues = successors_of(lidmaatschap)
    if opvolger and opvolger not in colleagues:
        raise PartijFout({"opvolger": _("Deze persoon kan dit werk niet overnemen.")})
    if door and holdings_for(lidmaatschap, door) and colleagues and not (opvolger or niemand):
        raise PartijFout({"opvolger": _("Kies wie het werk overneemt.")})


def close_if_placeless(gebruiker: User) -> None:
    """Close the account of whoever has no place left anywhere, and end its sessions."""
    if Lidmaatschap.objects.active().filter(gebruiker=gebruiker).exists():
        return
    gebruiker.is_active = False
    gebruiker.save(update_fields=["is_active"])
    sessies.end_all(gebruiker)


def _others_in_charge(lidmaatschap: Lidmaatschap) -> bool:
    in_charge = Lidmaatschap.objects.with_functie(lidmaatschap.partij_id, BEHEER_FUNCTIES)
    return in_charge.exclude(pk=lidmaatschap.pk).exists()
