"""`make bench-deadlines`: time to find what is due among a million open deadlines and a thousand: docs/reports/.

Two databases on one private PostgreSQL, in each a hundred things due for each rule. In each round every rule is asked
in both, the one first and then the other. Ends with 1 when a rule with an index takes over twice as long among the
million, or when EXPLAIN names another index than it should.
"""

import argparse
import json
import os
import secrets
import sys
from datetime import date
from pathlib import Path

from scripts.install import ROOT
from scripts.services import postgresql


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groot", type=int, default=1_000_000, help="open deadlines of each sort")
    parser.add_argument("--klein", type=int, default=1_000)
    parser.add_argument("--verteld", type=int, default=20_000, help="agreements past their day that were told before")
    parser.add_argument("--rondes", type=int, default=9)
    options = parser.parse_args()
    with postgresql() as server:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": server.url("postgres"),
            "BROKER_URL": "memory://",
            "SECRET_KEY": secrets.token_urlsafe(50),
        }
        import django  # noqa: PLC0415 - the settings take the database from the environment

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        from bench.deadlines import verslag  # noqa: PLC0415
        from bench.deadlines.meten import connect, measure, questions, told  # noqa: PLC0415
        from bench.deadlines.vullen import fill  # noqa: PLC0415

        sizes = (options.klein, options.groot)
        for size in sizes:
            server.create(f"deadlines_{size}")
            connect(f"deadlines_{size}")
            call_command("migrate", verbosity=0)
            fill(size)
        asked = questions()
        for number in range(options.rondes):
            for size in sizes if number % 2 else sizes[::-1]:
                connect(f"deadlines_{size}")
                for vraag in asked:
                    for warm in (False, True):
                        measure(vraag, size, warm=warm)
        connect(f"deadlines_{options.groot}")
        for vraag in asked:
            vraag.plan = vraag.query().explain(analyze=True, costs=False)
        known = told(options.verteld)
    text, wrong = verslag.report(asked, sizes, known)
    Path(ROOT, "docs", "reports", f"{date.today():%Y-%m-%d}-deadlines.md").write_text(text)  # noqa: DTZ011 - a day
    print(text)
    for vraag in asked:
        print(json.dumps(verslag.figures(vraag, sizes)))
    print(json.dumps({"verteld": known, "te_traag_of_zonder_index": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
