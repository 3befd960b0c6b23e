"""The stored phases of a trajectory as a plan that can be worked with. No query of its own."""

from collections.abc import Iterable

from trajecten.duur import Duur, Eenheid
from trajecten.enums import Component, FaseStatus, VasteDag
from trajecten.models import Fase
from trajecten.planning import BANDEN, ONE_DAY, Band, BandSoort, Plan, Stap, Werkdag, any_day, lay_out


def plan_of(fasen: Iterable[Fase], *, werkdag: Werkdag = any_day) -> Plan:
    """Return the planned days of these phases as a plan: laid out unchanged, it has the days that are stored.

    But where one begins on a day off: it begins on the working day after it, and what hangs on it moves along.

    What began stands where it is; what is to come keeps its distance to what it is tied to in figuur 1.
    """
    stored = {Component(fase.component): fase for fase in fasen}
    return lay_out((_as_stap(fase, stored, werkdag) for fase in stored.values()), werkdag=werkdag)


def _as_stap(fase: Fase, stored: dict[Component, Fase], werkdag: Werkdag) -> Stap:
    tie = BANDEN.get(Component(fase.component))
    other = stored.get(Component(tie.aan)) if tie else None
    fixed = fase.vaste_dag != VasteDag.GEEN or fase.status != FaseStatus.GEPLAND or not other
    return Stap(
        sleutel=fase.component,
        duur=_length_of(fase),
        banden=(*_start_ties(fase, tie, other, werkdag), *_end_ties(fase, stored)),
        vast=fase.start if fixed else None,
        uiterlijk=fase.uiterlijk,
    )


def _length_of(fase: Fase) -> Duur:
    # What runs on past the placement has no length of its own: it ends when that says.
    if fase.doorlopen is not None:
        return Duur(1, Eenheid.DAGEN)
    return Duur.between(fase.start, fase.eind, bedoeld=Eenheid(fase.eenheid))


def _start_ties(fase: Fase, tie: Band | None, other: Fase | None, werkdag: Werkdag) -> tuple[Band, ...]:
    if not tie or not other:
        return ()
    allowed = other.start if tie.soort is BandSoort.MET else other.eind + ONE_DAY
    # A weekend or a holiday in between is no distance that was chosen.
    distance = 0 if fase.start == werkdag(allowed) else (fase.start - allowed).days
    return (Band(tie.soort, tie.aan, uitstel=distance),)


def _end_ties(fase: Fase, stored: dict[Component, Fase]) -> tuple[Band, ...]:
    if fase.doorlopen is None or Component.MATCHING not in stored:
        return ()
    return (Band(BandSoort.DOORLOPEN, Component.MATCHING, maanden=fase.doorlopen),)
