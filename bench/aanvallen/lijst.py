"""The whole list, in the order in which it is played."""

from collections.abc import Sequence

from bench.aanvallen import bestanden, einden, gemeente, papieren, sessie, tekst, vreemd, zoeken
from bench.aanvallen.doel import AANVALLEN, Doel, Uitkomst

# What is typed comes late: it leaves its marks in the data. Last comes what takes data away.
ORDER = [module.__name__ for module in (vreemd, sessie, gemeente, bestanden, zoeken, tekst, papieren, einden)]


def play(doel: Doel, only: Sequence[str] = ()) -> list[Uitkomst]:
    """Play every attack, or those whose name has one of these words in it; an attack that breaks down has not held."""
    outcomes = []
    for naam, attack in sorted(AANVALLEN.items(), key=lambda item: ORDER.index(item[1].__module__)):
        if only and not any(word.lower() in naam.lower() for word in only):
            continue
        outcome = Uitkomst(naam)
        try:
            attack(doel, outcome)
        except Exception as error:  # noqa: BLE001 - the list goes on, and this attack counts as one that got through
            outcome.note(f"{type(error).__name__}: {error}"[:300], broke=True, where="the attack itself")
        outcomes.append(outcome)
    doel.luisteraar.close()
    return outcomes
