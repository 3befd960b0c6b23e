"""Processes that end together with all they started: each in a group of its own, tied to the life of its parent."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies: even a SIGKILL of the parent leaves no orphan."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Process:
    """One command and everything it forks, as one process group."""

    def __init__(
        self,
        args: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        log: IO[bytes] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_signal: int = signal.SIGTERM,
    ) -> None:
        """Start the command; its output goes to `log`, or where ours goes. `user` is for root to step down to."""
        self.name = Path(args[0]).name
        self.stop_signal = stop_signal
        self.started = time.monotonic()
        self.popen = subprocess.Popen(
            [str(arg) for arg in args],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )

    @property
    def pid(self) -> int:
        """The process id of the first process, which is also the id of its group."""
        return self.popen.pid

    def exit_code(self) -> int | None:
        """Return how the first process ended (minus the signal, if by one), or None while it runs."""
        return self.popen.poll()

    def signal_group(self, number: int) -> None:
        """Send a signal to whatever is left of the group."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def kill(self) -> None:
        """End the whole group at once, as a power cut would."""
        self.signal_group(signal.SIGKILL)
        self.popen.wait()

    def ask_to_stop(self) -> None:
        """Ask the first process to end in an orderly way; it tells its own children."""
        if self.exit_code() is None:
            self.popen.send_signal(self.stop_signal)

    def stop(self, grace: float = 10) -> None:
        """End it: ask, wait `grace` seconds, then kill whatever is left of the group."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(grace)
        self.kill()


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Return True as soon as the condition holds, False when it did not within that many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return condition()


def free_port() -> int:
    """Return a loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def port_is_free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port."""
    with socket.socket() as probe:
        # As servers do: a connection that just ended does not make the port taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(port: int) -> bool:
    """Tell whether something accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def socket_accepts(path: Path) -> bool:
    """Tell whether something accepts connections on this Unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        return probe.connect_ex(str(path)) == 0
