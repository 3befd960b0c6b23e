"""Loading who takes part in the demo: participants, mentors, progress, placements and check-ins."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from config.demo.mensen import invent
from config.demo.organisaties import TWEEDE_MENTOR, WATERSTAD
from config.demo.trajecten import MENTOR, DemoTraject
from deelnemers.checkins import VELDEN, log
from deelnemers.deelnames import assign_mentor, join, set_status
from deelnemers.enums import Cijfer, DeelnameStatus, Duur, OntmoetingSoort, Resultaat, VoortgangStatus, Wijze
from deelnemers.models import Checkin, Deelname, Deelnemer, Signaal, Voortgang
from deelnemers.ontmoetingen import plan
from deelnemers.plaatsen import place
from deelnemers.signalen import settle
from partijen.models import Partij
from toegang.models import User
from trajecten.enums import FaseStatus
from trajecten.models import Traject

HOOG, MIDDEN, LAAG = Cijfer.HOOG, Cijfer.MIDDEN, Cijfer.LAAG
# Days since the last check-in of each participant in turn; the 33 and 41 have been silent too long.
LAATSTE_CONTACT = (3, 9, 2, 6, 12, 33, 20, 5, 8, 18, 41, 10, 4, 1)
# Per participant in turn: marks for werk, taal, leren, praktisch, then wishes and bottlenecks.
VERHALEN: tuple[tuple[tuple[Cijfer, Cijfer, Cijfer, Cijfer], str, str], ...] = (
    ((HOOG, MIDDEN, HOOG, HOOG), "Wil meer oefenen met gereedschap.", ""),
    ((HOOG, HOOG, HOOG, MIDDEN), "", "De bus sluit niet aan op de vroege dienst."),
    ((MIDDEN, LAAG, MIDDEN, HOOG), "Wil een taalmaatje.", "Begrijpt de opdrachten op het werk nog niet goed."),
    ((HOOG, HOOG, MIDDEN, HOOG), "Denkt aan een vervolgopleiding.", ""),
    ((HOOG, MIDDEN, HOOG, HOOG), "", ""),
    ((MIDDEN, MIDDEN, MIDDEN, LAAG), "", "Kinderopvang is nog niet rond op donderdag."),
    ((HOOG, HOOG, HOOG, HOOG), "Wil meer uren werken.", ""),
    ((HOOG, MIDDEN, MIDDEN, HOOG), "", "Wil graag een computer om thuis te leren."),
)


class Pool:
    """Hands out invented participants, each once, as people of the gemeente that brings them."""

    def __init__(self, partijen: dict[str, Partij]) -> None:
        self.partijen = partijen
        self.used = 0

    def take(self, gemeente: str, **velden: Any) -> Deelnemer:
        """Return a new participant of the gemeente; `velden` are what the invented one lacks."""
        demo = invent(self.used)
        self.used += 1
        return Deelnemer.objects.create(gemeente=self.partijen[gemeente], **demo._asdict(), **velden)

    def fill_up(self, total: int) -> None:
        """Add participants without a trajectory until there are so many."""
        while self.used < total:
            self.take(WATERSTAD)


def load(
    demo: DemoTraject, traject: Traject, *, pool: Pool, partijen: dict[str, Partij], mensen: dict[str, User]
) -> None:
    """Let participants join a trajectory, with all that goes with it when it runs."""
    people = [pool.take(gemeente) for gemeente, aantal in demo.deelnemers.items() for _n in range(aantal)]
    mentors = (mensen[MENTOR], mensen[MENTOR], mensen[TWEEDE_MENTOR])
    deelnames = [join(deelnemer=deelnemer, traject=traject) for deelnemer in people]
    if demo.actief:
        deelnames = [_activate(d, mentors[n % len(mentors)]) for n, d in enumerate(deelnames)]
        _record_progress(traject)
        _take_longer(deelnames)
        _place(demo, deelnames, partijen)
        _check_in(deelnames, door_gemeente=traject.regisseur)
        _expect(deelnames)


def _activate(deelname: Deelname, mentor: User) -> Deelname:
    """Make someone active since the day the trajectory was in its second week."""
    active = set_status(deelname, DeelnameStatus.ACTIEF)
    sinds = min(deelname.traject.startdatum + timedelta(weeks=2), timezone.localdate())
    Deelname.objects.filter(pk=active.pk).update(aangemeld_op=sinds, actief_sinds=sinds)
    return assign_mentor(active, mentor)


def _record_progress(traject: Traject) -> None:
    voortgang = Voortgang.objects.filter(fase__traject=traject)
    done = voortgang.filter(fase__status=FaseStatus.AFGEROND)
    done.update(status=VoortgangStatus.AFGEROND, resultaat=Resultaat.GEHAALD)
    voortgang.filter(fase__status=FaseStatus.LOPEND).update(status=VoortgangStatus.LOPEND)


def _take_longer(deelnames: list[Deelname]) -> None:
    """Let one in five be longer over what runs, as happens in any group."""
    for row in Voortgang.objects.filter(deelname__in=deelnames[1::5], status=VoortgangStatus.LOPEND):
        Voortgang.objects.filter(pk=row.pk).update(eind=row.fase.eind + timedelta(weeks=10))


def _place(demo: DemoTraject, deelnames: list[Deelname], partijen: dict[str, Partij]) -> None:
    people = iter(deelnames)
    for plaatsing in demo.plaatsingen:
        for _n in range(plaatsing.aantal):
            place(
                deelname=next(people),
                werkgever=partijen[plaatsing.werkgever],
                soort=plaatsing.soort,
                start=_day(-plaatsing.sinds),
                eind=None if plaatsing.nog is None else _day(plaatsing.nog),
                uren_per_week=24,
            )


def _check_in(deelnames: list[Deelname], *, door_gemeente: User | None) -> None:
    """Log two check-ins each, and settle the older signals: of what is known for weeks somebody took care."""
    for n, deelname in enumerate(deelnames):
        ago = LAATSTE_CONTACT[n % len(LAATSTE_CONTACT)]
        marks, wensen, knelpunten = VERHALEN[n % len(VERHALEN)]
        older = _log(deelname, ago + 21, marks=marks, knelpunten=knelpunten)
        _settle(older, door_gemeente)
        latest = _log(deelname, ago, marks=marks if ago < 14 else (HOOG, HOOG, MIDDEN, HOOG), wensen=wensen)
        Signaal.objects.filter(checkin=latest).update(gemaakt_op=timezone.now() - timedelta(days=ago))


def _expect(deelnames: list[Deelname]) -> None:
    """Plan talks: one in three with the mentor in the coming days, and one about a placement with its employer."""
    talks: list[tuple[Deelname, OntmoetingSoort, Partij | None]]
    talks = [(deelname, OntmoetingSoort.MENTOR, None) for deelname in deelnames[::3]]
    placed = next((plaatsing for d in deelnames for plaatsing in d.plaatsingen.select_related("werkgever")), None)
    if placed:
        talks.append((placed.deelname, OntmoetingSoort.VOORTGANG, placed.werkgever))
    for n, (deelname, soort, werkgever) in enumerate(talks):
        plan(
            deelname=deelname,
            door=_mentor_of(deelname),
            gegevens={
                "soort": soort,
                "werkgever": werkgever,
                # By who it is: a mentor is with one person at a time.
                "dag": _day(1 + deelname.pk % 10),
                "tijd": time(9 + (n + deelname.traject_id) % 7),
                "minuten": Duur.UUR,
                "plaats": "Kantoor van de werkgever" if werkgever else "Wijkcentrum De Brug, kamer 2",
            },
        )


def _settle(checkin: Checkin, door: User | None) -> None:
    for signaal in Signaal.objects.filter(checkin=checkin):
        settle(signaal, door=door or checkin.door)


def _log(deelname: Deelname, ago: int, *, marks: tuple[Cijfer, ...], **teksten: Any) -> Checkin:
    werk, taal, leren, praktisch = marks
    gegevens = {
        **dict.fromkeys(VELDEN, ""),
        "datum": _day(-ago),
        "wijze": Wijze.BEZOEK if ago % 2 else Wijze.TELEFOON,
        "werk": werk,
        "taal": taal,
        "leren": leren,
        "praktisch": praktisch,
        "coordinator_nodig": False,
        **teksten,
    }
    return log(deelname=deelname, door=_mentor_of(deelname), gegevens=gegevens)


def _mentor_of(deelname: Deelname) -> User:
    if deelname.mentor is None:
        raise ValueError("A demo participant who is spoken to has a mentor.")
    return deelname.mentor


def _day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)
