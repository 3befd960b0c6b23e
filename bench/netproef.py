"""`make netproef`: break one guard at a time in a copy of the tree, and see which test catches it.

Each breakage is a mistake that a tired developer could make. One that no test catches, or that no longer fits the code,
fails the command. The copy is thrown away; the tree itself is never touched. Leaves a report under docs/reports/.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Breakage:
    """One mistake: what it is, the file with the text before and after, and the tests that should notice."""

    what: str
    path: str
    before: str
    after: str
    tests: tuple[str, ...]


BREAKAGES = (
    Breakage(
        "a view without a guard: only signed in",
        "deelnemers/views/checkins.py",
        "@toegang(Signaal)\ndef",
        "def",
        ("tests/toegang/test_matrix.py",),
    ),
    Breakage(
        "visible_to that forgets the gemeente",
        "deelnemers/querysets.py",
        'def visible_to(self, user: "User") -> "CheckinQuerySet":',
        'def visible_to(self, user: "User") -> "CheckinQuerySet":\n        return self.all()',
        ("tests/toegang/test_cast.py",),
    ),
    Breakage(
        "one relation too many in the matrix",
        "toegang/matrix.py",
        '"deelnemers:signaal_afhandelen": Regel(schrijven=DOSSIER)',
        '"deelnemers:signaal_afhandelen": Regel(schrijven=DOSSIER | {R.EIGEN_MENTOR})',
        ("tests/config/test_toegangstabel.py",),
    ),
    Breakage(
        "a template that prints from the row instead of the card",
        "templates/deelnemers/_deelname.html",
        "{% else %}{{ deelname.traject }}{% endif %}",
        "{% else %}{{ deelname.traject }} {{ deelname.deelnemer.achternaam }}{% endif %}",
        ("tests/deelnemers/test_kanaries.py", "-k", "werkgever"),
    ),
    Breakage(
        "a file that shows an employer everything",
        "deelnemers/zichtbaarheid.py",
        "    return frozenset().union(*(VELDEN.get(relatie, frozenset()) for relatie in relaties))",
        "    return ALLES if relaties else frozenset()",
        ("tests/deelnemers/test_zichtbaarheid.py", "tests/deelnemers/test_kanaries.py", "-k", "werkgever"),
    ),
    Breakage(
        "a list that prints the own number of the gemeente for a mentor",
        "templates/deelnemers/_contact.html",
        '<p class="lw-stil">{{ contact.deelname.traject }}</p>',
        '<p class="lw-stil">{{ contact.deelname.traject }} {{ contact.deelname.deelnemer.kenmerk }}</p>',
        ("tests/toegang/test_kruip.py", "-k", "see_it and mentor"),
    ),
    Breakage(
        "a log that keeps the days of a placement",
        "deelnemers/audit.py",
        "track(Plaatsing, ",
        'track(Plaatsing, open_velden=("start", "eind"), ',
        ("tests/toegang/test_kruip.py", "-k", "see_it and expert"),
    ),
    Breakage(
        "a guard that lets every method through",
        "toegang/guard.py",
        "    if not request.relaties & allowed:",
        '    if request.method == "GET" and not request.relaties & allowed:',
        ("tests/toegang/test_cast.py",),
    ),
    Breakage(
        "a new address without a row in the matrix",
        "partijen/urls.py",
        '    path("nieuw/", views.nieuw, name="nieuw"),\n',
        '    path("nieuw/", views.nieuw, name="nieuw"),\n    path("alles/", views.lijst, name="alles"),\n',
        ("tests/toegang/test_matrix.py",),
    ),
    Breakage(
        "a mail that names the participant",
        "deelnemers/signalen.py",
        "alineas=(intro, wat),",
        "alineas=(intro, wat, str(signaal.checkin.deelname.deelnemer)),",
        ("tests/berichten/test_persoonsgegevens.py",),
    ),
)


def main() -> int:
    """Run every breakage, print and write the report, and return 1 when one was not caught."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "tree")
        _copy_to(copy)
        _must_be_sound(copy)
        rows = [_try(copy, breakage) for breakage in BREAKAGES]
    report = _report(rows)
    print(report)
    Path(ROOT, "docs", "reports", f"{date.today():%Y-%m-%d}-netproef.md").write_text(report)  # noqa: DTZ011 - a day
    return 0 if all(caught for _breakage, caught, _seconds in rows) else 1


def _copy_to(copy: Path) -> None:
    # New files count as well: the copy is the tree as it stands.
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (source := ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy / name)
    (copy / "node_modules").symlink_to(ROOT / "node_modules")


def _must_be_sound(copy: Path) -> None:
    """Stop when a test fails on what is not broken: it would seem to catch everything."""
    tests = sorted({test for b in BREAKAGES for test in b.tests if test.endswith(".py")})
    if failed := _failures(copy, tests):
        sys.exit(f"not a proof: {failed} fails before anything is broken")


def _failures(copy: Path, tests: Iterable[str]) -> list[str]:
    """Return the tests that failed; one that could not be run caught nothing, and stops the command."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not postgresql", "-p", "no:cacheprovider", *tests]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, env=env)
    failed = [line.split(" ")[1] for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    if done.returncode and not failed:
        sys.exit(f"the tests could not be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed


def _try(copy: Path, breakage: Breakage) -> tuple[Breakage, list[str], float]:
    path, begin = copy / breakage.path, time.monotonic()
    sound = path.read_text()
    if breakage.before not in sound:
        sys.exit(f"{breakage.path} has changed: rewrite the breakage '{breakage.what}'")
    path.write_text(sound.replace(breakage.before, breakage.after, 1))
    caught = _failures(copy, breakage.tests)
    path.write_text(sound)
    return breakage, caught, time.monotonic() - begin


def _report(rows: list[tuple[Breakage, list[str], float]]) -> str:
    lines = [
        "# What the net catches",
        "",
        "Command: `make netproef`. One guard is broken at a time, in a copy.",
        "",
        "| broken on purpose | where | caught by | seconds |",
        "| --- | --- | --- | --- |",
        *(
            f"| {b.what} | `{b.path}` | {f'`{caught[0]}`' if caught else '**not caught**'} | {seconds:.0f} |"
            for b, caught, seconds in rows
        ),
        "",
        f"{sum(bool(caught) for _b, caught, _s in rows)} of {len(rows)} caught.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
