"""The processes of a simulation: planners and workers under the moved clock, killed and started, and when they rest.

The clock moves only while nothing is going on. A move of minutes in the middle of a task would make its claim look
like that of a dead worker, and another would take it over: what a real clock does in minutes, it does here in none.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any, cast

import redis

from scripts.install import ROOT
from scripts.processes import Process, end_with_parent, wait_until

RESTS_WITHIN = 300.0
# A message that nobody took in so many real seconds was taken by a worker that died before it could say so.
NOBODYS_AFTER = 3.0
# A planner looks this often, in real seconds: at what fell due since it looked last, once for each task.
LOOKS_EVERY = "beat.max_loop_interval=0.05"
TAAK = re.compile(r"Task [\w.]+\[([\w-]+)\] (\w+)")
KIJKT = "beat: Waking up"


class SimulatieFout(Exception):
    """The simulation itself went wrong: nothing can be said of what it measured."""


class Log:
    """What a process printed, read on from where it was read last."""

    def __init__(self, file: Path) -> None:
        """Start at the beginning."""
        self.file = file
        self._at = 0
        self._half = ""

    def fresh(self) -> list[str]:
        """Return the whole lines printed since the last time."""
        with self.file.open("rb") as source:
            source.seek(self._at)
            read = source.read()
        self._at += len(read)
        *lines, self._half = (self._half + read.decode(errors="replace")).split("\n")
        return lines


@dataclass
class Draait:
    """One running planner or worker, and what its log tells: which tasks it has, or how often it looked."""

    process: Process
    log: Log
    taken: set[str] = field(default_factory=set)
    keek: int = 0

    def read(self) -> None:
        """Take in what it printed since."""
        for line in self.log.fresh():
            if found := TAAK.search(line):
                (self.taken.add if found[2] == "received" else self.taken.discard)(found[1])
            self.keek += KIJKT in line


class Machine:
    """The planners and workers of one installation."""

    def __init__(self, env: dict[str, str], home: Path, broker: str) -> None:
        """Start nothing yet. `env` is what each of them gets, `home` where their logs go."""
        self.planners: list[Draait] = []
        self.werkers: list[Draait] = []
        # Tasks that died with their worker: their messages stay with the broker until it gives them out again.
        self.afgebroken: set[str] = set()
        self._unclaimed_since: float | None = None
        self._env, self._home = env, home
        self._broker: Any = redis.Redis.from_url(broker)
        self._numbers = count(1)
        self._stack = ExitStack()

    def start_planner(self) -> None:
        """Start a planner that knows what the one before it in this place had done; `rest` waits for its first look."""
        place = len(self.planners)
        state = str(self._home / f"beat-{place}")
        # The option --max-interval knows whole seconds alone.
        args = ["beat", "--loglevel", "DEBUG", "--pidfile", "", "--schedule", state, "--", LOOKS_EVERY]
        self.planners.append(self._start("beat", args))

    def start_werker(self) -> None:
        """Start a worker of one child, so that one mail at most is on its way when it is killed.

        It takes work once it is up; whoever is up already does that meanwhile.
        """
        name = f"w{next(self._numbers)}@%h"
        self.werkers.append(self._start("worker", ["worker", "--loglevel", "INFO", "-c", "1", "--hostname", name]))

    def kill_planner(self) -> None:
        """SIGKILL the planner that was started last."""
        self.planners.pop().process.kill()

    def kill_werker(self, choose: Callable[[list[Draait]], Draait]) -> None:
        """SIGKILL a worker and its child: one of those that have work, where there are any."""
        for werker in self.werkers:
            werker.read()
        werker = choose([werker for werker in self.werkers if werker.taken] or self.werkers)
        werker.process.kill()
        werker.read()
        self.afgebroken |= werker.taken
        self.werkers.remove(werker)

    def stop_werker(self) -> None:
        """End a worker in an orderly way."""
        self.werkers.pop(0).process.stop(grace=30)

    def has_work(self) -> bool:
        """Return whether a worker is at a task."""
        for werker in self.werkers:
            werker.read()
        return any(werker.taken for werker in self.werkers)

    def rest(self) -> None:
        """Wait until the planners looked at the clock as it is now, and all that follows from it is done."""
        for planner in self.planners:
            planner.read()
        seen = {id(planner): planner.keek for planner in self.planners}
        # Two looks: the first may have begun before the clock moved.
        self._wait(lambda: all(planner.keek >= seen[id(planner)] + 2 for planner in self._read(self.planners)))
        self.finish()

    def finish(self) -> None:
        """Wait until the workers did all there is."""
        self._wait(self._idle)

    def stop(self) -> None:
        """End everything."""
        self._stack.close()

    def _read(self, those: list[Draait]) -> Iterator[Draait]:
        for one in those:
            one.read()
            if one.process.exit_code() is not None:
                raise SimulatieFout(f"{one.log.file.name} ended: {one.log.file.read_text()[-2000:]}")
            yield one

    def _idle(self) -> bool:
        if self._broker.llen("celery"):
            return False
        held = {self._task_of(message) for message in self._broker.hvals("unacked")}
        busy = set().union(*(werker.taken for werker in self._read(self.werkers)))
        # One that was cut off and is with a living worker again is at work; one that ended there is over.
        self.afgebroken &= held | busy
        if busy or held <= self.afgebroken:
            self._unclaimed_since = None
            return not busy
        self._unclaimed_since = self._unclaimed_since or time.monotonic()
        if time.monotonic() - self._unclaimed_since > NOBODYS_AFTER:
            self.afgebroken |= held
        return False

    @staticmethod
    def _task_of(message: bytes) -> str:
        return str(json.loads(message)[0]["headers"]["id"])

    def _wait(self, condition: Callable[[], bool]) -> None:
        if not wait_until(condition, seconds=RESTS_WITHIN, every=0.01):
            busy = [werker.taken for werker in self.werkers]
            raise SimulatieFout(f"no rest: {busy}, cut off {self.afgebroken}, {self._broker.hlen('unacked')} held")

    def _start(self, kind: str, args: list[str]) -> Draait:
        file = self._home / f"{kind}-{next(self._numbers)}.log"
        with file.open("wb") as out:
            command = [sys.executable, "-m", "celery", "-A", "config", *args]
            process = Process(command, env=self._env, cwd=ROOT, log=out)
        self._stack.callback(process.kill)
        return Draait(process, Log(file))


class Mensen:
    """The people: a process of its own under the same clock, which does what people do when it is told to."""

    def __init__(self, env: dict[str, str], home: Path, *args: str) -> None:
        """Start it with those arguments; its log goes to `home`."""
        self._log = (home / "mensen.log").open("wb")
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "bench.simulatie.mensen", str(home), *args],
            env=env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - a single system call
        )

    def do(self, what: str) -> dict[str, Any]:
        """Have it do one thing, and return what it says about it."""
        to, back = cast("tuple[IO[str], IO[str]]", (self._popen.stdin, self._popen.stdout))
        to.write(f"{what}\n")
        to.flush()
        answer = back.readline()
        if not answer:
            raise SimulatieFout(f"people ended: {Path(self._log.name).read_text()[-3000:]}")
        told: dict[str, Any] = json.loads(answer)
        return told

    def stop(self) -> None:
        """End it."""
        self._popen.kill()
        self._popen.wait()
        self._log.close()
