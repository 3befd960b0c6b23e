"""The timeline as a low band on paper: the calendar of trajecten.tijdlijn, one line per phase. Lengths are mm."""

from __future__ import annotations

from dataclasses import dataclass

from trajecten.tijdlijn import MARGE, Maandmerk, Rij, Tekening, Tijdlijn, Vlak

BREEDTE = 402.0
LABEL_BREEDTE = 46.0
# Room for what is said to the right of the last bar.
RECHTS = 2.0
AS_HOOGTE = 8.6
RIJ_HOOGTE = 5.2
BALK_HOOGTE = 3.6
WERKELIJK_HOOGTE = 0.9
# An average character of 8 pt in a sans serif, on the wide side.
TEKEN_BREEDTE = 1.75


@dataclass(frozen=True, slots=True)
class Staaf:
    """A rectangle on the band."""

    x: float
    y: float
    breedte: float
    hoogte: float


@dataclass(frozen=True, slots=True)
class Regel:
    """One phase: its bar, how it really went, its gaps, and its length beside the bar."""

    label: str
    lengte: str
    x_lengte: float
    anker: str
    y_tekst: float
    y_lijn: float
    balk: Staaf
    extra: bool
    te_plannen: bool
    werkelijk: Staaf | None
    hiaten: tuple[Staaf, ...]


@dataclass(frozen=True, slots=True)
class Strook:
    """The whole band."""

    breedte: float
    hoogte: float
    links: float
    omschrijving: str
    maanden: tuple[Maandmerk, ...]
    jaren: tuple[Maandmerk, ...]
    jaarlijnen: tuple[float, ...]
    regels: tuple[Regel, ...]


def lay_out_strook(tijdlijn: Tijdlijn) -> Strook:
    """Return the band with every phase of the timeline; paper has no 'today', it is read on other days."""
    tekening = tijdlijn.breed
    lengtes = [rij.duur for rij in tijdlijn.tabelrijen]
    return Strook(
        breedte=BREEDTE,
        hoogte=round(AS_HOOGTE + RIJ_HOOGTE * len(tekening.rijen) + 1, 2),
        links=LABEL_BREEDTE,
        omschrijving=tijdlijn.omschrijving,
        maanden=tuple(Maandmerk(_scale(tekening, maand.x), maand.tekst) for maand in tekening.maanden),
        jaren=tuple(Maandmerk(_scale(tekening, jaar.midden), jaar.tekst) for jaar in tekening.jaren if jaar.tekst),
        jaarlijnen=tuple(_scale(tekening, jaar.x) for jaar in tekening.jaren),
        regels=tuple(
            _lay_out_regel(tekening, rij, lengte, AS_HOOGTE + RIJ_HOOGTE * index)
            for index, (rij, lengte) in enumerate(zip(tekening.rijen, lengtes, strict=True))
        ),
    )


def _lay_out_regel(tekening: Tekening, rij: Rij, lengte: str, y: float) -> Regel:
    balk = _scale_vlak(tekening, rij.balk, y, BALK_HOOGTE)
    hiaten = tuple(_scale_vlak(tekening, hiaat, y, BALK_HOOGTE) for hiaat in rij.hiaten)
    rechts = balk.x + balk.breedte + 1.5
    until = rechts + len(lengte) * TEKEN_BREEDTE
    fits = until < BREEDTE and not any(hiaat.x < until and hiaat.x + hiaat.breedte > rechts for hiaat in hiaten)
    return Regel(
        label=rij.label,
        lengte=lengte,
        x_lengte=round(rechts if fits else balk.x - 1.5, 2),
        anker="start" if fits else "end",
        y_tekst=round(y + 2.9, 2),
        y_lijn=round(y + RIJ_HOOGTE - 0.7, 2),
        balk=balk,
        extra=rij.balk.extra,
        te_plannen=rij.balk.te_plannen,
        werkelijk=_scale_vlak(tekening, rij.werkelijk, y + BALK_HOOGTE, WERKELIJK_HOOGTE) if rij.werkelijk else None,
        hiaten=hiaten,
    )


def _factor(tekening: Tekening) -> float:
    return (BREEDTE - LABEL_BREEDTE - RECHTS) / (tekening.breedte - 2 * MARGE)


def _scale(tekening: Tekening, x: float) -> float:
    return round(LABEL_BREEDTE + (x - MARGE) * _factor(tekening), 2)


def _scale_vlak(tekening: Tekening, vlak: Vlak, y: float, hoogte: float) -> Staaf:
    return Staaf(_scale(tekening, vlak.x), round(y, 2), round(vlak.breedte * _factor(tekening), 2), hoogte)
