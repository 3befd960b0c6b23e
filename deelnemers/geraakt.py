"""Whom a change of the planning touches: who follows the group, and who has days of their own that stay."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deelnemers.aantallen import KLEIN, tell_total
from deelnemers.capaciteit import KLAAR
from deelnemers.groep import count_unseen
from deelnemers.models import Deelname, Voortgang
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.enums import Component
from trajecten.models import Traject

if TYPE_CHECKING:
    from toegang.models import User


@dataclass(frozen=True)
class Geraakt:
    """How many move along with the group, None where that is too small to tell; and who does not."""

    volgen: int | None
    eigen_datums: list[Voortgang]
    grens: int = KLEIN


def touched_by(user: "User", traject: Traject, componenten: Collection[Component]) -> Geraakt:
    """Return whom it touches when these phases of a trajectory come on other days."""
    moved = traject.fasen.filter(component__in=componenten)
    with boven_de_rijen():
        rows = Voortgang.objects.filter(fase__in=moved, deelname__in=Deelname.objects.open()).exclude(status__in=KLAAR)
        following = set(rows.filter(start=None, eind=None).values_list("deelname", flat=True))
    anderen = count_unseen(user, Deelname.objects.filter(pk__in=following))
    own = Voortgang.objects.visible_to(user).with_own_days().filter(pk__in=rows.values("pk"))
    return Geraakt(
        volgen=tell_total(eigen=len(following) - anderen, anderen=anderen),
        eigen_datums=list(
            own.select_related("deelname__deelnemer", "fase").order_by(
                "deelname__deelnemer__achternaam", "fase__volgorde"
            )
        ),
    )
