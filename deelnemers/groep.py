"""The group of one trajectory: who takes part as one person may see it, how many others, and whether there is room."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from deelnemers.aantallen import KLEIN, tell, tell_total
from deelnemers.enums import VoortgangStatus
from deelnemers.models import Deelname, Voortgang
from deelnemers.querysets import DeelnameQuerySet, dossier_gemeentes
from deelnemers.zichtbaarheid import Kaart, cards_of
from partijen.enums import Rol
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.models import Fase, Traject

if TYPE_CHECKING:
    from toegang.models import User


@dataclass(frozen=True)
class Lid:
    """One participant as this person may see them; what the card does not hold is not here either."""

    deelname: Deelname
    kaart: Kaart
    fase: Fase | None


@dataclass(frozen=True)
class Groep:
    """The participants someone may see, and the number of others as they may know it: None where it is too small."""

    leden: list[Lid]
    anderen: int | None
    # What to mention instead of a number that is too small to tell.
    grens: int = KLEIN

    @property
    def velden(self) -> frozenset[str]:
        """Return the fields that at least one card holds."""
        return frozenset().union(*(lid.kaart.velden for lid in self.leden))

    @property
    def woorden(self) -> list[str]:
        """Return what to explain beside them: the words of the columns, and the phases that someone is in."""
        columns = {"spreken": "taalniveau", "mentor": Rol.MENTOR.value}
        fasen = dict.fromkeys(str(lid.fase.component) for lid in self.leden if lid.fase)
        return [*(code for veld, code in columns.items() if veld in self.velden), *fasen]


@dataclass(frozen=True)
class Ruimte:
    """How many places are left. What it says may not tell of a few others either, so it holds no number that does.

    `bezet` is None where there are too few others to tell: then only what follows from one's own number is said.
    """

    groepsgrootte: int
    eigen: int
    bezet: int | None
    grens: int = KLEIN

    @property
    def vrij(self) -> int | None:
        """Return the number of places left; None where it can't be told."""
        return None if self.bezet is None else max(self.groepsgrootte - self.bezet, 0)

    @property
    def vol(self) -> bool:
        """Return whether no place is left: with at least one other, as far as that is all one knows."""
        return (self.eigen + 1 if self.bezet is None else self.bezet) >= self.groepsgrootte

    @property
    def misschien_vol(self) -> bool:
        """Return whether the few others could just have filled the group, so that nobody can tell whether they did."""
        return self.bezet is None and not self.vol and self.eigen + KLEIN > self.groepsgrootte


def group_of(user: "User", traject: Traject) -> Groep:
    """Return who takes part in a trajectory, as the user may see it, with the phase each is in and the last contact."""
    zichtbaar = Deelname.objects.visible_to(user).of_traject(traject).select_related("deelnemer", "mentor")
    deelnames = list(zichtbaar.with_laatste_contact().by_name(user))
    kaarten = cards_of(user, [deelname.deelnemer for deelname in deelnames])
    fasen = _current_fasen(user, traject)
    leden = [Lid(deelname, kaarten[deelname.deelnemer_id], fasen.get(deelname.pk)) for deelname in deelnames]
    anderen = count_unseen(user, Deelname.objects.of_traject(traject).open()) if dossier_gemeentes(user) else 0
    return Groep(leden=leden, anderen=tell(anderen))


def room_in(user: "User", traject: Traject) -> Ruimte:
    """Return the room left in the group: a warning where there is none, never a block."""
    return rooms_in(user, [traject])[traject.pk]


def rooms_in(user: "User", trajecten: Sequence[Traject]) -> dict[int, Ruimte]:
    """Return the room left in each of these groups, in two queries, by the trajectory's id."""
    with boven_de_rijen():
        members = Deelname.objects.filter(traject__in=trajecten).open()
        in_all, unseen = _per_traject(members), _per_traject(members.unseen_by(user))
    found = {}
    for traject in trajecten:
        anderen = unseen[traject.pk]
        eigen = in_all[traject.pk] - anderen
        bezet = tell_total(eigen=eigen, anderen=anderen)
        found[traject.pk] = Ruimte(groepsgrootte=traject.groepsgrootte, eigen=eigen, bezet=bezet)
    return found


def _per_traject(deelnames: DeelnameQuerySet) -> Counter[int]:
    per_traject = deelnames.order_by().values_list("traject").annotate(n=Count("pk", distinct=True))
    return Counter(dict(per_traject))


def count_unseen(user: "User", deelnames: DeelnameQuerySet) -> int:
    """Count who takes part without the user seeing who: whoever they see would tell how few the rest are."""
    with boven_de_rijen():
        return deelnames.unseen_by(user).count()


def _current_fasen(user: "User", traject: Traject) -> dict[int, Fase]:
    rows = Voortgang.objects.visible_to(user).of_traject(traject).with_status(VoortgangStatus.LOPEND)
    # Of several phases at once (taal beside leerwerk) the one that comes first in the trajectory stays.
    return {row.deelname_id: row.fase for row in rows.select_related("fase").order_by("-fase__volgorde")}
