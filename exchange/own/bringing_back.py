"""Brings an export into an installation that holds nothing yet: all of it, as it was, or nothing.

Rows are put back as they stood, as a restore does it; they are no new noes and no new touches, so they don't
go through the actions that record those. Every value is checked like one that was typed, and the constraints
of the database hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.changes import Trail
from accounts.models import Team, User
from accounts.policy import Thing, may
from exchange.exports.tables import Table, table_of
from exchange.imports.uploads import discard
from exchange.kinds import ImportState, Taken
from exchange.models import Import, Work
from exchange.own.arriving import Arrivals
from exchange.own.decoding import row_of
from exchange.own.emptiness import in_the_way
from exchange.own.glance import rows_in
from exchange.own.reading import FoundRow, RefusedError, opened
from exchange.progress import Progress
from exchange.work_claims import Ended, HinderedError, finish, hold
from outbox import arming
from outbox.models import Suppression
from prospects.models import LossReason

AT_ONCE = 500
FIRST = (Team._meta.label_lower, User._meta.label_lower)


@dataclass
class Brought:
    """What came in: how many rows of each table, and who came along."""

    counts: dict[str, int] = field(default_factory=dict)
    arrived: list[User] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many in all."""
        return sum(self.counts.values())


def run_own(work: Work, progress: Progress, now: datetime) -> Ended:
    """The job of an import of that kind; raises HinderedError with why nothing came in."""
    if not may(work.user, Thing.BRINGING_BACK):
        raise HinderedError("not_yours")
    of_import = Import.objects.get(work=work)
    file = of_import.files.get()
    try:
        with transaction.atomic():
            hold(work, now)
            brought = bring_back(file.path, me=work.user, now=now, progress=progress)
            members = sum(user.is_active for user in brought.arrived)
            counts = {"rows": brought.rows, "members": members}
            of_import.state, of_import.counts, of_import.changed_at = ImportState.DONE, counts, now
            of_import.save(update_fields=["state", "counts", "changed_at"])
            discard(of_import)
            ended = Ended("own_brought", counts)
            finish(work, ended, now)
    except RefusedError as refused:
        raise HinderedError(f"own_{refused.code}", line=refused.line) from refused
    return ended


@transaction.atomic
def bring_back(path: Path, *, me: User | None, now: datetime, progress: Progress) -> Brought:
    """Bring an export in; `me` is the one account there is, if there is one.

    Nobody is mailed from here until somebody arms it: where the export was taken, mail may still leave.
    Raises RefusedError; then, and when `progress` raises, nothing was written.
    """
    if in_the_way():
        raise RefusedError("not_empty")
    total = rows_in(path)
    if me is not None:
        LossReason.objects.filter(team_id=me.team_id).delete()
    with opened(path) as export:
        arrivals = Arrivals(me)
        brought = _Bringing(arrivals, progress, total).take_in(export.rows)
        if me is None and export.taken is Taken.OWN:
            arrivals.give_a_manager()
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise RefusedError("points_nowhere") from error
    if me is not None:
        Trail(actor=me, team=me.team, now=now).write("bring_all_back", me)
    arming.disarm(now)
    return brought


class _Bringing:
    def __init__(self, arrivals: Arrivals, progress: Progress, total: int) -> None:
        self.arrivals, self.progress, self.total = arrivals, progress, total
        self.brought = Brought(arrived=arrivals.arrived)

    def take_in(self, rows: Iterator[FoundRow]) -> Brought:
        first = dict[str, list[FoundRow]]()
        for label, of_table in groupby(rows, key=lambda row: row.label):
            if label in FIRST:
                first[label] = list(of_table)
                self.brought.counts[label] = len(first[label])
                continue
            self._settle(first)
            first = {}
            self._table(label, of_table)
        self._settle(first)
        return self.brought

    def _settle(self, first: dict[str, list[FoundRow]]) -> None:
        if not first:
            return
        teams, members = (first.get(label, []) for label in FIRST)
        try:
            with transaction.atomic():
                self.arrivals.settle(teams, members)
        except DatabaseError as error:
            raise RefusedError("no_such_value", teams[0].line if teams else 0) from error

    def _table(self, label: str, rows: Iterator[FoundRow]) -> None:
        table = table_of(label)
        assert table is not None
        while some := list(islice(rows, AT_ONCE)):
            self._write(table, some)
            self.brought.counts[label] = self.brought.counts.get(label, 0) + len(some)
            self.progress.at(self.brought.rows, self.total)

    def _write(self, table: Table, some: list[FoundRow]) -> None:
        rows = [row_of(table, found, self.arrivals.marks) for found in some]
        try:
            with transaction.atomic():
                table.model._default_manager.bulk_create(rows, ignore_conflicts=table.model is Suppression)
        except (DatabaseError, ValueError) as error:
            # Twice the same, or a value no column takes (half a letter, within JSON); it does not say which.
            raise RefusedError("no_such_value", some[0].line) from error
