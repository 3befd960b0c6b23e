"""One simulated stretch of time, from an empty database to the figures."""

import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as hour
from pathlib import Path

from bench.simulatie import draaiboek, journaal, orakel
from bench.simulatie.draaiboek import Draaiboek, Moment, Uitval, Wat
from bench.simulatie.machine import Machine, Mensen, SimulatieFout
from bench.simulatie.postbus import Postbus
from bench.simulatie.regels import Wens
from scripts.install import ROOT
from scripts.processes import wait_until
from scripts.services import postgresql, redis
from tests.engines.clock import Clock

PER_TRAJECT = 20
WERKERS = 2
# So slow the mail server says yes while a worker is about to be killed, in real seconds.
TRAAG = 0.25
# What a kill waits for: this many mails of the moment, or so many real seconds.
MAILS_VOOR_EEN_KILL = 4
WACHT_OP_MAIL = 3.0
WACHT_OP_WERK = 2.0


@dataclass(frozen=True)
class Opzet:
    """How large, how long, how often killed; from which day on, by which chance."""

    trajecten: int
    dagen: int
    kills: int
    begin: date
    seed: int = 1


@dataclass
class Verloop:
    """What was simulated, what came of it, and how long it took in real seconds."""

    opzet: Opzet
    boek: Draaiboek
    dingen: dict[str, int]
    uitslag: orakel.Uitslag
    mails: int
    daden: int
    geweigerd: int
    kills: int
    in_de_lucht: int
    momenten: int
    seconden: float
    opbouw: float


@dataclass
class Teller:
    """What was done so far."""

    kills: list[datetime] = field(default_factory=list)
    in_de_lucht: int = 0
    gedaan: int = 0
    geweigerd: int = 0


def simulate(opzet: Opzet, *, home: Path | None = None, say: Callable[[str], None] = print) -> Verloop:
    """Simulate it and return what came of it; `home` keeps what was written, `say` hears how far it is."""
    started = time.monotonic()
    boek = draaiboek.write(begin=opzet.begin, dagen=opzet.dagen, kills=opzet.kills, seed=opzet.seed)
    with ExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leerwerk-simulatie-")))
        folder.mkdir(parents=True, exist_ok=True)
        jaar = stack.enter_context(_built(opzet, boek, folder))
        built = time.monotonic() - started
        say(f"{jaar.begin['dingen']} after {built:.0f} s")
        jaar.run(say)
        return jaar.verloop(time.monotonic() - started, built)


@contextmanager
def _built(opzet: Opzet, boek: Draaiboek, home: Path) -> Iterator["Jaar"]:
    """Bring servers, fill the database on the evening before the first day, start planner, workers and people."""
    with ExitStack() as stack:
        clock = Clock(home / "klok")
        clock.set(boek.begin)
        post = Postbus(clock.now)
        stack.callback(post.down)
        broker = stack.enter_context(redis())
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": stack.enter_context(postgresql()).url("postgres"),
            "BROKER_URL": broker,
            "EMAIL_URL": post.url,
            "MEDIA_ROOT": str(home / "media"),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PYTHONUNBUFFERED": "1",
        } | clock.env()
        for command in (["migrate", "--no-input"], ["seed", "--deelnemers", str(opzet.trajecten * PER_TRAJECT)]):
            _manage(env, *command)
        mensen = Mensen(env, home, str(opzet.seed))
        stack.callback(mensen.stop)
        begin = mensen.do("begin")
        machine = Machine(env, home, broker)
        stack.callback(machine.stop)
        for _ in range(WERKERS):
            machine.start_werker()
        machine.start_planner()
        machine.rest()
        yield Jaar(opzet, boek, home, clock, post, mensen, machine, begin)


def _manage(env: dict[str, str], *args: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *args], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SimulatieFout(f"{args[0]} failed: {done.stderr[-3000:]}")


