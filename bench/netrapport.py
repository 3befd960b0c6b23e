"""`make netrapport`: run the net under access and write down how much of it there is, under docs/reports/."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTS = ROOT / "var" / "test" / "net"
TESTS = ["tests/toegang/test_cast.py", "tests/toegang/test_kruip.py", "tests/toegang/test_merken.py"]


def main() -> int:
    """Run the net, and write the report when it holds."""
    shutil.rmtree(COUNTS, ignore_errors=True)
    code = subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "2", *TESTS], cwd=ROOT).returncode
    if code:
        return code
    counts = [json.loads(path.read_text()) for path in sorted(COUNTS.glob("*.json"))]
    report = render([c for c in counts if "combinations" in c], [c for c in counts if "answers" in c])
    print(report)
    Path(ROOT, "docs", "reports", f"{date.today():%Y-%m-%d}-net.md").write_text(report)  # noqa: DTZ011 - a day
    return 0


def render(asked: list[dict], walked: list[dict]) -> str:
    """Return the report: combinations compared with the matrix, and what each person's walk passed."""
    combinations = sum(count["combinations"] for count in asked)
    answers, addresses = (sum(count[what] for count in walked) for what in ("answers", "addresses"))
    rows = [
        f"| {c['what'].removeprefix('walk: ')} | {c['addresses']} | {c['answers']} | {c['met']} | 0 | 0 |"
        for c in walked
    ]
    marks, fields, without = (max(count[what] for count in walked) for what in ("marks", "fields", "without"))
    return "\n".join(
        [
            "# The net under access",
            "",
            "Command: `make netrapport`. A leak, a closed door or an answer other than the matrix says fails the run.",
            "",
            f"**{combinations} combinations** of person, address and method (GET, HEAD, POST) were asked and compared",
            f"with the matrix, in {len(asked)} rounds: everyone of the cast at home and with numbers of the other",
            "gemeente, nobody, a closed account, and someone who left.",
            "",
            f"**{addresses} addresses** were walked and {answers} answers read: pages, parts, refused forms, sheets,",
            f"papers. In each of them, and in the logs, **{marks} marks** in {fields} personal fields were looked for;",
            f"{without} more fields can't hold a value of one participant alone: `tests/toegang/merken.py` says why.",
            "A mark was seen where the data lets that person see it, and nowhere else. Calendars and exports of lists",
            "do not exist yet.",
            "",
            "| who | addresses | answers | marks seen, all theirs to see | leaks | links to a closed door |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
