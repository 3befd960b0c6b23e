"""Who sees which people of a party, and who decides about them. A party is shared: one gemeente is not the other."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from partijen import overdracht
from partijen.enums import WERK_FUNCTIES, Functie
from partijen.lidmaatschap import functies_in, gemeentes_of, partijen_of
from partijen.models import Lidmaatschap, Partij
from partijen.querysets import LidmaatschapQuerySet
from partijen.relaties import to_leden
from toegang.matrix import LEDEN

if TYPE_CHECKING:
    from toegang.models import User


def people_visible_to(user: "User", partij: Partij) -> LidmaatschapQuerySet:
    """Return the places in a party of which this person sees the name and the function; e-mail is another matter."""
    return Inkijk(user, partij).leden


class Inkijk:
    """What one person sees of the people of one party, and whether they decide about them."""

    def __init__(self, user: "User", partij: Partij) -> None:
        self._user = user
        self._partij = partij

    @property
    def leden(self) -> LidmaatschapQuerySet:
        """Return who may be seen; of those who left only whoever decides about them sees anything."""
        rows = Lidmaatschap.objects.visible_to(self._user).of_partij(self._partij.pk)
        return rows if self.beslist else rows.active()

    @property
    def mensen(self) -> bool:
        """Return whether it is shown who is in the party: of another gemeente only to who does the work in theirs."""
        functies = WERK_FUNCTIES if self._partij.is_gemeente else tuple(Functie)
        return self._own or bool(gemeentes_of(self._user, functies))

    @property
    def adressen(self) -> bool:
        """Return whether e-mail addresses are shown.

        To the party's own people, to who decides about them, and to who does the work in a gemeente it works with.
        """
        return self._own or self.beslist or self._work_together

    @cached_property
    def beslist(self) -> bool:
        """Return whether the person decides about the people here, as far as no other gemeente needs one of them."""
        return self.decides()

    def decides(self, ook_voor: Iterable[int] = ()) -> bool:
        """Return whether the person decides about someone here who works for these gemeentes (ids) too.

        In a gemeente its own coordinator or beheerder does, elsewhere the party's beheerder. A gemeente does only where
        a party has no beheerder and works for no other gemeente, in whoever's name.
        """
        if not to_leden(self._user, self._partij) & LEDEN:
            return False
        if self._partij.is_gemeente or Functie.BEHEERDER in functies_in(self._user, self._partij.pk):
            return True
        # Work in the party's own name counts: else a gemeente could empty a party of another, and then take its seat.
        return self._works_for.union(ook_voor) <= set(gemeentes_of(self._user))

    @property
    def benoemt(self) -> bool:
        """Return whether the person says what the party is: its name, kind and number.

        Its own people do, and a gemeente where it works for no other: from its kind follows what its people may do.
        """
        return self._own or self._works_for <= set(gemeentes_of(self._user))

    @property
    def _own(self) -> bool:
        return self._partij.pk in partijen_of(self._user)

    @cached_property
    def _works_for(self) -> frozenset[int]:
        return overdracht.gemeenten_of(self._partij.pk)

    @property
    def _work_together(self) -> bool:
        gemeenten = gemeentes_of(self._user, WERK_FUNCTIES)
        # Two gemeentes work together whichever of them owns the trajectory.
        pairs = gemeenten if self._partij.is_gemeente else []
        return bool(self._works_for & set(gemeenten)) or any(
            self._partij.pk in overdracht.gemeenten_of(pk) for pk in pairs
        )
