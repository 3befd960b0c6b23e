"""The group of one trajectory: who takes part as one person may see it, how many others, and whether there is room."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deelnemers.enums import VoortgangStatus
from deelnemers.models import Deelname, Voortgang
from deelnemers.querysets import dossier_gemeentes
from deelnemers.zichtbaarheid import Kaart, cards_of
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.models import Fase, Traject

if TYPE_CHECKING:
    from toegang.models import User

# Numbers of another municipality below this are not told: with so few, a number is nearly a person.
KLEIN = 5


@dataclass(frozen=True)
class Lid:
    """One participant as this person may see them; what the card does not hold is not here either."""

    deelname: Deelname
    kaart: Kaart
    fase: Fase | None


@dataclass(frozen=True)
class Groep:
    """The participants someone may see, and the number of others where they may know it."""

    leden: list[Lid]
    anderen: int

    @property
    def minder_dan(self) -> int | None:
        """Return the limit to mention instead of the number, where the number is too small to tell."""
        return KLEIN if 0 < self.anderen < KLEIN else None

    @property
    def velden(self) -> frozenset[str]:
        """Return the fields that at least one card holds."""
        return frozenset().union(*(lid.kaart.velden for lid in self.leden))


@dataclass(frozen=True)
class Ruimte:
    """How many places are taken and left; `precies` is off where the exact number would tell of a few others."""

    groepsgrootte: int
    bezet: int
    precies: bool

    @property
    def vrij(self) -> int:
        return max(self.groepsgrootte - self.bezet, 0)


def group_of(user: "User", traject: Traject) -> Groep:
    """Return who takes part in a trajectory, as the user may see it, with the phase each is in and the last contact."""
    zichtbaar = Deelname.objects.visible_to(user).of_traject(traject).select_related("deelnemer", "mentor")
    deelnames = list(zichtbaar.with_laatste_contact().by_name())
    kaarten = cards_of(user, [deelname.deelnemer for deelname in deelnames])
    fasen = _current_fasen(user, traject)
    leden = [Lid(deelname, kaarten[deelname.deelnemer_id], fasen.get(deelname.pk)) for deelname in deelnames]
    return Groep(leden=leden, anderen=count_others(user, traject))


def count_others(user: "User", traject: Traject) -> int:
    """Return how many take part from municipalities other than the user's own; nothing to who works for none."""
    own = dossier_gemeentes(user)
    with boven_de_rijen():
        return Deelname.objects.of_traject(traject).open().outside_gemeentes(own).count() if own else 0


def room_in(user: "User", traject: Traject) -> Ruimte:
    """Return the room left in the group: a warning where there is none, never a block."""
    with boven_de_rijen():
        bezet = Deelname.objects.of_traject(traject).open().count()
    precies = not 0 < count_others(user, traject) < KLEIN
    return Ruimte(groepsgrootte=traject.groepsgrootte, bezet=bezet, precies=precies)


def _current_fasen(user: "User", traject: Traject) -> dict[int, Fase]:
    rows = Voortgang.objects.visible_to(user).of_traject(traject).with_status(VoortgangStatus.LOPEND)
    # Of several phases at once (taal beside leerwerk) the one that comes first in the trajectory stays.
    return {row.deelname_id: row.fase for row in rows.select_related("fase").order_by("-fase__volgorde")}
