"""What may be seen of parties, said in the field's words."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from partijen.enums import WERK_FUNCTIES, Functie, PartijSoort
from partijen.lidmaatschap import gemeentes_of, partijen_of
from toegang.woorden import with_words

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User


# Digits of a KvK number.
KVK_LENGTE = 8


class PartijQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PartijQuerySet":
        """Parties are shared: people of a gemeente see all of them, others their own."""
        if gemeentes_of(user):
            return self.all()
        return self.filter(pk__in=partijen_of(user))

    def gemeentes(self) -> "PartijQuerySet":
        return self.filter(soort=PartijSoort.GEMEENTE)

    def named(self, naam: str) -> "PartijQuerySet":
        """Of this name, in capitals or not."""
        return self.annotate(klein=Lower("naam")).filter(klein=Lower(models.Value(naam)))

    def called(self, text: str) -> "PartijQuerySet":
        """With each of these words in the name, the place, or how to reach it."""
        return self.filter(with_words(text, "naam", "plaats", "telefoon", "email"))

    def numbered(self, number: str) -> "PartijQuerySet":
        """The party with this KvK number (eight digits), else with this id."""
        if not number.isdecimal():
            return self.none()
        return self.filter(kvk_nummer=number) if len(number) == KVK_LENGTE else self.filter(pk=int(number))

    def with_files_of(self, user: "User") -> "PartijQuerySet":
        """The municipalities in whose name the user writes: as coordinator or klantmanager."""
        return self.filter(pk__in=gemeentes_of(user, WERK_FUNCTIES))


class GemeenteQuerySet(PartijQuerySet):
    def visible_to(self, user: "User") -> "GemeenteQuerySet":
        """The gemeentes the user works for."""
        return self.filter(pk__in=gemeentes_of(user))


class LidmaatschapQuerySet(models.QuerySet):
    def active(self) -> "LidmaatschapQuerySet":
        return self.filter(actief=True, gebruiker__is_active=True)

    def visible_to(self, user: "User") -> "LidmaatschapQuerySet":
        """People see their own colleagues, and those of a gemeente who is in which party.

        Who is in another gemeente is for who does the work alone. `partijen.mensen` says what else is seen of them.
        """
        if gemeentes_of(user, WERK_FUNCTIES):
            return self.all()
        own = models.Q(partij_id__in=partijen_of(user))
        return self.filter(own | ~models.Q(partij__soort=PartijSoort.GEMEENTE) if gemeentes_of(user) else own)

    def of_partij(self, partij_id: int) -> "LidmaatschapQuerySet":
        """Everyone who is or was in a party, those still there first."""
        return self.filter(partij_id=partij_id).select_related("gebruiker").order_by("-actief", "gebruiker__naam", "pk")

    def beheerders(self, partij_id: int) -> "LidmaatschapQuerySet":
        return self.with_functie(partij_id, (Functie.BEHEERDER,))

    def with_functie(self, partij_id: int, functies: Collection[Functie]) -> "LidmaatschapQuerySet":
        return self.active().filter(partij_id=partij_id, functie__in=functies)


class UitnodigingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "UitnodigingQuerySet":
        """An invitation is its party's, and the gemeente's that asked; another gemeente learns nothing of it."""
        return self.filter(models.Q(partij_id__in=partijen_of(user)) | models.Q(gemeente_id__in=gemeentes_of(user)))

    def open(self) -> "UitnodigingQuerySet":
        """Neither used nor withdrawn; it may have expired."""
        return self.filter(gebruikt_op__isnull=True, ingetrokken_op__isnull=True)

    def waiting(self) -> "UitnodigingQuerySet":
        """Open until the party that is asked agrees."""
        return self.open().filter(akkoord_nodig=True, akkoord_door__isnull=True, verloopt_op__gt=timezone.now())

    def alive_at(self, moment: datetime) -> "UitnodigingQuerySet":
        """Used, or neither withdrawn nor run out yet at a moment."""
        withdrawn = models.Q(ingetrokken_op__lte=moment)
        run_out = models.Q(ingetrokken_op__isnull=True, verloopt_op__lte=moment)
        return self.exclude(models.Q(gebruikt_op__isnull=True) & (withdrawn | run_out))

    def of_person(self, gebruiker_id: int) -> "UitnodigingQuerySet":
        return self.filter(gebruiker_id=gebruiker_id).select_related("partij")

    def sent_from(self, lidmaatschap: "Lidmaatschap") -> "UitnodigingQuerySet":
        """What someone sent by right of this place, and nobody answered yet."""
        here = models.Q(gemeente=lidmaatschap.partij_id) | models.Q(gemeente=None, partij=lidmaatschap.partij_id)
        return self.open().filter(here, door=lidmaatschap.gebruiker_id).select_related("partij")

    def sent_by(self, door: "User", *, since: datetime) -> "UitnodigingQuerySet":
        """What someone sent since a moment, whatever came of it."""
        return self.filter(door=door, aangemaakt_op__gte=since)

    def nameless(self, partij_id: int) -> "UitnodigingQuerySet":
        """What whoever runs Leerwerk sent into a party, and nobody answered yet."""
        return self.open().filter(partij_id=partij_id, door=None)

    def at(self, partij_id: int) -> "UitnodigingQuerySet":
        return self.open().filter(partij_id=partij_id).select_related("gebruiker", "gemeente", "door")


class ContactpersoonQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ContactpersoonQuerySet":
        """Contact persons belong to the gemeente that recorded them."""
        return self.filter(gemeente_id__in=gemeentes_of(user))

    def at(self, partij_id: int) -> "ContactpersoonQuerySet":
        return self.filter(partij_id=partij_id).select_related("gemeente")


class GemeenteInstellingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "GemeenteInstellingQuerySet":
        """Settings are their own gemeente's."""
        return self.filter(gemeente_id__in=gemeentes_of(user))


class HuisstijlQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "HuisstijlQuerySet":
        """A look is its own gemeente's."""
        return self.filter(gemeente_id__in=gemeentes_of(user))
