"""Reads the app's database from outside: which follow-up is whose, and whether the clock has come round."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

FOLLOW_UPS = """
    SELECT f.id, lower(p.email), f.kind, f.status, f.opens_on, f.due_on, f.closes_on
    FROM followups_followup f JOIN prospects_prospect p ON p.id = f.prospect_id
"""
ACTIVE_PLANS = "SELECT count(*) FROM followups_followupplan WHERE status = 'active'"
LOSSES = "SELECT count(*) FROM prospects_loss"
LAST_TICK = "SELECT max(at) FROM outbox_heartbeat WHERE process = 'tick'"
MAILS = "SELECT state, error, count(*), min(period_key), max(period_key) FROM outbox_delivery GROUP BY 1, 2"
ON_THE_WAY = "SELECT state, due_at FROM outbox_delivery WHERE state IN ('pending', 'sending')"
SCHEDULES = "SELECT next_at, last_at, looked_at, planned_at FROM digests_digestschedule"
TROUBLES = "SELECT part, since, last_at, turns, people FROM outbox_trouble"

# The clock's file keeps milliseconds.
ONE_SECOND = timedelta(seconds=1)


class WrongClockError(Exception):
    """A process under the moved clock has read another time; nothing it did since proves anything."""


@dataclass(frozen=True)
class StoredFollowUp:
    """One follow-up as the app keeps it."""

    id: UUID
    email: str
    kind: str
    status: str
    opens_on: date
    due_on: date
    closes_on: date


@dataclass(frozen=True)
class Records:
    """The database at `address`: a postgres:// address, or the path of an SQLite file."""

    address: str | Path

    def follow_ups(self) -> list[StoredFollowUp]:
        """Every follow-up ever written."""
        return [
            StoredFollowUp(UUID(str(key)), email, kind, status, _day(opens), _day(due), _day(closes))
            for key, email, kind, status, opens, due, closes in self._all(FOLLOW_UPS)
        ]

    def active_plans(self) -> int:
        """How many plans still plan."""
        return int(self._all(ACTIVE_PLANS)[0][0])

    def losses(self) -> int:
        """How many noes are stored."""
        return int(self._all(LOSSES)[0][0])

    def story(self) -> list[tuple[Any, ...]]:
        """What mails, schedules and the clock came to, for a failure's report."""
        return [row for query in (MAILS, SCHEDULES, TROUBLES, LAST_TICK) for row in self._all(query)]

    def has_come_round(self, moment: datetime, clock: Callable[[], datetime]) -> bool:
        """Whether a tick has passed since `moment` and no mail that is due by `clock` is still on its way.

        Raises WrongClockError when the last tick lies in the future: it would stand for every tick to come,
        and the days would race past before any real one.
        """
        ((last,),) = self._all(LAST_TICK)
        now = clock()
        if last is None or instant(last) < moment:
            return False
        if instant(last) > now + ONE_SECOND:
            read = instant(last).isoformat()
            raise WrongClockError(f"it is {now.isoformat()}, and a tick has read {read}")
        return not any(state == "sending" or instant(due) <= now for state, due in self._all(ON_THE_WAY))

    def _all(self, query: str) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return list(connection.execute(query).fetchall())

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        if isinstance(self.address, Path):
            with closing(sqlite3.connect(f"file:{self.address}?mode=ro", uri=True, timeout=20)) as connection:
                yield connection
        else:
            with psycopg.connect(self.address, autocommit=True) as connection:
                yield connection


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def instant(value: str | datetime) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
