"""When the replay goes on to the next moment, and when it refuses to."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.replay.records import Records, WrongClockError

MORNING = datetime(2026, 5, 8, 5, 31, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TABLES = """
    CREATE TABLE outbox_heartbeat (process TEXT, at TEXT);
    CREATE TABLE outbox_delivery (state TEXT, due_at TEXT);
"""


def a_database(folder: Path, *, tick: datetime | None, mail: str = "sent") -> Records:
    path = folder / "database.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(TABLES)
        if tick:
            connection.execute("INSERT INTO outbox_heartbeat VALUES ('tick', ?)", [stored(tick)])
        connection.execute("INSERT INTO outbox_delivery VALUES (?, ?)", [mail, stored(MORNING)])
    return Records(path)


def stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def has_come_round(records: Records) -> bool:
    return records.has_come_round(MORNING, lambda: MORNING + 2 * SECOND)


@pytest.mark.parametrize(
    ("tick", "mail", "gone_round"),
    [
        (None, "sent", False),
        (MORNING - SECOND, "sent", False),
        (MORNING + SECOND, "sent", True),
        (MORNING + SECOND, "pending", False),
        (MORNING + SECOND, "sending", False),
    ],
)
def test_a_moment_has_passed_when_a_tick_has_and_every_due_mail_has_left(
    tmp_path: Path, tick: datetime | None, mail: str, gone_round: bool
) -> None:
    assert has_come_round(a_database(tmp_path, tick=tick, mail=mail)) is gone_round


def test_a_tick_in_the_future_stands_for_nothing_and_ends_the_replay(tmp_path: Path) -> None:
    records = a_database(tmp_path, tick=MORNING + timedelta(days=198))
    with pytest.raises(WrongClockError, match="a tick has read 2026-11-22T05:31:00"):
        has_come_round(records)
