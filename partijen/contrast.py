"""Whether colours can be read side by side: WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (what is no text)."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

TEKST = 4.5
TEKEN = 3.0
WIT, ZWART = "#ffffff", "#000000"
# Steps between a colour and where it is moved to.
STAPPEN = 40


class Paar(NamedTuple):
    """Two tokens of which the first stands on the second, and the contrast that they need."""

    voor: str
    op: str
    minimum: float


def _pairs(voor: tuple[str, ...], op: tuple[str, ...], minimum: float) -> Iterator[Paar]:
    return (Paar(een, ander, minimum) for een in voor for ander in op)


GRONDEN = ("achtergrond", "kaart", "vlak")
BERICHTEN = ("goed-vlak", "let-op-vlak", "fout-vlak", "info-vlak")

# All that stands on something else in our screens. `kaart` on `link`, a button under the pointer, is the same two.
PAREN: tuple[Paar, ...] = (
    Paar("merk-tekst", "merk", TEKST),
    Paar("merk-accent", "merk", TEKEN),
    Paar("knop-tekst", "knop", TEKST),
    Paar("knop-tekst", "knop-over", TEKST),
    *_pairs(("tekst", "stil", "link", "link-over", "goed", "let-op", "fout"), GRONDEN, TEKST),
    *_pairs(("tekst",), BERICHTEN, TEKST),
    *_pairs(("link", "stil"), BERICHTEN, TEKST),
    *_pairs(("band-tekst",), ("regulier", "extra"), TEKST),
    *_pairs(("focus", "veldrand", "keuze"), GRONDEN, TEKEN),
    *_pairs(("regulier", "extra", "arcering-lijn"), ("achtergrond", "kaart"), TEKEN),
    *_pairs(("keuze",), ("balk-leeg",), TEKEN),
)


class Tekort(NamedTuple):
    """A pair that can't be read, and the contrast it has."""

    paar: Paar
    gemeten: float


def failures(kleuren: Mapping[str, str]) -> list[Tekort]:
    """Return the pairs that have too little contrast, in the order of PAREN."""
    measured = ((paar, ratio(kleuren[paar.voor], kleuren[paar.op])) for paar in PAREN)
    return [Tekort(paar, gemeten) for paar, gemeten in measured if gemeten < paar.minimum]


def ratio(een: str, ander: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black and white)."""
    donker, licht = sorted((_luminance(een), _luminance(ander)))
    return (licht + 0.05) / (donker + 0.05)


def mix(kleur: str, doel: str, deel: float) -> str:
    """Return a colour moved a part (0 to 1) of the way to another."""
    pairs = zip(_parts(kleur), _parts(doel), strict=True)
    return "#" + "".join(f"{round(een + (ander - een) * deel):02x}" for een, ander in pairs)


def toward(kleur: str, doel: str, good: Callable[[str], bool]) -> str:
    """Return the colour nearest to this one, on the way to another, that is good; at the end whatever is there."""
    way = (mix(kleur, doel, stap / STAPPEN) for stap in range(STAPPEN))
    return next((step for step in way if good(step)), doel)


def _parts(kleur: str) -> list[int]:
    return [int(kleur[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(kleur: str) -> float:
    rood, groen, blauw = (_linear(part / 255) for part in _parts(kleur))
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def _linear(part: float) -> float:
    # 0.04045 is sRGB's own bound; WCAG's 0.03928 gives the same for every colour of eight bits.
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
