"""Where the trajectories are, as a small picture: one bar per component, and its number in words beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partijen.relaties import functies_anywhere
from trajecten.enums import Component, FaseStatus, Stand
from trajecten.models import Fase, Traject

if TYPE_CHECKING:
    from toegang.models import User

# Width of the widest bar, in SVG user units.
BREEDTE = 100


@dataclass(frozen=True, kw_only=True)
class Staaf:
    """One bar: how many trajectories are in this component, and how many of them are late there."""

    label: str | Promise
    url: str
    aantal: int
    laat: int
    # Of the widest bar; scales the drawing.
    hoogste: int

    @property
    def breedte(self) -> int:
        """Return the width of the bar, in SVG user units."""
        return round(BREEDTE * self.aantal / self.hoogste)

    @property
    def laat_breedte(self) -> int:
        """Return the width of the part that is late, in SVG user units."""
        return round(BREEDTE * self.laat / self.hoogste)

    @property
    def tekst(self) -> str:
        """Return the numbers in words."""
        totaal = ngettext("%(n)s traject", "%(n)s trajecten", self.aantal) % {"n": self.aantal}
        return _("%(totaal)s, %(laat)s te laat") % {"totaal": totaal, "laat": self.laat} if self.laat else totaal


def bars_for(user: "User", today: date) -> list[Staaf]:
    """Return a bar for every component and one for what has not begun; nothing without trajectories.

    For people of a gemeente. It counts what the list behind each bar shows: every trajectory this person may see.
    """
    if not functies_anywhere(user):
        return []
    counts = list(_counts(user, today))
    hoogste = max(aantal for _label, _query, aantal, _laat in counts)
    return [
        Staaf(label=label, url=f"{reverse('trajecten:lijst')}?{query}", aantal=aantal, laat=laat, hoogste=hoogste)
        for label, query, aantal, laat in counts
        if hoogste
    ]


def _counts(user: "User", today: date) -> Iterator[tuple[str | Promise, str, int, int]]:
    late = Fase.objects.late(today)
    waiting = Traject.objects.visible_to(user).at_stand(Stand.VOORBEREIDING)
    found = waiting.aggregate(n=Count("pk"), laat=Count("pk", filter=Q(pk__in=late.values("traject"))))
    yield Stand.VOORBEREIDING.label, urlencode({"status": Stand.VOORBEREIDING.value}), found["n"], found["laat"]
    rows = Fase.objects.visible_to(user).going_on().filter(status=FaseStatus.LOPEND).order_by().values_list("component")
    late_here = Count("pk", filter=Q(pk__in=late.values("pk")))
    running = {component: (n, laat) for component, n, laat in rows.annotate(n=Count("pk"), laat=late_here)}
    for component in Component:
        yield component.label, urlencode({"fase": component.value}), *running.get(component.value, (0, 0))
