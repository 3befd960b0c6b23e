"""Who watches over whose mail: what a gemeente sees of the outbox."""

from typing import TYPE_CHECKING

from django.db.models import Q

from berichten.models import Bericht
from berichten.querysets import register_watched
from partijen.enums import Functie, PartijSoort
from partijen.lidmaatschap import gemeentes_of
from partijen.models import Lidmaatschap, Partij
from partijen.relaties import functies_anywhere
from partijen.uitnodigingsmails import UITNODIGING
from toegang.relaties import register as register_finder

if TYPE_CHECKING:
    from toegang.models import User

BEHEER = (Functie.COORDINATOR, Functie.BEHEERDER)


def register() -> None:
    register_watched(watched_by)
    register_finder(Bericht, lambda user, _bericht: functies_anywhere(user))


def watched_by(user: "User") -> Q:
    """Return which mails coordinators and beheerders watch over.

    Whatever is their own gemeente's business, whoever reads it; the business of parties that all gemeentes share, but
    not whom these invite; and of mail without an owner what their own people get. Never what anyone hears about
    another gemeente's trajectory.
    """
    mine = gemeentes_of(user, BEHEER)
    if not mine:
        return Q(pk__in=[])
    shared = Partij.objects.exclude(soort=PartijSoort.GEMEENTE).values("pk")
    own_people = Lidmaatschap.objects.active().filter(partij_id__in=mine).values("gebruiker")
    of_shared = Q(eigenaar__in=shared) & ~Q(soort=UITNODIGING)
    return Q(eigenaar__in=mine) | of_shared | Q(eigenaar__isnull=True, ontvanger__in=own_people)
