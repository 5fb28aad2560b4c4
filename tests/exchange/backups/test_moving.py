"""From SQLite to PostgreSQL with everything, or with nothing."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.exchange.backups.houses import House
from tests.exchange.backups.test_restoring import backup_of, restored

pytestmark = pytest.mark.needs_service

# What the move itself writes anew.
OWN = {"outbox_arming"}
TEXTS = (
    ("prospects_prospect", "name"), ("prospects_prospect", "title"), ("prospects_prospect", "learned"),
    ("prospects_deal", "title"), ("prospects_loss", "notes"), ("prospects_loss", "in_their_words"),
    ("followups_touch", "summary"), ("outbox_delivery", "body_text"), ("django_session", "session_key"),
    ("accounts_user", "password"),
)  # fmt: skip
DAYS = (
    ("prospects_prospect", "paused_until"),
    ("accounts_absence", "first_on"),
    ("accounts_absence", "last_on"),
)


@pytest.fixture
def grown(house: House, server: str) -> House:
    """The same installation, told of its new database."""
    return House(house.var, server)


def sums(house: House) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(house.sums())
    return {name: value for name, value in found.items() if name not in OWN}


def column(house: House, table: str, name: str) -> list[str]:
    return sorted(str(value) for (value,) in house.ask(f"SELECT {name} FROM {table}"))


def test_hostile_rows_are_the_same_on_the_other_side(house: House, grown: House) -> None:
    """By counts and sums of every table; and, past our own way of reading, value by value where it hurts."""
    house.run("tests.exchange.backups.hostile")
    before = sums(house)
    said = house.must("move_to", "--stopped", grown.url)
    assert "equal in both" in said
    assert sums(grown) == before == sums(house)
    for table, name in (*TEXTS, *DAYS):
        assert column(grown, table, name) == column(house, table, name), (table, name)
    money = [
        sorted(Decimal(value) for value in column(there, "prospects_deal", "value") if value != "None")
        for there in (house, grown)
    ]
    assert money[0] == money[1]
    # And back again by a backup.
    rows = backup_of(grown, "copy.rows.gz")
    restored(house, rows)
    assert sums(house) == before


def test_afterwards_it_mails_nobody_and_search_and_numbers_go_on(house: House, grown: House) -> None:
    house.must("move_to", "--stopped", grown.url)
    grown.must("migrate", "--check")
    grown.must("tick")
    assert not list((house.var / "mail").glob("*"))
    assert grown.ask("SELECT count(*) FROM followups_search_document") == [(6,)]
    grown.run("tests.exchange.backups.filled_later")  # rows with numbers of their own, triggers, constraints
    assert "Somebody later" in grown.names()
    assert "Somebody later" not in house.names()
    with psycopg.connect(grown.url) as server, pytest.raises(psycopg.IntegrityError):
        server.execute("DELETE FROM accounts_change")


def test_a_row_that_fits_nowhere_is_named_and_nothing_is_there(house: House, grown: House) -> None:
    """Written by a program that knows no limits: PostgreSQL takes no NUL."""
    with closing(sqlite3.connect(house.file)) as file, file:
        for (trigger,) in file.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'strict_%'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        file.execute("UPDATE prospects_organisation SET name = 'a' || char(0) || 'b'")
    assert "prospects_organisation cannot be stored" in house.refused("move_to", "--stopped", grown.url)
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
    assert grown.ask(tables) == [(0,)]


def test_what_is_no_empty_postgresql_is_refused(
    house: House, grown: House, build: Callable[[str], House]
) -> None:
    other = build("other")
    assert "PostgreSQL only" in house.refused("move_to", "--stopped", f"sqlite:///{other.file}")
    grown.tell("CREATE TABLE accounts_user (id integer)")
    assert "an empty one" in house.refused("move_to", "--stopped", grown.url)
    assert "could not be moved" in house.refused(
        "move_to", "--stopped", "postgresql://nobody@127.0.0.1:1/none"
    )
    house.tell("DELETE FROM django_migrations WHERE app = 'exchange'")
    assert "not up to date" in house.refused("move_to", "--stopped", grown.url)
