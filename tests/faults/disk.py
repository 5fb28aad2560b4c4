"""What is on disk after a run: read past the app, and checked by the database's own means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from tests.replay.records import LAST_TICK, Records, instant

DELIVERIES = "SELECT id, kind, address, period_key, state, transmissions, error FROM outbox_delivery"
WHOLE_NOES = """
    SELECT lower(p.email), count(DISTINCT l.id), count(DISTINCT f.id)
    FROM prospects_prospect p
    JOIN prospects_loss l ON l.prospect_id = p.id
    JOIN followups_followupplan n ON n.prospect_id = p.id AND n.status = 'active'
    JOIN followups_followup f ON f.plan_id = n.id
        AND f.status = 'open' AND f.kind IN ('check_in', 'agreed_meeting')
    GROUP BY 1
"""
TRACES = "SELECT lower(email) FROM prospects_prospect"
PLANS_WITHOUT_CHECK_IN = """
    SELECT count(*) FROM followups_followupplan n WHERE n.status = 'active' AND 1 <> (
        SELECT count(*) FROM followups_followup f
        WHERE f.plan_id = n.id AND f.status = 'open' AND f.kind IN ('check_in', 'agreed_meeting'))
"""
LONG_WORK = "SELECT id, state, attempts FROM exchange_work"
BROUGHT_IN = """
    SELECT (SELECT count(*) FROM prospects_prospect), (SELECT count(*) FROM prospects_loss),
        (SELECT count(*) FROM exchange_importedrow)
"""
FOREIGN_KEYS = """
    SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 1
"""
NOT_VALID = "SELECT count(*) FROM pg_constraint WHERE NOT convalidated"
TABLES = "SELECT relid::regclass::text FROM pg_stat_user_tables"


@dataclass(frozen=True)
class Mail:
    """One mail row."""

    id: str
    kind: str
    address: str
    period_key: str
    state: str
    transmissions: int
    error: str


class Disk(Records):
    """The database of a run."""

    def mails(self) -> list[Mail]:
        """Every mail row."""
        return [Mail(str(key), *rest) for key, *rest in self._all(DELIVERIES)]

    def whole_noes(self) -> dict[str, tuple[int, int]]:
        """For each prospect with loss, active plan and open check-in: how many losses and check-ins."""
        return {email: (losses, check_ins) for email, losses, check_ins in self._all(WHOLE_NOES)}

    def traces(self) -> set[str]:
        """The addresses of all prospects, whatever else is there of them."""
        return {email for (email,) in self._all(TRACES)}

    def long_work(self) -> dict[UUID, tuple[str, int]]:
        """The state of every piece of long work, and how often it was begun."""
        return {UUID(str(key)): (state, attempts) for key, state, attempts in self._all(LONG_WORK)}

    def brought_in(self) -> dict[str, int]:
        """How many people and noes there are, and rows of files that are known again."""
        ((people, noes, rows),) = self._all(BROUGHT_IN)
        return {"people": people, "noes": noes, "known rows": rows}

    def plans_without_check_in(self) -> int:
        """How many active plans have not exactly one open check-in or agreed meeting."""
        return int(self._all(PLANS_WITHOUT_CHECK_IN)[0][0])

    def last_tick(self) -> datetime | None:
        """When the last whole tick began."""
        ((last,),) = self._all(LAST_TICK)
        return None if last is None else instant(last)

    def check(self) -> str:
        """`ok`, or what the database finds wrong with itself."""
        found = self._check_sqlite() if isinstance(self.address, Path) else self._check_postgres()
        return "; ".join(found) or "ok"

    def _check_sqlite(self) -> Sequence[str]:
        said = [str(row[0]) for row in self._all("PRAGMA integrity_check")]
        orphans = self._all("PRAGMA foreign_key_check")
        return [line for line in said if line != "ok"] + [f"orphan in {row[0]}" for row in orphans]

    def _check_postgres(self) -> Sequence[str]:
        found = []
        if not_valid := self._all(NOT_VALID)[0][0]:
            found.append(f"{not_valid} constraints not validated")
        for table, column, other, key in self._all(FOREIGN_KEYS):
            lonely = (
                f"SELECT count(*) FROM {table} t LEFT JOIN {other} o ON o.{key} = t.{column} "
                f"WHERE t.{column} IS NOT NULL AND o.{key} IS NULL"
            )
            if orphans := self._all(lonely)[0][0]:
                found.append(f"{orphans} orphans in {table}.{column}")
        return found + self._unlike_their_index()

    def _unlike_their_index(self) -> list[str]:
        """Tables whose primary key counts other rows than the table itself holds."""
        found = []
        for (table,) in self._all(TABLES):
            rows, by_index = self._counted_both_ways(table)
            if rows != by_index:
                found.append(f"{table} has {rows} rows and {by_index} by its index")
        return found

    def _counted_both_ways(self, table: str) -> list[int]:
        """Both see the same moment: what is written between them is no fault of the table."""
        with self._connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            counts = []
            for shut in (("indexscan", "indexonlyscan", "bitmapscan"), ("seqscan", "bitmapscan")):
                for way in ("seqscan", "indexscan", "indexonlyscan", "bitmapscan"):
                    connection.execute(f"SET LOCAL enable_{way} = {'off' if way in shut else 'on'}")
                counts.append(int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]))
            return counts
