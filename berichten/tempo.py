"""How many mails a worker takes up at once: as many as leave in a moment. Of a slow mail server that is one."""

import time
from datetime import timedelta

# What was looked up for a mail is no older than this when it leaves.
VENSTER = timedelta(seconds=0.5)
# More gain nothing, and each that is held by a worker that is killed waits until its claim is over.
MEESTE = 50


class Tempo:
    """The pace of one task. It begins with one mail, and begins anew after each failure."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._begun = 0.0
        self._left = 0

    def next(self, now: float) -> int:
        """Return how many mails to take up at this reading of the clock, by how fast the last ones left."""
        # Half of what fits: a mail that takes a little longer need not break off a batch.
        fits = self._left * VENSTER.total_seconds() / 2 / max(now - self._begun, 1e-6)
        self._begun, self._left = now, 0
        return max(1, min(MEESTE, int(fits)))

    def left(self, mails: int) -> None:
        """Learn that so many mails left without a failure."""
        self._left = mails

    def is_over(self) -> bool:
        """Return whether what was looked up for these mails has become too old to go by."""
        return time.monotonic() - self._begun > VENSTER.total_seconds()
