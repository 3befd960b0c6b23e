"""`make run`: the whole application on one machine, for trying out.

Starts what production has, each as a real process: broker, web, worker and beat. One that dies starts again after a
pause; Ctrl-C or SIGTERM ends them all. Data, mail and logs stay under var/ for the next run.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from inzicht.demoaccounts import ACCOUNTS, WACHTWOORD
from scripts.install import ROOT, VAR, stamp
from scripts.processes import Process, free_port, port_is_free, socket_accepts, wait_until
from scripts.services import ServiceError, valkey_command, valkey_url

LOGS = VAR / "log"
SOCKET = VAR / "broker.sock"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# A process that lived this long was sound: the next death is a new story, with a short pause again.
SOUND_AFTER = 60.0
READY_WITHIN = 90.0

# Of Bootstrap, one stylesheet is used; compressing the rest takes half a minute.
UNUSED = ["-*", ".css*", ".rtl.*"]
COLLECTSTATIC = ["collectstatic", "--no-input", *(f"--ignore=bootstrap{rest}" for rest in UNUSED)]


class RunError(Exception):
    """The demo cannot start; the message is one line."""


@dataclass
class Part:
    """One process of the application, and how its restarts go."""

    name: str
    args: list[str]
    ready: Callable[[], bool] = lambda: True
    process: Process | None = None
    pause: float = FIRST_PAUSE
    start_at: float = field(default_factory=time.monotonic)

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return LOGS / f"{self.name}.log"

    def start(self, env: dict[str, str]) -> None:
        """Start it, and give it a moment to be of use to those started after it."""
        with self.log.open("ab") as out:
            self.process = Process(self.args, env=env, cwd=ROOT, log=out)
        wait_until(self.ready, seconds=5)

    def plan_restart(self) -> None:
        """Clear away what is left of a dead process, and note when to start it again."""
        if self.process is None or self.process.exit_code() is None:
            return
        code, lived = self.process.exit_code(), time.monotonic() - self.process.started
        self.process.kill()  # a worker's children outlive their parent's SIGKILL
        self.process = None
        self.pause = FIRST_PAUSE if lived > SOUND_AFTER else self.pause
        log = self.log.relative_to(ROOT)
        say(f"{self.name} ended ({describe(code)}), starts again in {self.pause:.0f} s; see {log}")
        self.start_at = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Supervisor:
    """Starts the parts, starts again what dies, and ends them in reverse order."""

    def __init__(self, parts: list[Part], env: dict[str, str]) -> None:
        """Take the parts in the order in which to start them."""
        self.parts = parts
        self.env = env
        self.stopping = False

    def tick(self) -> None:
        """Look at every part once."""
        for part in self.parts:
            part.plan_restart()
            if part.process is None and time.monotonic() >= part.start_at:
                part.start(self.env)

    def watch(self) -> None:
        """Keep all parts alive until asked to stop."""
        while not self.stopping:
            self.tick()
            time.sleep(0.2)

    def wait_for(self, url: str) -> bool:
        """Start everything and return whether the application answers that it is ready."""

        def ready_or_stopping() -> bool:
            self.tick()
            return self.stopping or answers(url)

        return wait_until(ready_or_stopping, seconds=READY_WITHIN, every=0.2) and not self.stopping

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal: stop soon."""
        self.stopping = True

    def stop(self) -> None:
        """End all parts, the broker last: the others still talk to it while they end."""
        broker = [part for part in self.parts if part.name == "broker"]
        rest = [part for part in self.parts if part.name != "broker"]
        for group in (rest, broker):
            running = [part.process for part in group if part.process]
            for process in running:
                process.ask_to_stop()
            for process in running:
                process.stop(grace=10)


def describe(code: int | None) -> str:
    """Say how a process ended."""
    return f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def say(text: str) -> None:
    """Tell what happens, at once even when the output is a pipe."""
    print(f"leerwerk: {text}", flush=True)


