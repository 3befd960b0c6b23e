"""One moved clock for many processes, by Debian's libfaketime."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

LIBRARY = Path("/usr/lib", os.uname().machine + "-linux-gnu", "faketime", "libfaketime.so.1")


class Clock:
    """A clock that runs at its own offset from the real one; every process started with `env()` follows it.

    An offset, not a moment: a moment would start to run anew in each process, and they would disagree. A process sees a
    move at its next look at the time; what it sleeps or waits for meanwhile takes its real time.
    """

    def __init__(self, file: Path) -> None:
        """Keep the offset in that file; it starts at zero."""
        self.file = file
        self.offset = timedelta()
        self._write()

    def advance(self, **step: float) -> None:
        """Move on by timedelta arguments, for example `advance(days=3, hours=1)`."""
        self.offset += timedelta(**step)
        self._write()

    def set(self, moment: datetime) -> None:
        """Make it that moment now."""
        self.offset = moment - datetime.now(UTC)
        self._write()

    def now(self) -> datetime:
        """Return the time that the processes see."""
        return datetime.now(UTC) + self.offset

    def env(self) -> dict[str, str]:
        """Return the environment that makes a process follow this clock."""
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            # Read the file at each look at the time, not every ten seconds.
            "FAKETIME_NO_CACHE": "1",
            # Timers and time-outs measure real durations: moving those would fire or freeze them all at once.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Python's threads take turns by such a time-out as well, which is then over at once: two that both have
            # work do little but take turns, and a page takes a quarter of a minute.
            "GUNICORN_CMD_ARGS": "--threads 1",
            # Brings the sitecustomize.py that repairs time.sleep under the line above.
            "PYTHONPATH": str(Path(__file__).parent / "clocked"),
        }

    def _write(self) -> None:
        """Write the offset in one step: a reader sees the old or the new one, never half a line."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{self.offset.total_seconds():+.3f}\n")
        fresh.replace(self.file)
