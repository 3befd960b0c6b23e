"""Tasks that leave traces in a file, for tests of the engines: `start_worker(include="tests.engines.probes")`."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from celery import shared_task


@shared_task(name="probes.leave_trace")
def leave_trace(path: str, name: str, seconds: float = 0) -> None:
    """Write that it starts, by which process and at what time it sees; work that long; write that it is done."""
    append(path, f"start {name} {os.getpid()} {datetime.now(UTC).isoformat()}")
    time.sleep(seconds)
    append(path, f"done {name} {os.getpid()} {datetime.now(UTC).isoformat()}")


def append(path: str, line: str) -> None:
    """Add one line in one write, so that processes do not mix theirs."""
    with Path(path).open("a") as out:
        out.write(f"{line}\n")
