"""`make gewicht`: what the main pages weigh, whether they move, and when a phone has something to see: docs/reports/.

Starts gunicorn on the demo's data, in a database of its own, behind a line that counts bytes and can be slow. Ends with
1 when a page is too heavy, moves, or asks anything of another site. The first paint is written down beside its limit
and beside a bare page in the same round, and fails nothing: a busy machine would decide it.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.gewicht.ijken import calibrate
from bench.gewicht.kaal import PAGINAS, bare_pages
from bench.gewicht.lijn import LTE, SNEL, TRAAG, Lijn, Profiel, line_to
from bench.gewicht.verslag import KAAL, Verf, report
from scripts.chromium import launch
from scripts.install import ROOT
from scripts.processes import Process, wait_until
from scripts.run import COLLECTSTATIC, answers, beside, manage

# Where first paint is measured besides the pages for who is not signed in: who, and which page.
VERF_BLADEN = (
    ("mentor@maatwerk.example", "/"),
    ("coordinator@waterstad.example", "/"),
    ("coordinator@waterstad.example", "/trajecten/"),
)


@contextmanager
def served() -> Iterator[int]:
    """Run Leerwerk with the demo's data for the length of the block; return its port."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leerwerk-gewicht-")))
        own = beside(home)
        engines = {
            "DATABASE_URL": f"sqlite:///{home / 'leerwerk.sqlite3'}",
            "BROKER_URL": "memory://",
            "EMAIL_URL": "memorymail://",
        }
        os.environ.update(own | engines)
        for steps in (COLLECTSTATIC, ["migrate", "--no-input"], ["demo"]):
            manage(dict(os.environ), *steps)
        log = stack.enter_context((home / "web.log").open("wb"))
        web = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
        stack.callback(Process(web, env=dict(os.environ), cwd=ROOT, log=log).stop)
        if not wait_until(lambda: answers(f"{own['SITE_URL']}/healthz/ready"), seconds=60):
            raise SystemExit((home / "web.log").read_text()[-3000:])
        yield int(own["PORT"])


def paint(browser: Browser, lijn: Lijn, bare: Lijn, profiel: Profiel, rounds: int) -> list[Verf]:
    """Return, per page of ours and per bare page, what each kind of visit saw in each round, all in turn."""
    from bench.gewicht.meten import bladen, known_visits, phone, sign_in, visit  # noqa: PLC0415

    lijn.wordt(SNEL)
    states = {who: sign_in(browser, lijn.url, who) for who, _path in VERF_BLADEN}
    rows = [Verf(profiel, KAAL, path, bare, None) for path in PAGINAS]
    rows += [Verf(profiel, "nobody", path, lijn, None) for path in bladen()[""].values()]
    rows += [Verf(profiel, who, path, lijn, states[who]) for who, path in VERF_BLADEN]
    for _round in range(rounds):
        for row in rows:
            first, known = known_visits(browser, row.lijn, row.state, row.pagina, profiel)
            row.eerst.append(first)
            row.bekend.append(known)
            if row.state:
                with phone(browser, row.lijn, row.state) as emptied:
                    row.leeg.append(visit(emptied, row.lijn, row.pagina, profiel))
    return rows


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rondes", type=int, default=5)
    rounds = parser.parse_args().rondes
    with served() as port, bare_pages() as bare_port, line_to(port) as lijn, line_to(bare_port) as bare:
        import django  # noqa: PLC0415 - the environment must say first which database it is

        django.setup()
        from bench.gewicht.meten import too_much, weigh  # noqa: PLC0415

        with sync_playwright() as playwright:
            browser = launch(playwright)
            weights = weigh(browser, lijn)
            index, cpu = calibrate(browser)
            profielen = [replace(profiel, cpu=cpu) for profiel in (TRAAG, LTE)]
            rows = [row for profiel in profielen for row in paint(browser, lijn, bare, profiel, rounds)]
            browser.close()
    text, wrong = report(weights, rows, index), too_much(weights)
    Path(ROOT, "docs", "reports", f"{date.today():%Y-%m-%d}-gewicht.md").write_text(text)  # noqa: DTZ011 - a day
    print(text, *wrong, sep="\n")
    for row in rows:
        print(json.dumps(row.cijfers))
    print(json.dumps({"paginas": len(weights), "te_veel": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
