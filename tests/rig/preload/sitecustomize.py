"""Loaded by every process under the moved clock: sleeping that libfaketime leaves alone.

libfaketime moves the deadline of clock_nanosleep even when the monotonic clock is not moved, so time.sleep
fails with EINVAL. Waiting in select() takes a length instead of a deadline and is untouched.
"""

import select
import time


def sleep(seconds: float, /) -> None:
    """As time.sleep: at least `seconds`, going on after a signal."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = sleep
