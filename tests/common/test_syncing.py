"""Which commits wait for the disk, as the database itself tells it."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from common.syncing import lazily_synced

pytestmark = pytest.mark.django_db(transaction=True)

WAITS, DOES_NOT = {"sqlite": ("2", "1"), "postgresql": ("on", "off")}[connection.vendor]


@pytest.fixture(autouse=True)
def as_it_runs(transactional_db: None) -> Iterator[None]:
    """The tests' own database does not wait at all."""
    tell(WAITS)
    yield
    connection.close()


def tell(value: str) -> None:
    """Set up the connection otherwise."""
    name = "PRAGMA synchronous =" if connection.vendor == "sqlite" else "SET synchronous_commit TO"
    with connection.cursor() as cursor:
        cursor.execute(f"{name} {value}")


def setting() -> str:
    """What the connection does at its next commit."""
    name = "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit"
    with connection.cursor() as cursor:
        cursor.execute(name)
        return str(cursor.fetchone()[0])


def test_every_commit_waits_unless_told_otherwise() -> None:
    assert setting() == WAITS
    with lazily_synced():
        assert setting() == DOES_NOT
    assert setting() == WAITS


def test_one_of_them_waits_all_the_same() -> None:
    with lazily_synced() as synced:
        for _ in range(2):
            with synced():
                assert setting() == WAITS
            assert setting() == DOES_NOT


def test_what_raises_leaves_no_commit_behind_that_does_not_wait() -> None:
    with pytest.raises(ZeroDivisionError), lazily_synced():
        raise ZeroDivisionError
    assert setting() == WAITS
    with lazily_synced() as synced:
        with pytest.raises(KeyError), synced():
            raise KeyError
        assert setting() == DOES_NOT


def test_a_connection_that_cannot_be_told_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(for_the_disk: bool) -> None:
        raise DatabaseError

    with lazily_synced():
        monkeypatch.setattr("common.syncing._wait", refuse)
    monkeypatch.undo()
    assert connection.connection is None


@pytest.mark.parametrize(
    "told", {"sqlite": ["0", "3"], "postgresql": ["local", "remote_apply"]}[connection.vendor]
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
