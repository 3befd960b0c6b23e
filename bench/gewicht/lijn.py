"""A phone's line on this machine: a relay before a server that counts what goes over it, and can be slow as a phone's.

It delays by half the round trip each way, and lets no more through than the line takes, all connections together. It
does not know of slow start or loss, and a connection is made at once, as one that stands already over HTTP/2.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# Small enough for connections to take turns on the line.
STUK = 4096


@dataclass(frozen=True)
class Profiel:
    """A line and a phone: milliseconds of round trip, kbit/s down and up, and how many times slower it computes."""

    naam: str
    rtt: float = 0
    neer: float = 0
    op: float = 0
    cpu: float = 1


# The line as Lighthouse throttles a phone, and WebPageTest's LTE; how slow the phone is, is found out (ijken.py).
SNEL = Profiel("not throttled")
TRAAG = Profiel("slow 4G", rtt=150, neer=1_600, op=750)
LTE = Profiel("LTE", rtt=70, neer=12_000, op=12_000)


class Richting:
    """One way over the line: when a piece is there, and how much went over it."""

    def __init__(self) -> None:
        self.bytes = 0
        self.rate = self.delay = self.free_at = 0.0

    def arrives(self, size: int, now: float) -> float:
        """Return the moment at which a piece of so many bytes is across."""
        self.bytes += size
        self.free_at = max(now, self.free_at) + (size * 8 / self.rate if self.rate else 0)
        return self.free_at + self.delay


class Lijn:
    """The relay. `neer.bytes` is what the browser received, headers included."""

    def __init__(self, port: int) -> None:
        """Relay to that port on this machine."""
        self.port, self.url = port, ""
        self.neer, self.op = Richting(), Richting()
        # asyncio keeps tasks weakly: without a hold on them they may vanish.
        self._tasks: set[asyncio.Task] = set()

    def wordt(self, profiel: Profiel) -> None:
        """Be as slow as that profile from now on."""
        for richting, rate in ((self.neer, profiel.neer), (self.op, profiel.op)):
            richting.rate, richting.delay = rate * 1000, profiel.rtt / 2000

    async def serve(self, ready: threading.Event) -> None:
        """Listen on a free port until cancelled."""
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        async with server:
            await server.serve_forever()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.port)
        for source, goal, richting in ((reader, there_writer, self.op), (there_reader, writer, self.neer)):
            queue: asyncio.Queue = asyncio.Queue()
            for work in (self._take(source, queue, richting), self._give(goal, queue)):
                task = asyncio.ensure_future(work)
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _take(self, source: asyncio.StreamReader, queue: asyncio.Queue, richting: Richting) -> None:
        loop = asyncio.get_running_loop()
        data = b"-"
        while data:
            try:
                data = await source.read(STUK)
            except ConnectionError:
                data = b""
            queue.put_nowait((richting.arrives(len(data), loop.time()), data))

    async def _give(self, goal: asyncio.StreamWriter, queue: asyncio.Queue) -> None:
        loop = asyncio.get_running_loop()
        while True:
            moment, data = await queue.get()
            await asyncio.sleep(max(0.0, moment - loop.time()))
            if not data or goal.is_closing():
                goal.close()
                return
            goal.write(data)


@contextmanager
def line_to(port: int) -> Iterator[Lijn]:
    """Relay to a port for the length of the block."""
    lijn, ready, loop = Lijn(port), threading.Event(), asyncio.new_event_loop()
    main = loop.create_task(lijn.serve(ready))

    def run() -> None:
        try:
            loop.run_until_complete(main)
        except asyncio.CancelledError:
            for task in asyncio.all_tasks(loop):
                task.cancel()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    yield lijn
    loop.call_soon_threadsafe(main.cancel)
    thread.join(10)
