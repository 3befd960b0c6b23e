"""How busy mentors get in a planning that is only thought of: with how many people at once, and in which month."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from deelnemers.capaciteit import KLAAR, Bezetting, Span, bezetting_of, fullest, guided_by_mentors
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
    norm, today = instelling_of(traject.gemeente_id).per_mentor, timezone.localdate()
    with boven_de_rijen():
        mine = Deelname.objects.visible_to(user).of_traject(traject).open().select_related("mentor")
        mentors, guided, own = guided_by_mentors(user, list(mine))
        progress, groups = _progress([deelname for those in guided.values() for deelname in those])
    found = []
    for pk, naam in mentors:
        toppen = []
        for plan in plannen:
            step = plan.stappen.get(BEGELEIDING)
            days = groups | ({traject.pk: (step.start, step.eind)} if step else {})
            spans = list(_spans(guided[pk], progress, days))
            here = [(start, eind) for deelname, start, eind in spans if deelname.traject_id == traject.pk]
            dag, wie = fullest(spans, today, during=here)
            toppen.append(Top(dag, bezetting_of(naam, plekken=norm, wie=wie, own=own)))
        found.append(Drukte(naam, toppen))
    return found


def _progress(rows: Sequence[Deelname]) -> tuple[Mapping[int, Voortgang], dict[int, tuple[date, date]]]:
    """Return how far each is with being guided, and the days on which each group is."""
    progress = Voortgang.objects.filter(deelname__in=rows, fase__component=BEGELEIDING)
    fasen = Fase.objects.filter(component=BEGELEIDING, traject__in={deelname.traject_id for deelname in rows})
    return {rij.deelname_id: rij for rij in progress}, {fase.traject_id: (fase.start, fase.eind) for fase in fasen}


def _spans(
    guided: Iterable[Deelname], progress: Mapping[int, Voortgang], groups: Mapping[int, tuple[date, date]]
) -> Iterator[Span]:
    """Yield from when until when each is guided: on days of their own, else their group's; not who is done with it."""
    for deelname in guided:
        rij, group = progress.get(deelname.pk), groups.get(deelname.traject_id)
        if group is None or (rij and rij.status in KLAAR):
            continue
        yield deelname, (rij and rij.start) or group[0], (rij and rij.eind) or group[1]
