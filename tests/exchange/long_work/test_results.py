"""What was made to be fetched lies there whole, for its owner alone, for a week."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from desk.erasing import erase
from exchange import progress, results
from exchange.kinds import WorkState
from exchange.models import Work
from tests.cast import NINE, make_team, make_user
from tests.exchange.long_work.jobs import an_export, an_import
from tests.followups.telling import log

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


def made(user: User, **facts: Any) -> Work:
    """An export that is done, with its file."""
    facts = {"state": WorkState.DONE, "ended_at": NINE, "file_name": "everything.zip"} | facts
    work = an_export(user, **facts)
    with results.written(work) as file:
        file.write(b"everything")
    return work


def test_only_its_owner_may_read_it(owner: User) -> None:
    path = made(owner).path
    assert path.read_bytes() == b"everything"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_half_a_file_is_none(owner: User) -> None:
    work = an_export(owner, file_name="everything.zip")

    def write_half() -> None:
        with results.written(work) as file:
            file.write(b"every")
            raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="the disk is full"):
        write_half()
    assert not results.can_be_fetched(work)
    assert list(work.path.parent.iterdir()) == []


def test_what_a_dead_worker_left_is_in_nobodys_way(owner: User) -> None:
    work = made(owner)
    work.path.with_name(f"{work.pk}.draft").write_bytes(b"half")
    with results.written(work) as file:
        file.write(b"again")
    assert [path.read_bytes() for path in work.path.parent.iterdir()] == [b"again"]


def test_after_a_week_it_is_gone(owner: User) -> None:
    work = made(owner)
    results.forget_old(NINE + WEEK - MINUTE)
    assert results.can_be_fetched(work)
    results.forget_old(NINE + WEEK)
    work.refresh_from_db()
    assert (work.path.exists(), work.file_name, results.can_be_fetched(work)) == (False, "", False)


def test_the_row_goes_after_a_month_unless_an_import_is_told_by_it(owner: User) -> None:
    export = made(owner)
    brought = an_export(owner, of_import=an_import(owner), state=WorkState.DONE, ended_at=NINE)
    results.forget_old(NINE + timedelta(days=30))
    assert list(Work.objects.all()) == [brought]
    assert export.pk


def test_what_belongs_to_no_work_goes_and_what_is_under_way_stays(
    owner: User, settings: Any, tmp_path: Path
) -> None:
    waits = an_export(owner)
    progress.press_cancel(waits.pk)
    progress.press_cancel(uuid4())
    half = made(owner, state=WorkState.RUNNING, ended_at=None, claim=uuid4(), lease_until=NINE, file_name="")
    gone = made(owner)
    Work.objects.filter(pk=gone.pk).delete()
    (settings.WORK_DIR / "worker.lock").touch()
    results.forget_old(NINE)
    assert [path.name for path in settings.RESULTS_DIR.iterdir()] == [str(half.pk)]
    assert {path.name for path in settings.WORK_DIR.iterdir()} == {f"{waits.pk}.cancel", "worker.lock"}


def test_a_new_installation_has_nothing_to_throw_away(db: None, settings: Any) -> None:
    results.forget_old(NINE)
    assert not settings.RESULTS_DIR.exists()


def test_erasing_somebody_throws_the_files_of_their_team_away(owner: User) -> None:
    packed, person = made(owner), log(owner).prospect
    erase(person, by=owner, now=NINE)
    assert not packed.path.exists()


def test_who_is_erased_is_in_no_file_of_the_team_any_more(owner: User, colleague: User) -> None:
    stranger = make_user(make_team("Elsewhere"), "stranger@example.com")
    ours, theirs = [made(owner), made(colleague)], made(stranger)
    results.discard_of_team(owner.team)
    for work in (*ours, theirs):
        work.refresh_from_db()
    assert [results.can_be_fetched(work) for work in (*ours, theirs)] == [False, False, True]
