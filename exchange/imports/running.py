"""The last step of an import of deals: everything at once, or nothing, and never twice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.utils import translation

from accounts.models import Team, User
from exchange.dialects.answers import DealRow
from exchange.imports.choices import choices_of
from exchange.imports.leftovers import ERRORS_FILE, write_leftovers
from exchange.imports.reading import ReadRow, answers_of, read_deals
from exchange.imports.sorting import STUCK, Sorted, Sorter
from exchange.imports.summary import Summary, summed
from exchange.imports.uploads import discard
from exchange.imports.wishes import heed, wishes_in
from exchange.kinds import ImportState
from exchange.models import Import, ImportedRow, Work
from exchange.progress import Progress
from exchange.tables.refusals import RefusedError
from exchange.work_claims import Ended, HinderedError, finish, hold
from followups.actions import OwnerLeft, Recorded, record_noes, record_wins
from followups.models import FollowUp
from prospects.new_no import NewNo
from prospects.new_win import NewWin

# More than this at once would keep everybody else from writing for minutes; SQLite has a single pen for all.
MOST_AT_ONCE, MOST_WITH_ONE_PEN = 50_000, 10_000
SAY_EVERY = 100


def most_at_once() -> int:
    """How many rows may come in with one import."""
    return MOST_WITH_ONE_PEN if connection.vendor == "sqlite" else MOST_AT_ONCE


def run_import(work: Work, progress: Progress, now: datetime) -> Ended:
    """Write every no (and yes) of the import that `work` is for, and what follows, in one transaction.

    What cannot come in stands in the file that `work` makes. Raises HinderedError, ClaimLostError and
    CancelledError; then nothing was written.
    """
    imp = work.of_import
    if imp is None:
        raise ValueError(f"{work.pk} is for no import")
    with translation.override(imp.user.language):
        try:
            rows = _read(imp, progress, now)
            with transaction.atomic():
                return _bring_in(imp, rows, work, progress, now)
        except (RefusedError, FileNotFoundError) as error:
            raise HinderedError("unreadable") from error
        except OwnerLeft as error:
            raise HinderedError("owner_left") from error


def _read(imp: Import, progress: Progress, now: datetime) -> list[ReadRow]:
    """All rows, before anybody has to wait for us; the cells only of those that may have to be shown."""
    answers = answers_of(imp, imp.user, imp.user.today(now))
    rows = []
    for number, row in enumerate(read_deals(imp, answers)):
        if number % SAY_EVERY == 0:
            progress.at(0, 0)
        stays_out = isinstance(row.read, DealRow) and not row.read.is_taken
        rows.append(replace(row, cells={}) if stays_out else row)
    return rows


def _bring_in(imp: Import, rows: list[ReadRow], work: Work, progress: Progress, now: datetime) -> Ended:
    hold(work, now)
    # One import of a team after the other: what one brings in, the next knows.
    Team.objects.select_for_update(no_key=True).get(pk=imp.team_id)
    imp.refresh_from_db()
    if imp.state == ImportState.DONE:
        raise HinderedError("already_in")
    sorted_rows = list(Sorter(imp.user, choices_of(imp)).sort(rows))
    summary = summed(sorted_rows)
    most = most_at_once()
    if summary.coming > most:
        raise HinderedError("too_many", most=most)
    recorded = _record(sorted_rows, imp.user, progress, now)
    heed(wishes_in(sorted_rows), by=imp.user, today=imp.user.today(now), now=now)
    _remember(sorted_rows, imp)
    has_leftovers = write_leftovers(work.path, (one for one in sorted_rows if one.lot in STUCK))
    imp.counts = counts_of(summary, _placed(sorted_rows, recorded))
    imp.state, imp.changed_at = ImportState.DONE, now
    imp.save(update_fields=["counts", "state", "changed_at"])
    discard(imp)
    ended = Ended("imported", {"noes": summary.coming}, ERRORS_FILE if has_leftovers else "")
    finish(work, ended, now)
    return ended


def _record(rows: list[Sorted], by: User, progress: Progress, now: datetime) -> list[Recorded]:
    noes = [one.told for one in rows if isinstance(one.told, NewNo)]
    wins = [one.told for one in rows if isinstance(one.told, NewWin)]
    total, today = len(noes) + len(wins), by.today(now)
    recorded = record_noes(noes, by=by, today=today, now=now, progress=lambda done: progress.at(done, total))
    # The noes first: whoever said both is known by then.
    before = len(noes)
    record_wins(wins, by=by, today=today, now=now, progress=lambda done: progress.at(before + done, total))
    progress.at(total, total)
    return recorded


def _remember(rows: list[Sorted], imp: Import) -> None:
    """By these keys the same rows are known when they come again."""
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(team_id=imp.team_id, key=one.row.key, of_import=imp)
            for one in rows
            if one.told is not None
        ),
        batch_size=1000,
    )


def _placed(rows: Iterable[Sorted], recorded: Iterable[Recorded]) -> list[FollowUp]:
    """The check-ins that came of it: whoever is followed up already keeps the one they had."""
    settled = {one.met.known.pk for one in rows if one.met and one.met.known and not one.met.needs_a_day}
    return [one.step for one in recorded if one.step and one.loss.prospect_id not in settled]


def counts_of(summary: Summary, placed: Iterable[FollowUp] = ()) -> dict[str, int | str]:
    """What came of an import, by name; the last day a check-in of it stands on, if there is one."""
    days = {step.pk: step.due_on for step in placed}
    return {
        **{f"rows_{lot.value}": count for lot, count in summary.lots.items()},
        **{f"people_{how.value}": count for how, count in summary.people.items()},
        "organisations": summary.organisations,
        "check_ins": len(days),
        **({"last_day": max(days.values()).isoformat()} if days else {}),
    }
