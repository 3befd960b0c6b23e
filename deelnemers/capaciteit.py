"""Whether there is room: in each phase, at each employer, with each mentor; and who came last where there is not.

A warning, never a block. Numbers are told as `aantallen` allows: of people of another gemeente not one that is small.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.aantallen import KLEIN, tell_total
from deelnemers.enums import PlaatsingSoort, VoortgangStatus
from deelnemers.models import Deelname, Plaatsing, Voortgang
from deelnemers.plaatsen import FASE_VAN_SOORT
from partijen.instellingen import instelling_of
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.enums import Component
from trajecten.models import Fase, Rolinvulling, Traject
from trajecten.plekken import offers

if TYPE_CHECKING:
    from toegang.models import User

# In these states of its progress nobody takes up a place in a phase any more.
KLAAR = (VoortgangStatus.AFGEROND, VoortgangStatus.OVERGESLAGEN)
# Someone who takes up a place, from which day until which, both included.
Span = tuple[Deelname, date, date]


@dataclass(frozen=True, kw_only=True)
class Bezetting:
    """How many take up how many places in one thing; what is not known, or too small to tell, is None.

    `te_verplaatsen` names whoever came last, as many as there are too many: those of them whom the reader may see.
    """

    naam: str
    plekken: int | None
    bezet: int | None
    # How many of them the reader may see.
    eigen: int
    te_veel: int = 0
    te_verplaatsen: list[Deelname] = field(default_factory=list)
    grens: int = KLEIN

    @property
    def tekst(self) -> str:
        """Return the same in words."""
        words: dict[str, Any] = {"bezet": self.bezet, "plekken": self.plekken}
        if self.bezet is None:
            # One to four others: that is all that may be known of them.
            words["bezet"] = _("%(van)d tot %(tot)d") % {"van": self.eigen + 1, "tot": self.eigen + self.grens - 1}
        if self.plekken is None:
            return _("%(bezet)s geplaatst") % words
        return _("%(bezet)s van %(plekken)d") % words

    @property
    def schaal(self) -> int:
        """Return how far the bar reaches: more than there are places still fits in it."""
        return max(self.bezet or 0, self.plekken or 0)

    @property
    def toon(self) -> str:
        """Return which of the status signs fits."""
        if self.te_veel:
            return "fout"
        full = self.plekken is not None and self.bezet is not None and self.bezet >= self.plekken
        return "let-op" if full else "goed" if self.plekken is not None else "stil"


@dataclass(frozen=True, kw_only=True)
class Capaciteit:
    """All of one trajectory."""

    fasen: list[Bezetting]
    werkgevers: list[Bezetting]
    mentoren: list[Bezetting]
    per_mentor: int

    # What to mention instead of a number that is too small to tell.
    grens: int = KLEIN

    @property
    def deels(self) -> bool:
        """Return whether a number is told only in part."""
        return any(rij.bezet is None for rij in (*self.fasen, *self.werkgevers, *self.mentoren))

    @property
    def te_vol(self) -> list[Bezetting]:
        """Return where there are more than there is room for."""
        return [rij for rij in (*self.fasen, *self.werkgevers, *self.mentoren) if rij.te_veel]


def capacity_of(user: "User", traject: Traject) -> Capaciteit:
    """Return the room in a trajectory as this person may know it."""
    norm = instelling_of(traject.gemeente_id).per_mentor
    with boven_de_rijen():
        everyone = list(Deelname.objects.of_traject(traject).open().select_related("deelnemer", "mentor"))
        own = set(Deelname.objects.visible_to(user).of_traject(traject).open().values_list("pk", flat=True))
        return Capaciteit(
            fasen=_fasen(traject, everyone, own),
            werkgevers=_werkgevers(traject, own),
            mentoren=_mentoren(user, [deelname for deelname in everyone if deelname.pk in own], norm),
            per_mentor=norm,
        )


def warn_of_mentor(deelname: Deelname) -> str:
    """Return what to say when the mentor guides more people than the gemeente counts on; nothing where not."""
    norm = instelling_of(deelname.traject.gemeente_id).per_mentor
    mentor = deelname.mentor
    with boven_de_rijen():
        guided = Deelname.objects.filter(mentor=mentor).open().count() if mentor else 0
    if guided <= norm:
        return ""
    # How many exactly may tell of a few people of another gemeente.
    return _("%(mentor)s begeleidt nu meer deelnemers dan de %(n)d waarmee de gemeente rekent.") % {
        "mentor": mentor,
        "n": norm,
    }


def warn_of_werkgever(plaatsing: Plaatsing) -> str:
    """Return what to say when an employer has more people at one time than it has workplaces; nothing where not."""
    traject, component = plaatsing.deelname.traject, FASE_VAN_SOORT[PlaatsingSoort(plaatsing.soort)]
    offered = Rolinvulling.objects.of_traject(traject).with_workplaces()
    known = offered.filter(partij=plaatsing.werkgever, fase__component=component).exclude(werkplekken=None)
    rij = known.order_by("werkplekken").first()
    with boven_de_rijen():
        placed = _at_once(traject).get((plaatsing.werkgever_id, component), []) if rij else []
    if rij is None or len(placed) <= (rij.werkplekken or 0):
        return ""
    words = {"werkgever": rij.partij, "n": rij.werkplekken}
    return _("%(werkgever)s heeft nu meer deelnemers dan werkplekken. Werkplekken: %(n)d.") % words


def _fasen(traject: Traject, everyone: Sequence[Deelname], own: set[int]) -> list[Bezetting]:
    gone = defaultdict(set)
    rows = Voortgang.objects.filter(deelname__in=everyone, status__in=KLAAR)
    for deelname, fase in rows.values_list("deelname", "fase"):
        gone[fase].add(deelname)
    fasen = Fase.objects.filter(traject=traject).unfinished()
    return [
        bezetting_of(
            str(fase),
            plekken=fase.plekken or traject.groepsgrootte,
            wie=[deelname for deelname in everyone if deelname.pk not in gone[fase.pk]],
            own=own,
        )
        for fase in fasen
    ]


def _werkgevers(traject: Traject, own: set[int]) -> list[Bezetting]:
    placed = _at_once(traject)
    return [
        bezetting_of(
            offers(rij),
            plekken=rij.werkplekken,
            wie=placed.get((rij.partij_id, Component(rij.fase.component)), []),
            own=own,
        )
        for rij in Rolinvulling.objects.of_traject(traject).with_workplaces()
    ]


def _at_once(traject: Traject) -> dict[tuple[int | None, Component], list[Deelname]]:
    """Return who is placed, by employer and phase, on the day on which most are there, from today on."""
    today = timezone.localdate()
    rows = Plaatsing.objects.filter(deelname__traject=traject).running_from(today)
    per_plek = defaultdict(list)
    for row in rows.select_related("deelname__deelnemer").order_by("start", "pk"):
        per_plek[row.werkgever_id, FASE_VAN_SOORT[PlaatsingSoort(row.soort)]].append(
            (row.deelname, row.start, row.eind or date.max)
        )
    return {plek: fullest(spans, today)[1] for plek, spans in per_plek.items()}


def fullest(
    spans: Sequence[Span], today: date, *, during: Sequence[tuple[date, date]] | None = None
) -> tuple[date | None, list[Deelname]]:
    """Return on which day from today on most people are there, and who; in these periods only, if any are given."""
    # It is fullest on a day on which somebody begins.
    begins = sorted({max(start, today) for _deelname, start, _eind in spans})
    days = [day for day in begins if during is None or any(start <= day <= eind for start, eind in during)]
    there = [(day, [deelname for deelname, start, eind in spans if start <= day <= eind]) for day in days]
    per_day = ((day, list(dict.fromkeys(those))) for day, those in there)
    return max(per_day, key=lambda pair: len(pair[1]), default=(None, []))


def _mentoren(user: "User", mine: Sequence[Deelname], norm: int) -> list[Bezetting]:
    mentors, guided, own = guided_by_mentors(user, mine)
    return [bezetting_of(naam, plekken=norm, wie=guided[pk], own=own) for pk, naam in mentors]


def guided_by_mentors(
    user: "User", mine: Sequence[Deelname]
) -> tuple[list[tuple[int, str]], Mapping[int, list[Deelname]], set[int]]:
    """Return the mentors of these people by name, everyone each guides, and whom of those the reader may see.

    Of people of another gemeente it is not for a reader who guides them: `mine` are people they may see.
    """
    mentors = {deelname.mentor.pk: str(deelname.mentor) for deelname in mine if deelname.mentor}
    rows = Deelname.objects.filter(mentor__in=mentors).open().select_related("deelnemer", "traject")
    own = set(Deelname.objects.visible_to(user).filter(mentor__in=mentors).values_list("pk", flat=True))
    guided = defaultdict(list)
    for deelname in rows.order_by("aangemeld_op", "pk"):
        guided[deelname.mentor_id].append(deelname)
    return sorted(mentors.items(), key=lambda pair: pair[1]), guided, own


def bezetting_of(naam: str, *, plekken: int | None, wie: Sequence[Deelname], own: set[int]) -> Bezetting:
    """Return how these people take up these places, of whom the reader may see those of `own`."""
    mine = [deelname for deelname in wie if deelname.pk in own]
    bezet = tell_total(eigen=len(mine), anderen=len(wie) - len(mine))
    # Of what may not be told, only what follows from one's own number and at least one other.
    te_veel = max(0, (len(mine) + 1 if bezet is None else bezet) - plekken) if plekken is not None else 0
    last = sorted(mine, key=lambda deelname: (deelname.aangemeld_op, deelname.pk), reverse=True)
    return Bezetting(
        naam=naam, plekken=plekken, bezet=bezet, eigen=len(mine), te_veel=te_veel, te_verplaatsen=last[:te_veel]
    )
