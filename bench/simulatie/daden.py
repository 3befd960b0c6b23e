"""What people do on a day, by the application's own verbs; each keeps the world as it then is.

A deed picks a thing by chance, asks the application, and returns what changed: (kind, id) pairs. What the application
refuses changes nothing.
"""

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from bench.simulatie.wereld import Toestand, Wereld
from deelnemers import checkins
from deelnemers.deelnames import set_status as set_deelname
from deelnemers.enums import Cijfer, DeelnameStatus, Wijze
from deelnemers.models import Deelname
from partijen.enums import Rol
from partijen.models import Partij
from toegang.models import User
from trajecten import afspraken, fasen, levensloop, rollen
from trajecten.enums import AfspraakStatus, Component, Doorgang, FaseStatus, RolStatus, VerzetReden
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject

DAG = timedelta(days=1)
Changes = Iterable[tuple[str, int]]
# These make someone regisseur, or are the gemeente's own: the world keeps both as they were.
NIET_GEVRAAGD = frozenset({Rol.REGISSEUR, Rol.INTERMEDIAIR, Rol.MENTOR})


class Daden:
    """The deeds of people in one world."""

    def __init__(self, wereld: Wereld, chance: random.Random) -> None:
        """Act in this world, by this chance."""
        self.wereld, self.chance = wereld, chance
        self.things = wereld.dingen

    def agree(self) -> Changes:
        """Agree on something with a person or a party."""
        traject = self._any("traject", lambda it: it["status"] != Doorgang.GESTOPT)
        if traject is None:
            return []
        deadline = _today() + DAG * self.chance.randrange(41)
        by_party = self.chance.random() < 0.5
        partij = self.chance.choice(list(self.wereld.leden))
        persoon = self.chance.choice(self.wereld.leden[partij])
        made = afspraken.agree(
            traject=Traject.objects.get(pk=traject),
            wat="Maak de planning rond",
            deadline=deadline,
            door=self.wereld.coordinator,
            partij=Partij.objects.get(pk=partij) if by_party else None,
            persoon=None if by_party else User.objects.get(pk=persoon),
        )
        houders = self.wereld.leden[partij] if by_party else [persoon]
        state = {"traject": traject, "deadline": deadline, "status": "open", "houders": houders}
        self.things["afspraak"][made.pk] = state
        return [("afspraak", made.pk)]

    def settle_agreement(self) -> Changes:
        """Close an agreement that is due about now, as done or lapsed."""
        near = _today() + DAG * 2
        pk = self._any("afspraak", lambda it: it["status"] == "open" and it["deadline"] <= near)
        status = self.chance.choice([AfspraakStatus.GEDAAN, AfspraakStatus.GEDAAN, AfspraakStatus.VERVALLEN])
        return self._set_agreement(pk, status)

    def reopen_agreement(self) -> Changes:
        """Open an agreement again that was closed lately."""
        since = _today() - DAG * 10
        return self._set_agreement(
            self._any("afspraak", lambda it: it["status"] != "open" and it["deadline"] > since), AfspraakStatus.OPEN
        )

    def _set_agreement(self, pk: int | None, status: AfspraakStatus) -> Changes:
        if pk is None:
            return []
        afspraken.set_status(Afspraak.objects.get(pk=pk), status)
        return self._now("afspraak", pk, status=str(status))

    def move_agreement(self) -> Changes:
        """Give an open agreement another day."""
        pk = self._any("afspraak", lambda it: it["status"] == "open" and it["deadline"] <= _today() + DAG * 7)
        if pk is None:
            return []
        deadline = _today() + DAG * self.chance.randrange(15)
        afspraken.move(Afspraak.objects.get(pk=pk), deadline=deadline, reden=VerzetReden.WACHT)
        return self._now("afspraak", pk, deadline=deadline)

    def start_phase(self) -> Changes:
        """Begin a phase of which the day has come."""
        pk = self._any("fase", lambda it: it["status"] == "gepland" and it["start"] <= _today() and self._goes_on(it))
        if pk is None:
            return []
        fasen.start_fase(Fase.objects.get(pk=pk), op=_today())
        return self._now("fase", pk, status=str(FaseStatus.LOPEND))

    def close_phase(self) -> Changes:
        """Close a phase that ends about now, or should have."""
        pk = self._any("fase", lambda it: it["status"] == "lopend" and it["eind"] <= _today() + DAG * 5)
        if pk is None:
            return []
        fasen.close_fase(Fase.objects.get(pk=pk), op=_today())
        return self._now("fase", pk, status=str(FaseStatus.AFGEROND))

    def reopen_phase(self) -> Changes:
        """Let a phase run again that was closed lately."""
        since = _today() - DAG * 20
        pk = self._any("fase", lambda it: it["status"] == "afgerond" and it["eind"] > since and self._goes_on(it))
        if pk is None:
            return []
        fasen.reopen_fase(Fase.objects.get(pk=pk))
        return self._now("fase", pk, status=str(FaseStatus.LOPEND))

    def replan(self) -> Changes:
        """Move an unfinished phase that begins or ends about now by some weeks."""
        pk = self._any(
            "fase",
            lambda it: (
                it["status"] != "afgerond" and min(abs(it[day] - _today()) for day in ("start", "eind")) < DAG * 20
            ),
        )
        if pk is None:
            return []
        state = self.things["fase"][pk]
        by = DAG * self.chance.choice([-14, -7, -3, 3, 7, 14, 28])
        start = state["start"] + (by if state["status"] == "gepland" else 0 * DAG)
        eind = max(start, state["eind"] + by)
        fasen.replan(
            Traject.objects.get(pk=state["traject"]),
            planning={Component(state["component"]): fasen.Planregel(start=start, eind=eind, reden="Zo afgesproken")},
            door=self.wereld.coordinator,
        )
        return self._now("fase", pk, start=start, eind=eind)

    def ask_role(self) -> Changes:
        """Ask a party, or one of its people, for an open role of a phase that is not over."""
        pk = self._any("rol", self._may_be_asked)
        if pk is None:
            return []
        partij = self.chance.choice(list(self.wereld.leden))
        persoon = self.chance.choice([None, self.chance.choice(self.wereld.leden[partij])])
        rollen.ask(
            Rolinvulling.objects.get(pk=pk),
            partij=Partij.objects.get(pk=partij),
            persoon=User.objects.get(pk=persoon) if persoon else None,
        )
        return self._now("rol", pk, status=str(RolStatus.GEVRAAGD), op=_today(), partij=partij, persoon=persoon)

    def answer_role(self) -> Changes:
        """Say yes or no to a question about a role, or take the question back."""
        pk = self._any("rol", lambda it: it["status"] == "gevraagd")
        if pk is None:
            return []
        rij = Rolinvulling.objects.get(pk=pk)
        if self.chance.random() < 0.4:
            rollen.accept(rij)
            return self._now("rol", pk, status=str(RolStatus.TOEGEZEGD))
        if self.chance.random() < 0.5:
            rollen.decline(rij, reden="Geen plek")
        else:
            rollen.release(rij)
        return self._now("rol", pk, **LEEG)

    def check_in(self) -> Changes:
        """Log a check-in with a participant who has a mentor, sooner with one who is silent for long."""
        silent = _today() - DAG * self.chance.choice([7, 21, 29, 35])
        pk = self._any("deelname", lambda it: it["status"] == "actief" and it["mentor"] and it["contact"] <= silent)
        if pk is None:
            return []
        mentor = self.wereld.mentoren[self.things["deelname"][pk]["mentor"]]
        gegevens = {
            "datum": _today(),
            "wijze": Wijze.TELEFOON,
            "wensen": "",
            "knelpunten": "",
            "coordinator_nodig": False,
        }
        marks: dict[str, Any] = dict.fromkeys(("werk", "taal", "leren", "praktisch"), Cijfer.HOOG)
        checkins.log(deelname=Deelname.objects.get(pk=pk), door=mentor, gegevens=gegevens | marks)
        return self._now("deelname", pk, contact=_today(), checkin=_today().isoformat())

    def end_deelname(self) -> Changes:
        """End a participation."""
        pk = self._any("deelname", lambda it: it["status"] == "actief")
        status = self.chance.choice([DeelnameStatus.AFGEROND, DeelnameStatus.GESTOPT])
        return self._set_deelname(pk, status) if pk else []

    def resume_deelname(self) -> Changes:
        """Let someone take part again, from today on."""
        pk = self._any("deelname", lambda it: it["status"] != "actief")
        return self._set_deelname(pk, DeelnameStatus.ACTIEF, contact=_today()) if pk else []

    def _set_deelname(self, pk: int, status: DeelnameStatus, **rest: Any) -> Changes:
        set_deelname(Deelname.objects.get(pk=pk), status)
        return self._now("deelname", pk, status=str(status), **rest)

    def pause(self) -> Changes:
        """Pause a trajectory."""
        return self._set_traject(self._any("traject", lambda it: it["status"] == "actief"), Doorgang.GEPAUZEERD)

    def stop(self) -> Changes:
        """Stop a trajectory, which takes back what was asked for it."""
        return self._set_traject(self._any("traject", lambda it: it["status"] == "actief"), Doorgang.GESTOPT)

    def resume(self) -> Changes:
        """Let a trajectory go on."""
        return self._set_traject(self._any("traject", lambda it: it["status"] != "actief"), Doorgang.ACTIEF)

    def _set_traject(self, pk: int | None, status: Doorgang) -> Changes:
        if pk is None:
            return []
        levensloop.set_status(Traject.objects.get(pk=pk), status, reden="Zo besloten", door=self.wereld.coordinator)
        changed = [*self._now("traject", pk, status=str(status))]
        if status is Doorgang.GESTOPT:
            for rol, state in self.things["rol"].items():
                if state["status"] == "gevraagd" and self.things["fase"][state["fase"]]["traject"] == pk:
                    changed += self._now("rol", rol, **LEEG)
        return changed

    def _any(self, soort: str, fits: Callable[[Toestand], Any]) -> int | None:
        """Return one of the things that fit; None where none does."""
        found = [pk for pk, it in self.things[soort].items() if fits(it)]
        return self.chance.choice(found) if found else None

    def _now(self, soort: str, pk: int, **values: Any) -> Changes:
        self.things[soort][pk] = self.things[soort][pk] | values
        return [(soort, pk)]

    def _goes_on(self, fase: Toestand) -> bool:
        return self.things["traject"][fase["traject"]]["status"] == Doorgang.ACTIEF

    def _may_be_asked(self, rol: Toestand) -> bool:
        fase = self.things["fase"][rol["fase"]]
        stopped = self.things["traject"][fase["traject"]]["status"] == Doorgang.GESTOPT
        return (
            rol["status"] == "open" and rol["rol"] not in NIET_GEVRAAGD and fase["status"] != "afgerond" and not stopped
        )


LEEG: Toestand = {"status": "open", "op": None, "partij": None, "persoon": None}


class Tempo(NamedTuple):
    """How often something is done: so many times on a day for each trajectory there is."""

    daad: Callable[[Daden], Changes]
    per_traject: float


TEMPO = (
    Tempo(Daden.agree, 0.04),
    Tempo(Daden.settle_agreement, 0.03),
    Tempo(Daden.reopen_agreement, 0.003),
    Tempo(Daden.move_agreement, 0.012),
    Tempo(Daden.start_phase, 0.012),
    Tempo(Daden.close_phase, 0.012),
    Tempo(Daden.reopen_phase, 0.001),
    Tempo(Daden.replan, 0.008),
    Tempo(Daden.ask_role, 0.03),
    Tempo(Daden.answer_role, 0.026),
    Tempo(Daden.check_in, 0.2),
    Tempo(Daden.end_deelname, 0.012),
    Tempo(Daden.resume_deelname, 0.002),
    Tempo(Daden.pause, 0.004),
    Tempo(Daden.resume, 0.0045),
    Tempo(Daden.stop, 0.0006),
)


def _today() -> date:
    return timezone.localdate()
