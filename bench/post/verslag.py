"""The report of a run of `make bench-post`."""

import os
import statistics
from collections.abc import Sequence
from datetime import date
from typing import Any

from bench.post.meten import GEHOUDEN, GEMAAKT, PER_MAIL, Post, outbox

NIEUWS, OVERZICHT, TRAAG = "news, one by one", "overviews of four reminders", "news, server takes 10 ms"
# What one worker must reach of the bare loop, for mail that leaves one by one.
TEN_MINSTE = 0.8
TEGEN = {"gehouden": GEHOUDEN, "per_mail": PER_MAIL, "gemaakt": GEMAAKT}

KOP = """# Mails per second from the outbox, {dag:%Y-%m-%d}

`make bench-post`: {mails} mails of each kind, {rondes} rounds, all ways in turn in each, starting with another one each
time. PostgreSQL 15 (without fsync), Redis 7, Celery workers and an SMTP sink (aiosmtpd), each a process of its own on
the same machine. Load at the end: {load:.1f} on {cores} cores. After each way the sink must have every mail, and each
once. Times are of this machine; the ratios are what counts. A ratio is the median of the ratios within rounds; "best"
is the fastest round of the one against the fastest of the other, which a busy machine disturbs least.

The bare loops send the very messages of the outbox, one after the other, in one process:

- *made and sent*: what they are about is looked up in one go, then each is made and sent by `message.send()`, as code
  without an outbox does it: the same work on both sides but for what the outbox adds. By it this command passes;
- *a connection each*: all mails made beforehand, outside the clock: only `message.send()`;
- *one connection*: made beforehand, over one connection that is kept: only what SMTP itself takes, the hardest.

Which of them "a bare loop that sends the same messages" is, is a choice, and it decides what one worker reaches: see
all three.

The outbox does more for each: it claims the row, looks whether the mail is still needed, makes it, sends it, and marks
the row before the next, so that a worker that is killed doubles one mail at most. Time counts from the wake-up.

**One worker with news: {uitslag}.**

| what | way | mails per second | × made and sent | × a connection each | × one connection | best, × a connection each |
|---|---|---|---|---|---|---|"""

VOET = """
A sink that answers at once leaves nothing to wait for: sink, database and each worker want a processor, and there are
{cores}. So more workers add little there, and what making, claiming and marking a mail takes shows in full. Where a
server takes its time, workers wait side by side, and that share becomes small.

Lines of JSON of the run:

```
{json}
```
"""


def figures(post: Post) -> dict[str, Any]:
    """Return mails per second by way (the median of the rounds), and ratios within rounds against each bare loop."""
    mails = len(post.messages)
    ratios = {f"tegen_{naam}": {way: _ratio(post, way, bare) for way in post.seconden} for naam, bare in TEGEN.items()}
    return {
        "wat": post.naam,
        "mails": mails,
        "rijen": sum(map(len, post.brieven)),
        "rondes": len(post.seconden[GEHOUDEN]),
        "per_seconde": {way: round(statistics.median(mails / s for s in took)) for way, took in post.seconden.items()},
        **ratios,
        "beste": {way: round(min(post.seconden[PER_MAIL]) / min(took), 2) for way, took in post.seconden.items()},
    }


def reached(post: Sequence[Post]) -> float:
    """Return what one worker reached with news, of the loop that makes and sends the same mails."""
    return float(figures(post[0])["tegen_gemaakt"][outbox(1)])


def _verdict(post: Sequence[Post]) -> str:
    found = figures(post[0])
    return "; ".join(
        f"{ratio} of the loop that {words}, {'no less' if ratio >= TEN_MINSTE else 'less'} than the {TEN_MINSTE} asked"
        for ratio, words in (
            (reached(post), "makes and sends the same"),
            (found["tegen_per_mail"][outbox(1)], "has them made beforehand"),
            (found["tegen_gehouden"][outbox(1)], "has them made and keeps one connection"),
        )
    )


def report(post: Sequence[Post], lines: Sequence[str]) -> str:
    """Return the report as Markdown, with the run's lines of JSON."""
    head = KOP.format(
        dag=date.today(),  # noqa: DTZ011 - a day
        mails=len(post[0].messages),
        rondes=len(post[0].seconden[GEHOUDEN]),
        load=os.getloadavg()[0],
        cores=os.cpu_count(),
        uitslag=_verdict(post),
    )
    rows = [_row(figures(kind), way) for kind in post for way in kind.seconden]
    return "\n".join([head, *rows, VOET.format(cores=os.cpu_count(), json="\n".join(lines))])


def _ratio(post: Post, way: str, bare: str) -> float:
    pairs = zip(post.seconden[bare], post.seconden[way], strict=True)
    return round(statistics.median(b / s for b, s in pairs), 2)


def _row(found: dict[str, Any], way: str) -> str:
    columns = ("per_seconde", "tegen_gemaakt", "tegen_per_mail", "tegen_gehouden", "beste")
    return "| " + " | ".join([found["wat"], way, *(str(found[column][way]) for column in columns)]) + " |"
