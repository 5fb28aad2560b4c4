"""Locks that end with whoever holds them, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


@contextmanager
def _held(path: Path, how: int) -> Iterator[bool]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _is_free(handle, how)
    finally:
        os.close(handle)


def _is_free(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
