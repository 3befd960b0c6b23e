"""The report of a run of `make gewicht`."""

import os
import re
import statistics
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bench.gewicht.ijken import MIDDENKLASSE
from bench.gewicht.lijn import Lijn, Profiel
from bench.gewicht.meten import DAARNA, EERST, VERF, Bezoek

INLEIDING = """# What the pages weigh, {dag:%Y-%m-%d}

`make gewicht`: {paginas} main pages on a phone of 390 px, gunicorn with two processes on loopback, the demo's data on
SQLite, Chromium. Load at the end of the run: {load:.1f} on {cores} cores.

Heaviest first visit **{eerst:.1f} kB** (limit {mag_eerst:.0f}), heaviest after that **{daarna:.1f} kB** (limit
{mag_daarna:.0f}): every byte that went to the browser, headers and the service worker's own requests included. The
first visit is of a phone that was never here; the other comes from the start page, with what that left on the phone.

| role | page | first, kB | after, kB | requests | hold up the paint | moved |
|---|---|---|---|---|---|---|"""

VERVOLG = """
## First paint

Milliseconds from the server's own time to the first thing to see (limit {verf}); medians of {rondes} rounds, all
pages in turn in each. The lines: {lijnen}. The phone is one from the middle of the market, as Chrome's developer tools
calibrate it: this machine had an index of {index:.0f} where such a phone has {midden}, and was slowed down {cpu} times.
`/tekst/` is a bare line of text and `/bootstrap/` the same with Bootstrap's stylesheet, without any of ours.

First is the first visit to a page: of a phone that was never here where the page is for anyone, and that has signed in
on our page for that where it is not. Known is its second visit. Emptied is a phone that is signed in and keeps nothing
of ours: its owner cleared what the browser kept, but not the cookies.

Of our pages within the limit: {binnen}.

| line | who | page | server | first | known | known, lowest | emptied | known, against `/tekst/` |
|---|---|---|---|---|---|---|---|---|"""

# Whose the bare pages are.
KAAL = "bare"


@dataclass
class Verf:
    """One page on one line: who asks for it, and the visits of each round."""

    profiel: Profiel
    wie: str
    pagina: str
    lijn: Lijn
    state: Any
    eerst: list[Bezoek] = field(default_factory=list)
    bekend: list[Bezoek] = field(default_factory=list)
    # Of a page for anyone there are none.
    leeg: list[Bezoek] = field(default_factory=list)

    @property
    def cijfers(self) -> dict[str, Any]:
        """Return the figures, in milliseconds."""
        return {
            "lijn": self.profiel.naam,
            "wie": self.wie.partition("@")[0],
            "pagina": _nameable(self.pagina),
            "server": round(statistics.median(bezoek.server for bezoek in self.bekend)),
            "eerst": _median(self.eerst),
            "bekend": _median(self.bekend),
            "bekend_laagste": round(min(bezoek.na_server for bezoek in self.bekend)),
            "leeg": _median(self.leeg) if self.leeg else None,
        }


def _median(bezoeken: list[Bezoek]) -> int:
    return round(statistics.median(bezoek.na_server for bezoek in bezoeken))


def _nameable(path: str) -> str:
    """Return an address without the key of a personal link."""
    return re.sub(r"/mijn/[^/]+/", "/mijn/…/", path)


def report(weights: dict[tuple[str, str], tuple[Bezoek, Bezoek]], rows: list[Verf], index: float) -> str:
    """Return the report as Markdown; `index` is what the machine was found to be worth."""
    eerst, daarna = (max(bezoeken[n].bytes for bezoeken in weights.values()) / 1000 for n in (0, 1))
    kop = INLEIDING.format(
        dag=date.today(),  # noqa: DTZ011 - a day
        paginas=len(weights),
        load=os.getloadavg()[0],
        cores=os.cpu_count(),
        eerst=eerst,
        daarna=daarna,
        mag_eerst=EERST / 1000,
        mag_daarna=DAARNA / 1000,
    )
    profielen = list(dict.fromkeys(row.profiel for row in rows))
    midden = VERVOLG.format(
        verf=VERF,
        rondes=len(rows[0].bekend),
        lijnen="; ".join(f"{p.naam} with {p.rtt} ms round trip and {p.neer / 1000} Mbit/s down" for p in profielen),
        index=index,
        midden=MIDDENKLASSE,
        cpu=profielen[0].cpu,
        binnen="; ".join(_within(profiel, rows) for profiel in profielen),
    )
    return "\n".join([kop, *map(_weight, weights.items()), midden, *(_paint(row, rows) for row in rows), ""])


def _within(profiel: Profiel, rows: list[Verf]) -> str:
    ours = [row.cijfers for row in rows if row.profiel == profiel and row.wie != KAAL]
    eerst, bekend = (sum(cijfers[wanneer] <= VERF for cijfers in ours) for wanneer in ("eerst", "bekend"))
    return f"{profiel.naam}, first {eerst} of {len(ours)} and known {bekend} of {len(ours)}"


def _weight(item: tuple[tuple[str, str], tuple[Bezoek, Bezoek]]) -> str:
    (wie, naam), (first, after) = item
    moved = first.verschuiving + after.verschuiving
    return (
        f"| {wie.partition('@')[0] or 'nobody'} | {naam} | {first.bytes / 1000:.1f} | {after.bytes / 1000:.1f} "
        f"| {first.verzoeken} | {first.blokkerend} | {moved:.3f} |"
    )


def _paint(row: Verf, rows: list[Verf]) -> str:
    bare = next(other.cijfers["bekend"] for other in rows if other.profiel == row.profiel)
    told = ["-" if value is None else str(value) for value in row.cijfers.values()]
    return "| " + " | ".join([*told, f"{row.cijfers['bekend'] / bare:.1f}"]) + " |"
