"""Who is at a piece of long work right now: a lock on a file, which the system lets go with its holder.

So nobody takes over what somebody alive is at, however long one transaction takes; and what a killed process
was at is free at once.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from exchange.progress import work_folder


@contextmanager
def at_it(work_id: UUID) -> Iterator[bool]:
    """Be the one who is at this piece, for the length of the block; False when somebody else is."""
    with _locked(f"{work_id}.lock") as mine:
        yield mine


@contextmanager
def one_at_a_time() -> Iterator[bool]:
    """Be the one worker that is at long work, so that the others go on with the clock's; False if one is."""
    with _locked("worker.lock") as mine:
        yield mine


@contextmanager
def _locked(name: str) -> Iterator[bool]:
    handle = os.open(work_folder() / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        yield False
        return
    try:
        yield True
    finally:
        os.close(handle)