def answers(url: str) -> bool:
    """Tell whether an address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own loopback address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def environment(port: int) -> dict[str, str]:
    """Return what the parts run with: the caller's settings, and the demo's for all that the caller left open."""
    mine = {
        "PORT": str(port),
        "DEBUG": "0",
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        # npm and Python programs of .venv, for whatever a part starts.
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    left_open = {
        "BROKER_URL": valkey_url(SOCKET),
        "EMAIL_URL": f"filemail:///{VAR / 'mail'}",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    return left_open | {name: value for name, value in os.environ.items() if value or name not in left_open} | mine


def parts(env: dict[str, str], *, own_broker: bool) -> list[Part]:
    """Return the processes of the application, in starting order."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "config"]
    broker = Part("broker", valkey_command(SOCKET, VAR / "broker"), ready=lambda: socket_accepts(SOCKET))
    application = [
        Part("web", [*python, "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]),
        Part("worker", [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"]),
        Part(
            "beat", [*celery, "beat", "--loglevel", "INFO", "--schedule", str(VAR / "beat-schedule"), "--pidfile", ""]
        ),
    ]
    return [broker, *application] if own_broker else application


def beside(home: Path) -> dict[str, str]:
    """Return what the demo runs with beside any other on this machine: a port of its own, and its files in `home`."""
    port = free_port()
    return {
        "MEDIA_ROOT": str(home / "media"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "DEMO": "1",
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # Playwright's loop runs in the thread that reads the database.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }


def manage(env: dict[str, str], *args: str) -> None:
    """Run a management command; its output shows only when it fails."""
    say(f"manage.py {args[0]}")
    done = subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise RunError(f"manage.py {args[0]} failed")


def prepare(env: dict[str, str]) -> None:
    """Bring database, static files and demo data up to date; each step does nothing where nothing is to be done."""
    manage(env, "migrate", "--no-input")
    with stamp(VAR / "static.stamp", static_sources()) as needed:
        if needed:
            manage(env, *COLLECTSTATIC)
    manage(env, "demo")


def static_sources() -> list[Path]:
    """Return the files that decide what collectstatic gives: ours, the packages' and the settings."""
    ours = sorted(path for path in ROOT.joinpath("static").rglob("*") if path.is_file())
    return [*ours, ROOT / "package-lock.json", ROOT / "requirements.txt", ROOT / "config" / "settings.py"]


def start_logs() -> None:
    """Begin new logs, and keep those of the run before."""
    LOGS.mkdir(parents=True, exist_ok=True)
    for log in LOGS.glob("*.log"):
        log.replace(log.with_suffix(".log.1"))


def take_checkout() -> IO[str]:
    """Return the lock that keeps a second demo out of this checkout's data, or refuse."""
    VAR.mkdir(exist_ok=True)
    lock = VAR.joinpath("run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RunError("this checkout already runs: end that one first, or use another checkout") from None
    return lock


def chosen_port() -> int:
    """Return PORT, or refuse when something else listens there."""
    text = os.environ.get("PORT", "") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise RunError(f"PORT={text} is not a port number")
    if not port_is_free(int(text)):
        raise RunError(f"port {text} is taken: choose another, for example: make run PORT={int(text) + 1}")
    return int(text)


def run() -> None:
    """Run the demo until a signal ends it."""
    lock = take_checkout()
    port = chosen_port()
    env = environment(port)
    prepare(env)
    start_logs()
    SOCKET.unlink(missing_ok=True)
    supervisor = Supervisor(parts(env, own_broker=not os.environ.get("BROKER_URL")), env)
    signal.signal(signal.SIGINT, supervisor.ask_to_stop)
    signal.signal(signal.SIGTERM, supervisor.ask_to_stop)
    signal.signal(signal.SIGHUP, supervisor.ask_to_stop)
    try:
        tell(supervisor, port)
        supervisor.watch()
    finally:
        say("stopping")
        supervisor.stop()
        lock.close()


def tell(supervisor: Supervisor, port: int) -> None:
    """Print the address and the accounts once the application is ready, or what is wrong when it is not."""
    if supervisor.wait_for(f"http://127.0.0.1:{port}/healthz/ready"):
        print(f"\nLeerwerk runs on http://127.0.0.1:{port}/   (Ctrl-C ends it)")
        # A passkey belongs to a name: browsers make none for a bare number.
        print(f"Passkeys work at http://localhost:{port}/\n\nDemo accounts:", flush=True)
        for account in ACCOUNTS:
            print(f"  {account.email:<34} {account.naam}, {account.partij}")
        print(f"  password of all: {WACHTWOORD}\n", flush=True)
    elif not supervisor.stopping:
        say(f"not ready after {READY_WITHIN:.0f} s; see {LOGS.relative_to(ROOT)}/")


def main() -> int:
    """Run from the command line; the exit code is 0 when ended on request."""
    # SIGINT too: a shell that starts us in the background has it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run()
    except (RunError, ServiceError) as error:
        print(f"leerwerk: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
