"""`make aanvallen`: play the attack list against a really running server, on loopback and on data of its own.

Starts a PostgreSQL, a Redis, gunicorn with two processes, a worker and a mail server, loads the demo (two gemeentes),
and tries every attack. Prints a table and JSON, writes docs/reports/, and ends with 1 when any attack succeeds.
"""

import json
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench.aanvallen.aanbieder import Aanbieder
from scripts import services
from scripts.install import ROOT
from scripts.processes import Process, wait_until
from scripts.run import answers, beside, manage
from tests.engines.mail import Mailbox

if TYPE_CHECKING:
    from bench.aanvallen.doel import Doel, Uitkomst


@contextmanager
def target() -> Iterator["Doel"]:
    """Run Leerwerk with the demo's data for the length of the block."""
    with ExitStack() as stack:
        cluster = stack.enter_context(services.postgresql())
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leerwerk-aanvallen-")))
        mailbox = Mailbox()
        stack.callback(mailbox.close)
        aanbieder = stack.enter_context(closing(Aanbieder()))
        engines = {
            "DATABASE_URL": cluster.create("leerwerk"),
            "BROKER_URL": stack.enter_context(services.redis()),
            "EMAIL_URL": mailbox.url,
        }
        own = beside(home) | engines | aanbieder.env()
        os.environ.update(own)
        for steps in (["migrate", "--no-input"], ["demo"]):
            manage(dict(os.environ), *steps)
        web = ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
        worker = ["celery", "-A", "config", "worker", "--concurrency", "1"]
        for args in (web, worker):
            log = stack.enter_context((home / f"{args[0]}.log").open("wb"))
            process = Process([sys.executable, "-m", *args], env=dict(os.environ), cwd=ROOT, log=log)
            stack.callback(process.stop)
        if not wait_until(lambda: answers(f"{own['SITE_URL']}/healthz/ready"), seconds=60):
            raise SystemExit((home / "gunicorn.log").read_text()[-3000:])
        yield _doel(own["SITE_URL"], mailbox, aanbieder)


def _doel(url: str, mailbox: Mailbox, aanbieder: Aanbieder) -> "Doel":
    import django  # noqa: PLC0415 - the environment must say first which database it is

    django.setup()
    logging.getLogger().setLevel(logging.ERROR)
    from bench.aanvallen.doel import Doel  # noqa: PLC0415

    return Doel(
        url, lambda to: [mail.get_body(("plain",)).get_content() for mail in mailbox.messages(to=to)], aanbieder
    )


def report(outcomes: list["Uitkomst"]) -> str:
    """Return the table of a run as Markdown."""
    lines = ["| attack | tries | answers | succeeded |", "|---|---|---|---|"]
    for outcome in outcomes:
        said = ", ".join(f"{answer} ({n})" for answer, n in outcome.answers.most_common(8))
        lines.append(f"| {outcome.naam} | {outcome.tries} | {said} | {len(outcome.succeeded)} |")
    return "\n".join(lines)


def main() -> int:
    """Run from the command line; arguments are parts of names of attacks, to play those alone."""
    with target() as doel:
        from bench.aanvallen.lijst import play  # noqa: PLC0415

        outcomes = play(doel, sys.argv[1:])
    table = report(outcomes)
    today = datetime.now(UTC).date().isoformat()
    total, broken = sum(outcome.tries for outcome in outcomes), [o for o in outcomes if not o.held]
    if not sys.argv[1:]:
        text = (
            f"# Attack list, {today}\n\n`make aanvallen`: {len(outcomes)} attacks, {total} tries, "
            f"{len(broken)} succeeded. A server with two processes and a worker on PostgreSQL and Redis, with the data "
            f"of the demo.\n\n{table}\n"
        )
        folder = ROOT / "docs" / "reports"
        folder.mkdir(exist_ok=True)
        (folder / f"{today}-aanvallen.md").write_text(text)
    print(table)
    for outcome in broken:
        print(f"\n{outcome.naam}: {len(outcome.succeeded)} of {outcome.tries}")
        print("\n".join(f"  {line}" for line in outcome.succeeded[:15]))
    print(json.dumps({"attacks": len(outcomes), "tries": total, "succeeded": [o.naam for o in broken]}))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
