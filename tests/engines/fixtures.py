"""Fixtures with real processes. A conftest.py imports those its tests use.

    def test_a_killed_worker_loses_nothing(start_worker, mailbox):
        worker = start_worker()             # celery -A config worker, on the test database; ready when this returns
        ...                                 # commit rows, send tasks
        worker.kill()                       # SIGKILL to the whole group: a power cut
        start_worker()
        assert len(mailbox.wait_for(1)) == 1

`start_worker`, `start_beat` and `run_manage` see the test database (emptied after each test: commits are real), the
test broker (emptied before each test), the `mailbox` and a MEDIA_ROOT of their own. Everything started ends with the
test. With `clock` among the arguments, all of them and nothing else live at `clock.now()`: move it with
`clock.advance(days=1)` or `clock.set(moment)`; the test's own process keeps the real time.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from celery import Celery

from scripts import services
from scripts.processes import Process, wait_until
from tests.engines.clock import Clock
from tests.engines.mail import Mailbox

ROOT = Path(__file__).resolve().parents[2]
# Starting Python, Django and WeasyPrint on a busy machine of two cores.
START_WITHIN = 60.0


class Engine:
    """A running worker or beat."""

    def __init__(self, args: list[str], env: dict[str, str], log: Path) -> None:
        """Start it, with its output in `log`."""
        self.log_file = log
        with log.open("wb") as out:
            self.process = Process(args, env=env, cwd=ROOT, log=out)

    @property
    def pid(self) -> int:
        """The process id of the main process."""
        return self.process.pid

    @property
    def log(self) -> str:
        """What it printed so far."""
        return self.log_file.read_text(errors="replace")

    def wait_for_log(self, text: str, *, seconds: float = 20) -> None:
        """Return as soon as it printed that text; fail after that many seconds, or when it ended without."""
        wait_until(lambda: text in self.log or not self.alive(), seconds=seconds)
        assert text in self.log, f"no {text!r} in the output:\n{self.log[-3000:]}"

    def alive(self) -> bool:
        """Tell whether the main process runs."""
        return self.process.exit_code() is None

    def kill(self) -> None:
        """SIGKILL the main process and its children at once: nothing gets to clean up."""
        self.process.kill()

    def signal(self, number: int) -> None:
        """Send one signal to the main process alone."""
        self.process.popen.send_signal(number)

    def stop(self) -> None:
        """End it in an orderly way."""
        self.process.stop(grace=15)


def of_this_process(url: str) -> str:
    """Return a database of the broker that no other process of this test run uses: each empties its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{url.rsplit('/', 1)[0]}/{int(worker.removeprefix('gw')) + 1}" if worker else url


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """The URL of the broker: BROKER_URL, or an embedded one where that is not set. Never that of a running demo."""
    from config.celery import app  # noqa: PLC0415 - reads the settings, which pytest-django prepares

    with ExitStack() as stack:
        given = os.environ.get("BROKER_URL")
        url = of_this_process(given) if given else stack.enter_context(services.valkey())
        app.conf.broker_url = app.conf.broker_read_url = app.conf.broker_write_url = url
        yield url


@pytest.fixture
def celery(broker: str) -> Celery:
    """The Celery application of the test's own process, connected to the test broker, which is empty."""
    from config.celery import app  # noqa: PLC0415

    with app.connection_for_write() as connection:
        connection.default_channel.client.flushdb()
    return app


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that keeps what it is sent: `messages()`, `wait_for(2)`, `clear()`, `answer = "451 later"`."""
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """A clock for the processes of this test that can be moved; the test's own process keeps the real time."""
    return Clock(tmp_path / "clock")


@pytest.fixture
def engine_env(
    request: pytest.FixtureRequest,
    transactional_db: None,
    celery: Celery,
    broker: str,
    mailbox: Mailbox,
    tmp_path: Path,
) -> dict[str, str]:
    """The environment of every process of this test."""
    from django.conf import settings  # noqa: PLC0415 - pytest-django prepares them

    moved = request.getfixturevalue("clock").env() if "clock" in request.fixturenames else {}
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "BROKER_URL": broker,
        "EMAIL_URL": mailbox.url,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "PYTHONUNBUFFERED": "1",
        **moved,
    }


@pytest.fixture
def start(engine_env: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Start `python -m ...` as a process of this test: `start("celery", "-A", "config", "worker")`."""
    numbers = count(1)
    with ExitStack() as stack:

        def run(*args: str, env: dict[str, str] | None = None) -> Engine:
            log = tmp_path / f"{next(numbers)}-{args[0]}.log"
            engine = Engine([sys.executable, "-m", *args], engine_env | (env or {}), log)
            stack.callback(engine.stop)
            return engine

        yield run


@pytest.fixture
def start_worker(start: Callable[..., Engine]) -> Callable[..., Engine]:
    """Start a Celery worker: `start_worker(concurrency=1, include="tests.engines.probes")`; it is ready on return."""

    def run(*extra: str, concurrency: int = 1, include: str = "", env: dict[str, str] | None = None) -> Engine:
        args = ["celery", "-A", "config", "worker", "--loglevel", "INFO", "--concurrency", str(concurrency)]
        # Two workers of one name would be one to Celery's remote control.
        name = ["--hostname", f"{os.urandom(4).hex()}@%h"]
        worker = start(*args, *name, *(["--include", include] if include else []), *extra, env=env)
        worker.wait_for_log(" ready.", seconds=START_WITHIN)
        return worker

    return run


@pytest.fixture
def start_beat(start: Callable[..., Engine], tmp_path: Path) -> Callable[..., Engine]:
    """Start Celery's beat; it is ready on return. It sleeps `max_interval` seconds at most between two looks."""
    numbers = count(1)

    def run(*extra: str, max_interval: float = 1, env: dict[str, str] | None = None) -> Engine:
        state = tmp_path / f"beat-{next(numbers)}"
        args = ["celery", "-A", "config", "beat", "--loglevel", "DEBUG", "--pidfile", "", "--schedule", str(state)]
        beat = start(*args, "--max-interval", str(max_interval), *extra, env=env)
        # Its first look at the schedule: a clock moved before that would be where it begins to count.
        beat.wait_for_log("beat: Waking up in", seconds=START_WITHIN)
        return beat

    return run


@pytest.fixture
def run_manage(engine_env: dict[str, str]) -> Callable[..., str]:
    """Run a management command as a process of this test and return what it printed; it must succeed."""

    def run(*args: str) -> str:
        command = [sys.executable, "manage.py", *args]
        done = subprocess.run(command, cwd=ROOT, env=engine_env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def database_url() -> str:
    """Return the DATABASE_URL of the test database that this process uses."""
    from django.db import connection  # noqa: PLC0415

    config = connection.settings_dict
    if connection.vendor == "sqlite":
        assert Path(config["NAME"]).is_file(), "a database in memory cannot be shared with other processes"
        return f"sqlite:///{config['NAME']}"
    return f"postgres://{config['USER']}:{config['PASSWORD']}@{config['HOST']}:{config['PORT']}/{config['NAME']}"
