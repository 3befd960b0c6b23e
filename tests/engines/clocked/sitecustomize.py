"""Loaded at the start of every Python process that follows a moved clock (see tests/engines/clock.py).

Python sleeps until an absolute moment of the monotonic clock. libfaketime 0.9.10 corrects that moment by the offset of
the wall clock, even when told to leave the monotonic clock alone, and the call then fails with EINVAL. A wait for
nothing with a relative time-out is left alone.
"""

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex, /) -> None:
    """Sleep that many real seconds."""
    select.select([], [], [], float(seconds))


time.sleep = sleep
