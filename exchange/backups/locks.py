"""Locks that end with whoever holds them, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Held together by whatever runs and writes, alone by what exchanges the database.
RUNNING = "running"


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Whether nobody else on this machine, thread or process, holds this file in here."""
    with _held(path, fcntl.LOCK_EX) as held:
        yield held


@contextmanager
def together(path: Path) -> Iterator[bool]:
    """Whether nobody holds this file alone in here; others may be in here too."""
    with _held(path, fcntl.LOCK_SH) as held:
        yield held


def together_for_good(path: Path) -> bool:
    """Like `together`, but until this process and all that it forked have ended."""
    handle = _open(path)
    if _is_free(handle, fcntl.LOCK_SH):
        return True  # nobody closes it
    os.close(handle)
    return False


@contextmanager
def _held(path: Path, how: int) -> Iterator[bool]:
    handle = _open(path)
    try:
        yield _is_free(handle, how)
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _is_free(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
