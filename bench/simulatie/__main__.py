"""`make simulate`: a simulated year with real workers, planners, PostgreSQL, Redis and mail: docs/reports/.

The clock is moved from moment to moment of a script (`draaiboek.py`), people act in between, processes are killed, and
at the end what a mail server took is laid beside what arithmetic says was due (`orakel.py`). Ends with 1 when a
reminder was lost, late, sent after its cause went, or doubled without a kill that explains it.
"""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bench.simulatie.jaar import Opzet, simulate
from bench.simulatie.verslag import as_json, report
from scripts.install import ROOT


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trajecten", type=int, default=500, help="with 20 participants each")
    parser.add_argument("--dagen", type=int, default=365)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--begin", type=date.fromisoformat, default=date(2027, 1, 4))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bewaar", type=Path, help="keep logs, journal and outbox in this new folder")
    options = parser.parse_args()
    opzet = Opzet(options.trajecten, options.dagen, options.kills, options.begin, options.seed)
    verloop = simulate(opzet, home=options.bewaar, say=lambda line: print(line, file=sys.stderr, flush=True))
    text = report(verloop)
    Path(ROOT, "docs", "reports", f"{datetime.now(UTC):%Y-%m-%d}-simulatie.md").write_text(text)
    print(text, as_json(verloop), sep="\n")
    return 0 if verloop.uitslag.goed else 1


if __name__ == "__main__":
    sys.exit(main())
