"""How busy mentors get in a planning that is only thought of: with how many people at once, and in which month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from deelnemers.capaciteit import KLAAR, Bezetting, bezetting_of
from deelnemers.models import Deelname, Voortgang
from partijen.instellingen import instelling_of
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.enums import Component
from trajecten.models import Fase, Traject
from trajecten.planning import Plan

if TYPE_CHECKING:
    from toegang.models import User

BEGELEIDING = Component.BEGELEIDING


@dataclass(frozen=True)
class Begeleid:
    """Someone who is guided, and their first and last day of it; None where that is the group's."""

    deelname: Deelname
    start: date | None
    eind: date | None

    def days_in(self, group: tuple[date, date]) -> tuple[date, date]:
        """Return their days where these are the group's."""
        return self.start or group[0], self.eind or group[1]


@dataclass(frozen=True)
class Top:
    """The day on which a mentor guides most people, while the group of one trajectory is guided; None for never."""

    dag: date | None
    bezetting: Bezetting


@dataclass(frozen=True)
class Drukte:
    """One mentor, and how full it gets in each planning."""

    mentor: str
    toppen: list[Top]


def pressure_on_mentors(user: "User", traject: Traject, plannen: Sequence[Plan]) -> list[Drukte]:
    """Return how busy the mentors of this trajectory get in each planning, as this person may know it.

    Guidance in other trajectories stays as it is planned there. From today on: what is over is no work any more.
    """
    norm = instelling_of(traject.gemeente_id).per_mentor
    with boven_de_rijen():
        mine = Deelname.objects.visible_to(user).of_traject(traject).open().exclude(mentor=None)
        mentors = {deelname.mentor_id: str(deelname.mentor) for deelname in mine.select_related("mentor")}
        rows = list(Deelname.objects.filter(mentor__in=mentors).open())
        own = set(Deelname.objects.visible_to(user).filter(mentor__in=mentors).values_list("pk", flat=True))
        guided, groups = _guided(rows), _groups(rows)
    found = []
    for pk, naam in sorted(mentors.items(), key=lambda pair: pair[1]):
        toppen = []
        for plan in plannen:
            step = plan.stappen.get(BEGELEIDING)
            here = {traject.pk: (step.start, step.eind)} if step else {}
            dag, wie = _fullest(guided[pk], groups | here, traject)
            toppen.append(Top(dag, bezetting_of(naam, plekken=norm, wie=wie, own=own)))
        found.append(Drukte(naam, toppen))
    return found


def _guided(rows: Sequence[Deelname]) -> Mapping[int | None, list[Begeleid]]:
    """Return who is guided by whom, but for those with whom it is over."""
    progress = {
        rij.deelname_id: rij for rij in Voortgang.objects.filter(deelname__in=rows, fase__component=BEGELEIDING)
    }
    found = defaultdict(list)
    for deelname in rows:
        rij = progress.get(deelname.pk)
        if rij is None or rij.status not in KLAAR:
            found[deelname.mentor_id].append(Begeleid(deelname, rij.start if rij else None, rij.eind if rij else None))
    return found


def _groups(rows: Iterable[Deelname]) -> dict[int, tuple[date, date]]:
    fasen = Fase.objects.filter(component=BEGELEIDING, traject__in={deelname.traject_id for deelname in rows})
    return {fase.traject_id: (fase.start, fase.eind) for fase in fasen}


def _fullest(
    guided: Iterable[Begeleid], groups: Mapping[int, tuple[date, date]], traject: Traject
) -> tuple[date | None, list[Deelname]]:
    today = timezone.localdate()
    spans = [
        (een.deelname, *een.days_in(groups[een.deelname.traject_id]))
        for een in guided
        if een.deelname.traject_id in groups
    ]
    here = [(start, eind) for deelname, start, eind in spans if deelname.traject_id == traject.pk and eind >= today]
    # It is fullest on a day on which somebody begins.
    begins = {max(start, today) for _deelname, start, _eind in spans}
    days = sorted(day for day in begins if any(start <= day <= eind for start, eind in here))
    per_day = [(day, [deelname for deelname, start, eind in spans if start <= day <= eind]) for day in days]
    return max(per_day, key=lambda pair: len(pair[1]), default=(None, []))
