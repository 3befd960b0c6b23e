"""Making the Canvas fit on one sheet: which type size, how much air, and at last what to cut and say in full behind it.

Pure: the layout engine is asked through a function that says whether a setting fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

from django.utils.translation import gettext, ngettext

from canvas.document import CanvasDocument, Invulling, Middel, Onderdeel, Tekst
from trajecten.enums import RolStatus

# Type sizes in points, largest first. 8 is the floor: smaller is not readable on a table.
PUNTEN = (10.5, 10.25, 10.0, 9.75, 9.5, 9.25, 9.0, 8.75, 8.5, 8.25, 8.0)
# Steps of white space in a sheet with little text, most first: room to write by hand.
LUCHT = tuple(range(16, 0, -1))
# Characters that fit on a line at 8 pt: in a column, across the sheet, and in a box below. Only to guess well.
KOLOM, HEEL, VAK = 38, 200, 66
# More characters than this fit on no A3 sheet at 8 pt, so nothing is laid out to find that out.
MEER_DAN_EEN_BLAD = 22_000
# Height in mm: of the sheet within its margins, of what has no running text, of a line of 1 pt, of a step of air.
BLAD_HOOGTE, VASTE_HOOGTE, REGEL_HOOGTE = 278, 116, 1.3 * 25.4 / 72
# A step of air adds this to each of the five rows with room to write.
LUCHT_HOOGTE = 1.2
RIJEN = 5
# Characters of "... zie bijlage 12", which ends a text that was cut.
VERWIJZING = 18
# A longer word is no word: breaking it up here keeps the layout engine from trying every length of it.
WOORD, STUK = re.compile(r"\S{80,}"), re.compile(r"\S{40}")
# A text of more lines than this runs on in its annex: a page per forty line ends would make a book of it.
MAX_REGELS = 150
# Lines of one cell at 8 pt when it has the sheet to itself.
HOOGSTE_RUIMTE = 50


@dataclass(frozen=True, slots=True)
class Zetting:
    """How to set the sheet: type in points, steps of air, and lines before a cell is cut (None: not at all)."""

    punten: float
    lucht: int = 0
    ruimte: int | None = None


@dataclass(frozen=True, slots=True)
class Cel:
    """What stands in a cell; `bijlage` is the number of the annex with the whole text, 0 if this is all."""

    label: str
    tekst: str
    bijlage: int = 0


@dataclass(frozen=True, slots=True)
class Rollen:
    """The roles that stand in the cell, and a line about those that do not."""

    invullingen: tuple[Invulling, ...]
    rest: str = ""
    bijlage: int = 0


@dataclass(frozen=True, slots=True)
class Middelen:
    """The means that stand in the cell, and a line about those that do not."""

    middelen: tuple[Middel, ...]
    rest: str = ""
    bijlage: int = 0


@dataclass(frozen=True, slots=True)
class Bijlage:
    """What did not fit, in full: a text, or lists."""

    nummer: int
    titel: str
    tekst: str = ""
    rollen: tuple[Invulling, ...] = ()
    middelen: tuple[Middel, ...] = ()


@dataclass(frozen=True, slots=True)
class Kolom:
    """One component on the sheet."""

    onderdeel: Onderdeel
    doel: Cel
    activiteiten: Cel
    rollen: Rollen
    middelen: Middelen
    aandachtspunten: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Blad:
    """The sheet in one setting, with the annexes that this setting needs."""

    document: CanvasDocument
    zetting: Zetting
    doel: Cel
    kolommen: tuple[Kolom, ...]
    risicos: Cel
    opbrengsten: Cel
    volgende_overleg: Cel
    bijlagen: tuple[Bijlage, ...]


Fits = Callable[[Zetting], bool]

# From most air to smallest type: each next setting takes less room.
LADDER = (*(Zetting(PUNTEN[0], lucht) for lucht in LUCHT), *(Zetting(punten) for punten in PUNTEN))
# Past the floor: cells of ever fewer lines. With one line each it always fits, and is not tried.
CUT_LADDER = tuple(Zetting(PUNTEN[-1], ruimte=ruimte) for ruimte in range(HOOGSTE_RUIMTE, 1, -1))


def find_zetting(document: CanvasDocument, fits: Fits) -> Zetting:
    """Return the roomiest setting that fits; at 8 pt with one line per cell the engine is no longer asked."""
    if _count_characters(document) < MEER_DAN_EEN_BLAD and (zetting := _first_fit(document, LADDER, fits)):
        return zetting
    return _first_fit(document, CUT_LADDER, fits) or Zetting(PUNTEN[-1], ruimte=1)


def _first_fit(document: CanvasDocument, ladder: Sequence[Zetting], fits: Fits) -> Zetting | None:
    guessed = (i for i, zetting in enumerate(ladder) if _estimate_hoogte(document, zetting) <= BLAD_HOOGTE)
    index = first_true(len(ladder), lambda i: fits(ladder[i]), guess=next(guessed, len(ladder) - 1))
    return None if index is None else ladder[index]


def first_true(length: int, test: Callable[[int], bool], *, guess: int) -> int | None:
    """Return the first index below `length` for which a test that stays true holds, asking near `guess` first."""
    low, high, step = 0, length, 1
    probe = min(max(guess, 0), length - 1)
    while low < high:
        if test(probe):
            high = probe
            probe = max(low, probe - step)
        else:
            low = probe + 1
            probe = min(high - 1, probe + step)
        step *= 2
        if not low <= probe < high or step > high - low:
            probe = (low + high) // 2
    return low if low < length else None


def set_blad(document: CanvasDocument, zetting: Zetting) -> Blad:
    """Return the sheet in this setting: every cell whole, or cut with a reference to its annex."""
    zetter = _Zetter(zetting.ruimte)
    # In reading order, so that annexes are numbered as one meets them.
    doel = zetter.cut(document.doel, "", HEEL)
    kolommen = tuple(_set_kolom(zetter, onderdeel) for onderdeel in document.onderdelen)
    risicos, opbrengsten, overleg = (zetter.cut(tekst, "", VAK) for tekst in _gedeeld(document))
    return Blad(document, zetting, doel, kolommen, risicos, opbrengsten, overleg, tuple(zetter.bijlagen))


def _gedeeld(document: CanvasDocument) -> tuple[Tekst, Tekst, Tekst]:
    return document.risicos, document.opbrengsten, document.volgende_overleg


@dataclass
class _Zetter:
    """Cuts cells to a number of lines and keeps the annexes they need."""

    ruimte: int | None
    bijlagen: list[Bijlage] = field(default_factory=list)

    def cut(self, tekst: Tekst, van: str, breedte: int) -> Cel:
        kort = tekst.tekst if self.ruimte is None else cut_tekst(tekst.tekst, self.ruimte, breedte)
        if kort == tekst.tekst:
            return Cel(tekst.label, break_words(kort))
        whole = break_words(run_on(tekst.tekst))
        return Cel(tekst.label, break_words(kort), self._add(_titel(van, tekst.label), tekst=whole))

    def cut_rollen(self, rollen: tuple[Invulling, ...], van: str) -> Rollen:
        passend = self._count_fitting([_rol_lengte(rol) for rol in rollen])
        if passend == len(rollen):
            return Rollen(rollen)
        over = rollen[passend:]
        openstaand = sum(rol.status == RolStatus.OPEN for rol in over)
        rest = _say_rest(len(over), passend)
        if openstaand:
            rest = gettext("%(rest)s, waarvan %(open)d open") % {"rest": rest, "open": openstaand}
        return Rollen(rollen[:passend], rest, self._add(_titel(van, gettext("Rollen")), rollen=rollen))

    def cut_middelen(self, middelen: tuple[Middel, ...], van: str) -> Middelen:
        passend = self._count_fitting([_middel_lengte(middel) for middel in middelen])
        if passend == len(middelen):
            return Middelen(middelen)
        rest = _say_rest(len(middelen) - passend, passend)
        return Middelen(middelen[:passend], rest, self._add(_titel(van, gettext("Middelen")), middelen=middelen))

    def _count_fitting(self, lengtes: Sequence[int]) -> int:
        """Return how many rows fit; one line is kept for what is said about the rest."""
        if self.ruimte is None:
            return len(lengtes)
        lines = [ceil(lengte / KOLOM) for lengte in lengtes]
        if sum(lines) <= self.ruimte:
            return len(lengtes)
        used = 0
        for count, needed in enumerate(lines):
            used += needed
            if used > self.ruimte - 1:
                return count
        return len(lengtes)

    def _add(
        self,
        titel: str,
        *,
        tekst: str = "",
        rollen: tuple[Invulling, ...] = (),
        middelen: tuple[Middel, ...] = (),
    ) -> int:
        nummer = len(self.bijlagen) + 1
        self.bijlagen.append(Bijlage(nummer, titel, tekst, rollen, middelen))
        return nummer


def cut_tekst(tekst: str, ruimte: int, breedte: int) -> str:
    """Return the text, or as much of it as takes about `ruimte` lines of `breedte` characters, cut between words."""
    if _count_lines(tekst, breedte) <= ruimte:
        return tekst
    room, kept = ruimte, []
    for alinea in tekst.split("\n"):
        if room <= 0:
            break
        kept.append(alinea[: room * breedte - VERWIJZING])
        room -= max(1, ceil(len(alinea) / breedte))
    kort = "\n".join(kept).rstrip()
    # A word cut in half is dropped, unless it is all there is.
    whole = not tekst[len(kort) :] or tekst[len(kort)].isspace()
    return kort if whole or " " not in kort else kort.rsplit(" ", 1)[0].rstrip()


def break_words(tekst: str) -> str:
    """Return the text with places to break, of no width, in words that are too long to be words."""
    return WOORD.sub(lambda word: STUK.sub("\\g<0>\u200b", word[0]), tekst)


def run_on(tekst: str) -> str:
    """Return the text; one of very many lines as running text, each line end a slash."""
    regels = tekst.split("\n")
    return tekst if len(regels) <= MAX_REGELS else " / ".join(regel for regel in regels if regel.strip())


def _set_kolom(zetter: _Zetter, onderdeel: Onderdeel) -> Kolom:
    return Kolom(
        onderdeel=onderdeel,
        doel=zetter.cut(onderdeel.doel, onderdeel.naam, KOLOM),
        activiteiten=zetter.cut(onderdeel.activiteiten, onderdeel.naam, KOLOM),
        rollen=zetter.cut_rollen(onderdeel.rollen, onderdeel.naam),
        middelen=zetter.cut_middelen(onderdeel.middelen, onderdeel.naam),
        aandachtspunten=tuple(zetter.cut(punt, onderdeel.naam, KOLOM) for punt in onderdeel.aandachtspunten),
    )


def _titel(van: str, label: str) -> str:
    return f"{van}: {label}" if van else label


def _say_rest(aantal: int, getoond: int) -> str:
    if getoond:
        return gettext("en nog %(aantal)d") % {"aantal": aantal}
    return ngettext("%(aantal)d regel", "%(aantal)d regels", aantal) % {"aantal": aantal}


def _all_teksten(document: CanvasDocument) -> list[str]:
    teksten = [document.doel.tekst, *(tekst.tekst for tekst in _gedeeld(document))]
    for onderdeel in document.onderdelen:
        teksten += [onderdeel.doel.tekst, onderdeel.activiteiten.tekst]
        teksten += [punt.tekst for punt in onderdeel.aandachtspunten]
    return teksten


def _count_characters(document: CanvasDocument) -> int:
    rows = sum(
        sum(_rol_lengte(rol) for rol in onderdeel.rollen) + sum(_middel_lengte(m) for m in onderdeel.middelen)
        for onderdeel in document.onderdelen
    )
    return rows + sum(len(tekst) for tekst in _all_teksten(document))


def _estimate_hoogte(document: CanvasDocument, zetting: Zetting) -> float:
    """Estimate the height in mm of the sheet in this setting; the layout engine has the last word."""
    per_lijn, ruimte = 8 / zetting.punten, zetting.ruimte or MEER_DAN_EEN_BLAD
    lines = min(ruimte, _count_lines(document.doel.tekst, HEEL * per_lijn))
    lines += min(ruimte, max(_count_lines(tekst.tekst, VAK * per_lijn) for tekst in _gedeeld(document)))
    cells = [_cell_lines(onderdeel, KOLOM * per_lijn, ruimte) for onderdeel in document.onderdelen]
    lines += sum(max(row) for row in zip(*cells, strict=True))
    return VASTE_HOOGTE + lines * zetting.punten * REGEL_HOOGTE + RIJEN * zetting.lucht * LUCHT_HOOGTE


def _cell_lines(onderdeel: Onderdeel, breedte: float, ruimte: int) -> tuple[int, ...]:
    """Return the number of lines in each cell of a component's column, cut at `ruimte`."""
    rollen = sum(ceil(_rol_lengte(rol) / breedte) for rol in onderdeel.rollen)
    middelen = sum(ceil(_middel_lengte(middel) / breedte) for middel in onderdeel.middelen)
    vragen = sum(_count_lines(punt.label, breedte) for punt in onderdeel.aandachtspunten)
    antwoorden = sum(min(ruimte, _count_lines(punt.tekst, breedte)) for punt in onderdeel.aandachtspunten)
    return (
        min(ruimte, _count_lines(onderdeel.doel.tekst, breedte)),
        min(ruimte, _count_lines(onderdeel.activiteiten.tekst, breedte)),
        min(ruimte, rollen),
        min(ruimte, middelen) + bool(onderdeel.middelen_totaal),
        vragen + antwoorden,
    )


def _rol_lengte(rol: Invulling) -> int:
    return _lengte(rol.rol, rol.partij, rol.persoon, rol.status_tekst)


def _middel_lengte(middel: Middel) -> int:
    return _lengte(middel.soort, middel.omschrijving, middel.bedrag, middel.partij, middel.bron)


def _lengte(*delen: str) -> int:
    return sum(len(deel) + 2 for deel in delen if deel)


def _count_lines(tekst: str, breedte: float) -> int:
    return sum(max(1, ceil(len(alinea) / breedte)) for alinea in tekst.split("\n"))
