"""The report of a run of `make simulate`."""

import json
import os
from collections import Counter
from datetime import UTC, datetime

from bench.simulatie.draaiboek import HIER, Uitval
from bench.simulatie.jaar import WERKERS, Verloop
from bench.simulatie.orakel import NA_DE_POST, SPELING
from bench.simulatie.regels import REGELS

KOP = """# A simulated stretch of {dagen} days, {vandaag:%Y-%m-%d}

`make simulate`: {trajecten} trajectories, {deelnemers} participants, {dagen} days from {begin} on (seed {seed}).
PostgreSQL 15, Redis 7, Celery's own planner and {werkers} workers of one child under one moved clock; mail to a server
of its own on loopback. The clock stopped at {momenten} moments; between them people did {daden} things by the
application's own verbs (refused: {geweigerd}). **{seconden:.0f} s** on {cores} cores, {opbouw:.0f} of them to build it
all, {per_dag:.1f} a day; load at the end {load:.1f}.

| outage | when |
|---|---|
{uitval}
| a worker killed (SIGKILL, with its child) | {kills} times, {in_de_lucht} of them with a mail on its way |
| nights in which the clock changes | {nachten} |

## Reminders

| rule | planned | sent | doubled | lost | late | after its cause | lapsed |
|---|---|---|---|---|---|---|---|
{regels}

{mails} mails were delivered; {dubbele_mails} of them came again, {zonder_kill} without a kill that explains it. One
kill explains one mail: the one on its way, with all the reminders that stand in it.

**Planned**: by an oracle that shares no code with the application, from a journal of what people did; the cause lasted
until the reminder had every chance to leave. **Sent**: delivered to the mail server, also of the lapsed. **Doubled**:
delivered again. **Lost**: planned and never delivered. **Late**: more than {speling:.0f} minutes after planner and
reader's own moment allowed it; after the mail server was away more than {na_de_post:.0f} hours after it was back, the
pause between two attempts. **After its cause**: delivered while what it is about no longer holds, or never did.
**Lapsed**: the cause went before the reminder could leave; {vervallen_verzonden} of these left just before.

Not in it: people who come, leave or choose anew how they are reminded, another mentor or regisseur, a gemeente's own
number of days, links in mails, addresses that are refused, PDFs; and between two moments nobody looks. How it works and
what it can't say is in docs/decisions/0023-simulated-year.md.
"""
FOUT = """
## What is wrong

"""


def report(verloop: Verloop) -> str:
    """Return it as Markdown."""
    opzet, uitslag = verloop.opzet, verloop.uitslag
    kop = KOP.format(
        vandaag=datetime.now(UTC),
        trajecten=verloop.dingen["traject"],
        deelnemers=verloop.dingen["deelname"],
        dagen=opzet.dagen,
        begin=opzet.begin,
        seed=opzet.seed,
        werkers=WERKERS,
        momenten=verloop.momenten,
        daden=verloop.daden,
        geweigerd=verloop.geweigerd,
        seconden=verloop.seconden,
        opbouw=verloop.opbouw,
        per_dag=per_day(verloop),
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        uitval="\n".join(_outages(verloop)),
        kills=verloop.kills,
        in_de_lucht=verloop.in_de_lucht,
        nachten=", ".join(map(str, verloop.boek.nachten)) or "none",
        regels="\n".join(_row(code, uitslag.tellingen[code]) for code in (regel.code for regel in REGELS))
        + "\n"
        + _row("**all**", uitslag.totaal),
        mails=verloop.mails,
        dubbele_mails=uitslag.dubbele_mails,
        zonder_kill=len(uitslag.fout["dubbel zonder kill"]),
        speling=SPELING.total_seconds() / 60,
        na_de_post=NA_DE_POST.total_seconds() / 3600,
        vervallen_verzonden=uitslag.totaal["verzonden, verviel"],
    )
    wrong = [f"- {name}: {it}" for name, those in uitslag.fout.items() for it in those[:20]]
    return kop + (FOUT + "\n".join(wrong) + "\n" if wrong else "")


def as_json(verloop: Verloop) -> str:
    """Return the figures in one line."""
    uitslag, opzet = verloop.uitslag, verloop.opzet
    return json.dumps(
        {
            "trajecten": verloop.dingen["traject"],
            "deelnemers": verloop.dingen["deelname"],
            "dagen": opzet.dagen,
            "kills": verloop.kills,
            "in_de_lucht": verloop.in_de_lucht,
            "mails": verloop.mails,
            "dubbele_mails": uitslag.dubbele_mails,
            **{name: uitslag.totaal[name] for name in KOLOMMEN},
            "dubbel_zonder_kill": len(uitslag.fout["dubbel zonder kill"]),
            "seconden": round(verloop.seconden),
            "seconden_per_dag": round(per_day(verloop), 1),
        }
    )


def per_day(verloop: Verloop) -> float:
    """Return how many real seconds a simulated day took."""
    return (verloop.seconden - verloop.opbouw) / verloop.opzet.dagen


KOLOMMEN = ("gepland", "verzonden", "dubbel", "verloren", "te laat", "na de oorzaak", "verviel")


def _row(name: str, telling: Counter[str]) -> str:
    return "| " + " | ".join([name, *(str(telling[kolom]) for kolom in KOLOMMEN)]) + " |"


def _outages(verloop: Verloop) -> list[str]:
    boek = verloop.boek
    rows = [f"| the planner killed and away | {_say(uitval)} |" for uitval in boek.planner_weg]
    rows += [f"| the mail server refuses connections | {_say(uitval)} |" for uitval in boek.post_weg]
    return rows + [f"| two planners and four workers at once | {_say(uitval)} |" for uitval in boek.dubbel]


def _say(uitval: Uitval) -> str:
    return " until ".join(f"{moment.astimezone(HIER):%Y-%m-%d %H:%M}" for moment in (uitval.van, uitval.tot))
