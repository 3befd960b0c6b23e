"""The report of a run of `make bench-deadlines`."""

import os
import statistics
from collections.abc import Sequence
from datetime import date
from typing import Any

from bench.deadlines.meten import Vraag
from berichten.outbox import BATCH

# So many times as long it may take among the many as among the few.
TEN_HOOGSTE = 2.0

KOP = """# Time to find what is due, {dag:%Y-%m-%d}

`make bench-deadlines`: a PostgreSQL 15 of its own on the same machine with two databases, of {klein:,} and of
{groot:,} open deadlines of each sort (agreements, phases, requests for a role, participants with a check-in, mails
that wait), in each a hundred due for each rule, and VACUUM ANALYZE after filling. {rondes} rounds, both databases in
turn, each first asked once without the clock. Load at the end: {load:.1f} on {cores} cores. A ratio is the median of
the ratios within rounds; single times are of this machine.

The query is the rule's own, with its rows fetched. The verb is what the task does: find what is due, look up its
readers, see what was told, write the rest down; undone after each time, so that the hundred are new again. For the
outbox it is what a worker does before it sends.

**{uitslag}**

| rule | due | query, {klein:,} (ms) | query, {groot:,} (ms) | × | verb, {klein:,} (ms) | verb, {groot:,} (ms) | × | index |
|---|---|---|---|---|---|---|---|---|"""  # noqa: E501 - the head of a table is one line

VERVOLG = """
## What is not bounded

**Participants who were not spoken to.** The last contact is not a date on a row, it is the latest of someone's
check-ins: to know who is silent, all who take part are looked at. No index can answer it; it grows with how many take
part, and is asked each quarter of an hour.

**What was told and stays open.** A rule finds all that is past its day and still open, told or not; what was told is
left out by its key, {batch} at a time. With {over_tijd:,} agreements past their day that were all told before, the
query takes {query_ms:,} ms and the verb {weer_ms:,} ms to find nothing new ({weer_geschreven} written; it wrote
{geschreven:,} in {eerste_keer_ms:,} ms before). That grows with how many stand open past their day, not with how many
are open.

## Plans, among {groot:,}
"""


def figures(vraag: Vraag, sizes: tuple[int, int]) -> dict[str, Any]:
    """Return medians in milliseconds by number of open deadlines, ratios within rounds, and the indexes used."""
    return {
        "regel": vraag.code,
        "gevonden": vraag.gevonden,
        "query_ms": _medians(vraag.query_ms),
        "query": _ratio(vraag.query_ms, sizes),
        "werkwoord_ms": _medians(vraag.werkwoord_ms),
        "werkwoord": _ratio(vraag.werkwoord_ms, sizes),
        "index": vraag.index,
        "gebruikt": vraag.gebruikt,
    }


def report(asked: Sequence[Vraag], sizes: tuple[int, int], told: dict[str, float]) -> tuple[str, list[str]]:
    """Return the report as Markdown, and the rules that took too long or found by another index."""
    klein, groot = sizes
    wrong = [vraag.code for vraag in asked if vraag.index and _is_wrong(vraag, sizes)]
    head = KOP.format(
        dag=date.today(),  # noqa: DTZ011 - a day
        klein=klein,
        groot=groot,
        rondes=len(asked[0].query_ms[klein]),
        load=os.getloadavg()[0],
        cores=os.cpu_count(),
        uitslag=_verdict(asked, wrong, sizes),
    )
    plans = [f"`{vraag.code}`\n\n```\n{vraag.plan}\n```\n" for vraag in asked]
    rest = VERVOLG.format(**told, batch=BATCH, groot=groot)
    return "\n".join([head, *(_row(vraag, sizes) for vraag in asked), rest, *plans]), wrong


def _verdict(asked: Sequence[Vraag], wrong: Sequence[str], sizes: tuple[int, int]) -> str:
    with_index = [vraag for vraag in asked if vraag.index]
    highest = max(max(_ratio(vraag.query_ms, sizes), _ratio(vraag.werkwoord_ms, sizes)) for vraag in with_index)
    good = len(with_index) - len(wrong)
    return (
        f"{good} of {len(with_index)} that have an index stay within {TEN_HOOGSTE:g} times and are found by it, "
        f"the highest ratio is {highest}; {len(asked) - len(with_index)} can have none."
    )


def _is_wrong(vraag: Vraag, sizes: tuple[int, int]) -> bool:
    slow = max(_ratio(vraag.query_ms, sizes), _ratio(vraag.werkwoord_ms, sizes)) > TEN_HOOGSTE
    return slow or vraag.index not in vraag.gebruikt or len(set(vraag.gevonden.values())) > 1


def _row(vraag: Vraag, sizes: tuple[int, int]) -> str:
    klein, groot = sizes
    query, verb = _medians(vraag.query_ms), _medians(vraag.werkwoord_ms)
    cells = [f"`{vraag.code}`", vraag.gevonden[groot], query[klein], query[groot], _ratio(vraag.query_ms, sizes)]
    cells += [
        verb[klein],
        verb[groot],
        _ratio(vraag.werkwoord_ms, sizes),
        f"`{vraag.index}`" if vraag.index else "none",
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def _medians(times: dict[int, list[float]]) -> dict[int, float]:
    return {size: round(statistics.median(took), 1) for size, took in times.items()}


def _ratio(times: dict[int, list[float]], sizes: tuple[int, int]) -> float:
    klein, groot = sizes
    return round(statistics.median(b / a for a, b in zip(times[klein], times[groot], strict=True)), 2)
