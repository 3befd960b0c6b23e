"""Who watches over whose mail: what a gemeente sees of the outbox."""

from typing import TYPE_CHECKING

from django.db.models import Q

from berichten.models import Bericht
from berichten.querysets import register_watched
from partijen.enums import Functie, PartijSoort
from partijen.lidmaatschap import gemeentes_of
from partijen.models import Lidmaatschap
from partijen.relaties import functies_anywhere
from toegang.relaties import register as register_finder

if TYPE_CHECKING:
    from toegang.models import User

BEHEER = (Functie.COORDINATOR, Functie.BEHEERDER)


def register() -> None:
    register_watched(watched_by)
    register_finder(Bericht, lambda user, _bericht: functies_anywhere(user))


def watched_by(user: "User") -> Q:
    """Return which mails coordinators and beheerders watch over.

    Whatever is their own gemeente's business, whoever reads it; of what is nobody's in particular, the mail to their
    own people and to people in other kinds of party. Never what anyone hears about another gemeente's trajectory.
    """
    mine = gemeentes_of(user, BEHEER)
    if not mine:
        return Q(pk__in=[])
    own_or_partner = Q(partij_id__in=mine) | ~Q(partij__soort=PartijSoort.GEMEENTE)
    people = Lidmaatschap.objects.active().filter(own_or_partner).values("gebruiker")
    return Q(eigenaar__in=mine) | Q(eigenaar__isnull=True, ontvanger__in=people)
