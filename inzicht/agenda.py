"""Someone's own dates, for their calendar program: what they keep, where their party works, whom they should see.

A calendar is shared and synchronised: a line names a trajectory and a phase, never a participant, and no free text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from icalendar import Event

from berichten.mail import site_url
from berichten.uitnodiging import Uitnodiging, new_calendar, uid_of
from deelnemers.herinneringen import STIL_NA
from deelnemers.models import Deelname, Ontmoeting, Plaatsing
from deelnemers.uitnodigingen import in_calendar
from inzicht.regels import name_fase, to_fase, to_traject
from trajecten.besluiten import VERVOLG
from trajecten.enums import Component, FaseStatus
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject

if TYPE_CHECKING:
    from toegang.models import User

# What is older or further away is no use in a calendar.
TERUG, VOORUIT = relativedelta(months=1), relativedelta(months=18)
# How often a calendar program may look (RFC 7986).
VERVERS = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Dag:
    """One day in a calendar. `code` is the same as long as it is about the same thing: a moved day moves there too.

    What has a time of its own is the same line as in its invitation.
    """

    code: str
    dag: date
    titel: str
    pad: str
    uitnodiging: Uitnodiging | None = None


Bron = Callable[["User"], Iterable[Dag]]


def days_of(user: "User", today: date) -> list[Dag]:
    """Return someone's days around now, in order."""
    found = chain.from_iterable(bron(user) for bron in BRONNEN)
    near = (dag for dag in found if today - TERUG <= dag.dag <= today + VOORUIT)
    return sorted(near, key=lambda dag: (dag.dag, dag.code))


def as_ics(days: Iterable[Dag]) -> bytes:
    """Return these days as a calendar that others can subscribe to (RFC 5545)."""
    calendar = new_calendar("PUBLISH")
    calendar.add("name", "Leerwerk")
    calendar.add("x-wr-calname", "Leerwerk")
    calendar.add("refresh-interval", VERVERS, parameters={"VALUE": "DURATION"})
    for day in days:
        calendar.add_component(day.uitnodiging.as_event() if day.uitnodiging else _event(day))
    return calendar.to_ical()


def _event(day: Dag) -> Event:
    event = Event()
    event.add("uid", uid_of(day.code))
    event.add("dtstamp", timezone.now())
    event.add("dtstart", day.dag)
    event.add("dtend", day.dag + timedelta(days=1))
    event.add("summary", day.titel)
    event.add("url", site_url(day.pad))
    # A date to keep in mind, and no time that is taken.
    event.add("transp", "TRANSPARENT")
    return event


def _afspraken(user: "User") -> Iterator[Dag]:
    kept = Afspraak.objects.open().not_stopped().kept_by(user).select_related("traject")
    for row in kept:
        yield Dag(
            code=f"afspraak-{row.pk}",
            dag=row.deadline,
            titel=_("Afspraak klaar · %(traject)s") % {"traject": row.traject},
            pad=f"{to_traject(row.traject)}#afspraak-{row.pk}",
        )


def _fasen(user: "User") -> Iterator[Dag]:
    ours = Rolinvulling.objects.of_partijen(user).committed().filter(fase=OuterRef("pk"))
    directed = set(Traject.objects.directed_by(user).values_list("pk", flat=True))
    rows = Fase.objects.going_on().unfinished().filter(Q(traject__in=directed) | Exists(ours)).select_related("traject")
    for row in rows:
        if row.status == FaseStatus.GEPLAND:
            begins = _("Begint: %(fase)s") % {"fase": name_fase(row)}
            yield Dag(code=f"fase-{row.pk}-begin", dag=row.start, titel=begins, pad=to_fase(row))
        decides = row.traject_id in directed and Component(row.component) in VERVOLG
        ends = _("Go/no-go, eindigt: %(fase)s") if decides else _("Eindigt: %(fase)s")
        yield Dag(code=f"fase-{row.pk}-eind", dag=row.eind, titel=ends % {"fase": name_fase(row)}, pad=to_fase(row))


def _checkins(user: "User") -> Iterator[Dag]:
    guided = Deelname.objects.of_mentor(user).active().with_laatste_contact().select_related("traject")
    for row in guided:
        yield Dag(
            code=f"checkin-{row.pk}",
            dag=row.laatste_contact + STIL_NA,
            titel=_("Check-in uiterlijk vandaag · %(traject)s") % {"traject": row.traject},
            pad=reverse("deelnemers:checkin_nieuw", args=[row.pk]),
        )


def _plaatsingen(user: "User") -> Iterator[Dag]:
    own = Plaatsing.objects.visible_to(user).at_partner(user).select_related("deelname__traject")
    for row in own:
        words = {"soort": row.get_soort_display(), "traject": row.deelname.traject}
        pad = reverse("deelnemers:detail", args=[row.deelname.deelnemer_id])
        begins = _("Iemand begint bij u: %(soort)s · %(traject)s") % words
        yield Dag(code=f"plaatsing-{row.pk}-begin", dag=row.start, titel=begins, pad=pad)
        if row.eind:
            ends = _("Eindigt bij u: %(soort)s · %(traject)s") % words
            yield Dag(code=f"plaatsing-{row.pk}-eind", dag=row.eind, titel=ends, pad=pad)


def _ontmoetingen(user: "User") -> Iterator[Dag]:
    guided = Q(deelname__in=Deelname.objects.of_mentor(user).shared())
    for row in Ontmoeting.objects.planned().filter(guided).select_related("deelname__traject"):
        yield _meeting(row, reverse("deelnemers:detail", args=[row.deelname.deelnemer_id]))
    for row in Ontmoeting.objects.at_partner(user).planned().exclude(guided).select_related("deelname__traject"):
        yield _meeting(row, to_traject(row.deelname.traject))


def _meeting(row: Ontmoeting, pad: str) -> Dag:
    invited = in_calendar(row, pad=pad, afgezegd=False)
    titel = f"{time_format(row.tijd, 'H:i')} {invited.titel}"
    return Dag(code=invited.code, dag=row.dag, titel=titel, pad=pad, uitnodiging=invited)


BRONNEN: tuple[Bron, ...] = (_afspraken, _fasen, _checkins, _plaatsingen, _ontmoetingen)
