"""Send the same mails by a bare loop and by workers, and take the time of each."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from celery import Celery
from django.core.mail import EmailMessage, get_connection
from django.db.models import Max

from bench.post.vullen import waiting
from berichten.enums import BerichtStatus
from berichten.mail import build
from berichten.models import Bericht
from berichten.soorten import get_soort, look_up
from scripts.install import ROOT
from scripts.processes import Process, wait_until

SEND = "berichten.tasks.verstuur_wachtende"
WERKERS = (1, 2, 4)
# The bare loops: over one connection, with one for each mail, and with one for each mail that it makes first.
GEHOUDEN, PER_MAIL, GEMAAKT = "bare, one connection", "bare, a connection each", "bare, made and sent"
# One round of one way may take no longer (seconds).
GEDULD = 300


@dataclass
class Post:
    """The mails of one kind, and by which way they took how many seconds, round by round."""

    soort: str
    naam: str
    messages: list[EmailMessage]
    brieven: list[list[Bericht]]
    traag: bool = False
    seconden: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Wegen:
    """How mails can leave: the sink and what it wrote down, and per number of workers their Celery application."""

    server: Process
    sink: Path
    brokers: dict[int, Celery]

    def all(self) -> dict[str, Callable[[Post], float]]:
        """Return each way by its name."""
        ways: dict[str, Callable[[Post], float]] = {GEHOUDEN: bare_kept, PER_MAIL: bare_each, GEMAAKT: bare_made}
        for number, broker in self.brokers.items():
            ways[outbox(number)] = lambda post, number=number, broker=broker: by_workers(post, number, broker)
        return ways

    def taken(self) -> list[str]:
        """Return the Message-ID of each mail that the sink took."""
        return self.sink.read_text().splitlines()


def outbox(number: int) -> str:
    """Return the name of sending by so many workers."""
    return f"outbox, {number} worker{'s' if number > 1 else ''}"


def measure(post: Sequence[Post], wegen: Wegen, rounds: int) -> None:
    """Send all by every way in each round, another way first each time; the first round warms up."""
    ways = list(wegen.all().items())
    for number in range(-1, rounds):
        for kind in post:
            wegen.server.popen.send_signal(signal.SIGUSR1 if kind.traag else signal.SIGUSR2)
            turn = number % len(ways)
            for name, send in ways[turn:] + ways[:turn]:
                seconds = _whole(kind, send, wegen)
                if number >= 0:
                    kind.seconden.setdefault(name, []).append(seconds)


def bare_kept(post: Post) -> float:
    """Send over one connection, mail by mail."""
    started = time.time()
    connection = get_connection()
    connection.open()
    for message in post.messages:
        connection.send_messages([message])
    connection.close()
    return time.time() - started


def bare_each(post: Post) -> float:
    """Send as `EmailMessage.send` does: a connection for each mail."""
    started = time.time()
    for message in post.messages:
        get_connection().send_messages([message])
    return time.time() - started


def bare_made(post: Post) -> float:
    """Make each mail and send it, as code without an outbox would: nothing claimed, looked at again or marked."""
    started = time.time()
    look_up(bericht for brief in post.brieven for bericht in brief)
    for brief in post.brieven:
        delen = [(bericht, get_soort(bericht.soort).render(bericht)) for bericht in brief]
        get_connection().send_messages([build(delen)])
    return time.time() - started


def by_workers(post: Post, number: int, broker: Celery) -> float:
    """Wake the workers and return how long it took until the last row was marked as sent."""
    rows = waiting(post.soort)
    started = time.time()
    with broker.connection_for_write() as connection:
        for _ in range(number):
            broker.send_task(SEND, connection=connection)
    if not wait_until(lambda: not rows.exclude(status=BerichtStatus.VERZONDEN).exists(), seconds=GEDULD, every=0.2):
        raise SystemExit(f"{post.naam}: not all was sent in {GEDULD} seconds")
    last = rows.aggregate(last=Max("verzonden_op"))["last"]
    return float(last.timestamp() - started)


@contextmanager
def workers(url: str, home: Path) -> Iterator[dict[int, Celery]]:
    """Run a Celery worker of 1, of 2 and of 4 processes, each on a database of the broker of its own."""
    with ExitStack() as stack:
        brokers = {}
        for number in WERKERS:
            own = f"{url.rsplit('/', 1)[0]}/{number}"
            log = home / f"worker-{number}.log"
            args = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
            args += ["--concurrency", str(number), "--hostname", f"w{number}@bench"]
            with log.open("wb") as out:
                worker = Process(args, env={**os.environ, "BROKER_URL": own}, cwd=ROOT, log=out)
            stack.callback(worker.stop)
            if not wait_until(lambda log=log: " ready." in log.read_text(errors="replace"), seconds=60):
                raise SystemExit(log.read_text(errors="replace")[-3000:])
            brokers[number] = Celery(broker=own)
        yield brokers


def _whole(post: Post, send: Callable[[Post], float], wegen: Wegen) -> float:
    """Send once; fail unless the sink took every mail, and each of them once."""
    before = len(wegen.taken())
    seconds = send(post)
    wait_until(lambda: len(wegen.taken()) - before >= len(post.messages), seconds=5)
    taken = wegen.taken()[before:]
    expected = sorted(message.extra_headers["Message-ID"] for message in post.messages)
    if sorted(taken) != expected:
        raise SystemExit(f"{post.naam}: {len(taken)} mails, {len(set(taken))} different, of {len(expected)}")
    return seconds
