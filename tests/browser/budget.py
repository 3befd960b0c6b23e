"""What the five tasks that people do most may cost them, and how long that takes by a model. test_budget.py counts.

Counted from the start page, signed in, until the goal is there:

- a tap: each press of a mouse or thumb. A list to choose from takes two (open it, choose), a text field one;
- a field: each question answered, typed or chosen; what is filled in already and right is none;
- a sign: each key pressed while typing, a date as its eight digits;
- a page: each time another page comes in its place.

Seconds come from the keystroke-level model (Card, Moran and Newell, 1980), whose figures are for an ordinary user who
knows the screens: no reading, no thinking about what to write. So they tell which of two ways is shorter, and that a
task fits in a time with room to spare, not how long someone will take who sees it for the first time.
"""

from dataclasses import dataclass, fields
from typing import Self

# Seconds. Pointing, pressing and letting go; a key, by an average typist who is no secretary; from mouse to keys and
# back; deciding what to do next; and, an assumption of ours, a page that comes in.
WIJZEN, DRUKKEN, TOETS, HANDEN, DENKEN, PAGINA = 1.1, 0.2, 0.28, 0.8, 1.35, 1.0
# Less than this part of its budget, and the budget is no longer one: it must come down.
KRAP = 0.8


@dataclass(frozen=True)
class Kosten:
    """What a task costs: taps, fields, signs and pages."""

    tikken: int = 0
    velden: int = 0
    tekens: int = 0
    paginas: int = 0

    def __sub__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    @property
    def seconden(self) -> float:
        """Return how long this takes, by the model: a decision for every field and every page."""
        klikken = self.tikken * (WIJZEN + DRUKKEN)
        typen = self.tekens * TOETS + (HANDEN if self.tekens else 0)
        return round(klikken + typen + (self.velden + self.paginas) * DENKEN + self.paginas * PAGINA, 1)


# Taps, fields, signs and pages, in this order. The seconds follow from them by the model: this is their budget too.
BUDGET = {
    # The coordinator, from a template, with the name it proposes and the planning as it stands.
    "traject maken": Kosten(9, 4, 70, 4),
    # The coordinator, from the line on the start page about a role that is open; then the party.
    "rol vragen": Kosten(4, 1, 0, 2),
    "rol toezeggen": Kosten(3, 1, 0, 2),
    # The mentor, on a phone: five questions, and one wish in a few words.
    "check-in vastleggen": Kosten(8, 6, 18, 2),
    # The coordinator: the start page shows it; one tap more is the form that closes the phase that is latest.
    "zien wat te laat is": Kosten(1, 0, 0, 1),
    # The coordinator, until the PDF is on their computer.
    "vergaderstuk maken": Kosten(3, 0, 0, 3),
}
# A mentor stands in a corridor: at most this for a check-in on a phone, whatever its budget.
CHECKIN_TIKKEN, CHECKIN_SECONDEN = 10, 120


def over_budget(gemeten: dict[str, Kosten], budget: dict[str, Kosten]) -> list[str]:
    """Return what is wrong: what grew, what shrank so much that its budget must come down, and what is missing."""
    klachten = [f"{taak}: no budget, or not measured" for taak in gemeten.keys() ^ budget.keys()]
    for taak in gemeten.keys() & budget.keys():
        for naam in (f.name for f in fields(Kosten)):
            nu, mag = getattr(gemeten[taak], naam), getattr(budget[taak], naam)
            if nu > mag:
                klachten.append(f"{taak}: {nu} {naam}, the budget is {mag}")
            elif nu < mag * KRAP:
                klachten.append(f"{taak}: only {nu} {naam}, lower the budget of {mag}")
    return sorted(klachten)
