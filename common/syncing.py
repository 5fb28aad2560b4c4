"""When a commit has to be on the disk before the work goes on.

Every commit of ours waits for the disk: what a page called saved outlives a power cut. A run of many small
steps need not wait after each of them: `lazily_synced` lets them pass, and `synced` inside it waits for one
of them and with it for all before. The end of a process loses nothing either way; a power cut takes back the
last steps, always from the end: a later step never outlives an earlier one.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import DatabaseError, connection, transaction

# Of PRAGMA synchronous.
NORMAL, FULL = 1, 2

Synced = Callable[[], AbstractContextManager[None]]


@contextmanager
def lazily_synced() -> Iterator[Synced]:
    """Commits of this thread's connection do not wait for the disk until this ends; gives `synced`.

    Inside somebody's transaction there is nothing to choose: theirs is the commit. Nor where the database was
    told to wait longer or less than it does by itself.
    """
    if connection.in_atomic_block or not _waits():
        yield nullcontext
        return
    _wait(False)
    try:
        yield _synced
    finally:
        _wait_again()


@contextmanager
def _synced() -> Iterator[None]:
    """What is done in here is one transaction at most, and on the disk when it ends."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")
            yield
        return
    _wait(True)
    try:
        yield
    finally:
        _wait(False)


def _waits() -> bool:
    """Whether commits wait for the disk of this machine, and for no more."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit" if is_postgresql else "PRAGMA synchronous")
        return bool(cursor.fetchone()[0] == ("on" if is_postgresql else FULL))


def _wait(for_the_disk: bool) -> None:
    """PostgreSQL: "Asynchronous Commit". SQLite: PRAGMA synchronous, of which NORMAL is safe with a WAL."""
    if connection.vendor == "postgresql":
        statement = f"SET synchronous_commit TO {'on' if for_the_disk else 'off'}"
    else:
        statement = f"PRAGMA synchronous={FULL if for_the_disk else NORMAL}"
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _wait_again() -> None:
    """A connection that cannot be told is closed; the next one waits from its start."""
    try:
        _wait(True)
    except DatabaseError:
        connection.close()
