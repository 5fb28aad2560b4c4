"""Which commits wait for the disk, as the database itself tells it."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from common.syncing import lazily_synced

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "PRAGMA synchronous" if connection.vendor == "sqlite" else "synchronous_commit"
WAITS = "2" if connection.vendor == "sqlite" else "on"
DOES_NOT = "1"

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL always waits")


@pytest.fixture(autouse=True)
def as_it_runs(transactional_db: None) -> Iterator[None]:
    """The tests' own database does not wait at all."""
    tell(WAITS)
    yield
    connection.close()


def tell(value: str) -> None:
    """Set up the connection otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(f"{NAME} = {value}" if connection.vendor == "sqlite" else f"SET {NAME} TO {value}")


def setting() -> str:
    """What the connection does at its next commit."""
    with connection.cursor() as cursor:
        cursor.execute(NAME if connection.vendor == "sqlite" else f"SHOW {NAME}")
        return str(cursor.fetchone()[0])


@only_sqlite
def test_every_commit_waits_unless_told_otherwise() -> None:
    assert setting() == WAITS
    with lazily_synced():
        assert setting() == DOES_NOT
    assert setting() == WAITS


def test_one_of_them_waits_all_the_same() -> None:
    with lazily_synced() as synced:
        before = setting()
        for _ in range(2):
            with synced():
                assert setting() == WAITS
            assert setting() == before


@only_sqlite
def test_what_raises_leaves_no_commit_behind_that_does_not_wait() -> None:
    with pytest.raises(ZeroDivisionError), lazily_synced():
        raise ZeroDivisionError
    assert setting() == WAITS
    with lazily_synced() as synced:
        with pytest.raises(KeyError), synced():
            raise KeyError
        assert setting() == DOES_NOT


@only_sqlite
def test_a_connection_that_cannot_be_told_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(how: int) -> None:
        raise DatabaseError

    with lazily_synced():
        monkeypatch.setattr("common.syncing._wait", refuse)
    monkeypatch.undo()
    assert connection.connection is None


@pytest.mark.parametrize(
    "told", ["0", "3"] if connection.vendor == "sqlite" else ["on", "off", "remote_apply"]
)
def test_what_the_database_was_told_otherwise_stays(told: str) -> None:
    tell(told)
    with lazily_synced() as synced:
        assert setting() == told
        with synced():
            assert setting() == told
    assert setting() == told


def test_inside_somebodys_transaction_nothing_changes() -> None:
    with transaction.atomic():
        with lazily_synced() as synced, synced():
            assert setting() == WAITS
        assert setting() == WAITS