@dataclass
class Jaar:
    """All that runs, and what was done so far."""

    opzet: Opzet
    boek: Draaiboek
    home: Path
    clock: Clock
    post: Postbus
    mensen: Mensen
    machine: Machine
    begin: dict[str, dict[str, int]]
    teller: Teller = field(default_factory=Teller)

    def run(self, say: Callable[[str], None]) -> None:
        """Go from moment to moment."""
        self._chance = random.Random(f"kills {self.opzet.seed}")
        started, day = time.monotonic(), None
        for moment in self.boek.momenten:
            if moment.op.date() != day:
                day = moment.op.date()
                say(f"{day} {time.monotonic() - started:.0f} s, {len(self.post.bezorgd)} mails")
            self._come_to(moment)
        self.machine.rest()

    def verloop(self, seconds: float, built: float) -> Verloop:
        """Lay what was delivered beside what was due."""
        self.mensen.do("rijen")
        rijen = [orakel.Rij(*row) for row in json.loads((self.home / "rijen.json").read_text())]
        what_they_did = journaal.read((self.home / "journaal.jsonl").read_text().splitlines())
        eind = self.clock.now()
        # Nobody looks before the first midnight.
        before = Uitval(self.boek.begin, orakel.midnight(self.opzet.begin))
        gang = orakel.Gang(eind, (before, *self.boek.planner_weg), self.boek.post_weg, self.teller.kills)
        oorzaken = orakel.causes(what_they_did, eind)
        return Verloop(
            opzet=self.opzet,
            boek=self.boek,
            dingen=self.begin["dingen"],
            uitslag=orakel.compare(oorzaken, self._wensen(), rijen, self.post.bezorgd, gang),
            mails=len(self.post.bezorgd),
            daden=self.teller.gedaan,
            geweigerd=self.teller.geweigerd,
            kills=len(self.teller.kills),
            in_de_lucht=self.teller.in_de_lucht,
            momenten=len(self.boek.momenten),
            seconden=seconds,
            opbouw=built,
        )

    def _wensen(self) -> dict[int, Wens]:
        def at(text: str | None) -> hour | None:
            return hour.fromisoformat(text) if text else None

        wensen: dict[str, tuple[str, str | None, str | None]] = self.begin["wensen"]  # type: ignore[assignment]
        return {int(pk): Wens(ritme, at(van), at(tot)) for pk, (ritme, van, tot) in wensen.items()}

    def _come_to(self, moment: Moment) -> None:
        """Let the clock be at a moment, let all that follows come to rest, and have happen what happens then."""
        if moment.wat is Wat.KILL_POST:
            self.post.delay = TRAAG
        had = len(self.post.bezorgd)
        # Real time went on as well, and the clock never goes back.
        if moment.op > self.clock.now():
            self.clock.set(moment.op)
        if moment.wat in {Wat.KILL_POST, Wat.KILL_PLAN}:
            self._kill(moment.wat, had)
        self.machine.rest()
        self._happen(moment.wat)

    def _happen(self, wat: Wat) -> None:
        match wat:
            case Wat.VROEG | Wat.OVERDAG:
                told = self.mensen.do("vroeg" if wat is Wat.VROEG else "overdag")
                self.teller.gedaan += told["gedaan"]
                self.teller.geweigerd += told["geweigerd"]
                self.machine.finish()
            case Wat.PLANNER_WEG:
                self.machine.kill_planner()
            case Wat.PLANNER_TERUG:
                self.machine.start_planner()
            case Wat.POST_WEG:
                self.post.down()
            case Wat.POST_TERUG:
                self.post.up()
            case Wat.DUBBEL_AAN:
                self.machine.start_planner()
                for _ in range(WERKERS):
                    self.machine.start_werker()
            case Wat.DUBBEL_UIT:
                self.machine.kill_planner()
                for _ in range(WERKERS):
                    self.machine.stop_werker()

    def _kill(self, wat: Wat, had: int) -> None:
        """Kill a worker in the middle of its work: with mails going out, or at a task."""
        if wat is Wat.KILL_POST:
            enough = had + self._chance.randrange(1, MAILS_VOOR_EEN_KILL + 1)
            wait_until(lambda: len(self.post.bezorgd) >= enough, seconds=WACHT_OP_MAIL, every=0.005)
        else:
            wait_until(self.machine.has_work, seconds=WACHT_OP_WERK, every=0.005)
            # Anywhere in the task, so short as it is.
            time.sleep(self._chance.random() * 0.2)
        self.machine.kill_werker(self._chance.choice)
        now = self.clock.now()
        self.teller.kills.append(now)
        self.teller.in_de_lucht += any(now - mail.op <= timedelta(seconds=TRAAG) for mail in self.post.bezorgd[had:])
        self.post.delay = 0.0
        self.machine.start_werker()
