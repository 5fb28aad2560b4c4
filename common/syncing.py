"""When a commit has to be on the disk before the work goes on.

Every commit of ours waits for the disk: what a page called saved outlives a power cut. A run of many small
steps need not wait after each of them: `lazily_synced` lets them pass, and `synced` inside it waits for one
of them and with it for all before. The end of a process loses nothing either way; a power cut takes back the
last steps, always from the end: a later step never outlives an earlier one.

On SQLite only. PostgreSQL was not faster for it, and what is set for a session there can reach a stranger's
through a pool of connections.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import DatabaseError, connection

# Of PRAGMA synchronous; NORMAL is safe with a WAL.
NORMAL, FULL = 1, 2

Synced = Callable[[], AbstractContextManager[None]]


@contextmanager
def lazily_synced() -> Iterator[Synced]:
    """Commits of this thread's connection do not wait for the disk until this ends; gives `synced`.

    Inside somebody's transaction there is nothing to choose: theirs is the commit. Nor where the database was
    told to wait longer or less than it does by itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block or not _waits():
        yield nullcontext
        return
    _wait(NORMAL)
    try:
        yield _synced
    finally:
        _wait_again()


@contextmanager
def _synced() -> Iterator[None]:
    """What is committed in here is on the disk when it ends."""
    _wait(FULL)
    try:
        yield
    finally:
        _wait(NORMAL)


def _waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return bool(cursor.fetchone()[0] == FULL)


def _wait(how: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={how}")


def _wait_again() -> None:
    """A connection that cannot be told is closed; the next one waits from its start."""
    try:
        _wait(FULL)
    except DatabaseError:
        connection.close()
