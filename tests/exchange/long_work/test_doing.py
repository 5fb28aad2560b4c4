"""A piece of long work is done once, whoever asks for it, does it or dies at it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from accounts.models import User
from exchange import progress
from exchange.kinds import ImportState, WorkKind, WorkState
from exchange.long_work import ask_for, cancel, do_waiting, do_work
from exchange.models import Work
from exchange.progress import Progress
from exchange.work_claims import LEASE, Ended, HinderedError, claim
from exchange.work_kinds import Job, job_of
from exchange.work_locks import at_it, one_at_a_time
from tests.cast import NINE
from tests.exchange.long_work.jobs import PIECES, an_export, an_import, bring_in, rows_in

pytestmark = pytest.mark.django_db
LATER = NINE + LEASE + timedelta(seconds=1)
JobIs = Callable[[Job], None]


def asked(owner: User, **facts: Any) -> Work:
    return ask_for(owner, WorkKind.IMPORT, of_import=an_import(owner, **facts), now=NINE)


def raises(error: Exception) -> Job:
    def job(work: Work, progress: Progress, now: datetime) -> Ended:
        bring_in(work, progress, now, between=fail)
        raise AssertionError

    def fail(piece: int) -> None:
        if piece == 2:
            raise error

    return job


def test_whoever_presses_twice_gets_the_same(owner: User) -> None:
    brought = an_import(owner)
    once, twice = (ask_for(owner, WorkKind.IMPORT, of_import=brought, now=NINE) for _ in range(2))
    assert once == twice
    brought.refresh_from_db()
    assert (once.state, brought.state) == (WorkState.WAITING, ImportState.STARTED)


def test_the_same_export_is_asked_for_once_while_it_is_under_way(owner: User, colleague: User) -> None:
    def ask(user: User, everything: bool) -> Work:
        return ask_for(user, WorkKind.EXPORT, wanted={"everything": everything}, now=NINE)

    assert ask(owner, True) == ask(owner, True)
    assert len({ask(owner, True), ask(owner, False), ask(colleague, True)}) == 3
    Work.objects.update(state=WorkState.DONE, ended_at=NINE)
    assert ask(owner, True).state == WorkState.WAITING


def test_what_waits_is_done(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    assert do_waiting(NINE) == 0
    work.refresh_from_db()
    assert (work.state, work.said, work.values, work.attempts) == ("done", "brought_in", {"rows": PIECES}, 1)
    assert (rows_in(), work.ended_at, work.claim) == (PIECES, NINE, None)
    assert do_waiting(LATER) == 0
    assert rows_in() == PIECES


def test_who_asks_first_is_served_first(owner: User, job_is: JobIs) -> None:
    order: list[Work] = []

    def note(work: Work, progress: Progress, now: datetime) -> Ended:
        order.append(work)
        return Ended("noted")

    job_is(note)
    later, earlier = (
        an_export(owner, created_at=NINE),
        an_export(owner, created_at=NINE - timedelta(minutes=1)),
    )
    do_waiting(NINE)
    assert order == [earlier, later]


def test_what_is_done_at_once_says_how_it_ended(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    assert do_work(work, NINE)
    assert (work.state, work.said) == ("done", "brought_in")
    assert not do_work(work, NINE)
    assert rows_in() == PIECES


def test_a_job_that_only_answers_is_ended_for_it(owner: User, job_is: JobIs) -> None:
    job_is(lambda work, progress, now: Ended("packed", {"people": 3}, "everything.zip"))
    work = an_export(owner)
    do_work(work, NINE)
    work.refresh_from_db()
    assert (work.state, work.values, work.file_name) == ("done", {"people": 3}, "everything.zip")


def test_what_a_dead_worker_was_at_is_taken_over_once_its_lease_ran_out(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    assert claim(work, NINE)
    do_waiting(NINE + timedelta(minutes=1))
    assert rows_in() == 0, "its lease still runs"
    do_waiting(LATER)
    work.refresh_from_db()
    assert (work.state, work.attempts, rows_in()) == ("done", 2, PIECES)


def test_nobody_takes_over_what_somebody_alive_is_at(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    assert claim(work, NINE)
    with at_it(work.pk) as mine:
        assert mine
        do_waiting(LATER)
    assert rows_in() == 0


def test_a_lease_from_a_clock_that_was_ahead_holds_nobody_back(owner: User, job_is: JobIs) -> None:
    assert claim(asked(owner), NINE + timedelta(days=30))
    do_waiting(NINE)
    assert rows_in() == PIECES


def test_one_worker_is_at_long_work_the_others_are_there_for_the_clock(owner: User, job_is: JobIs) -> None:
    asked(owner)
    with one_at_a_time() as mine:
        assert mine
        do_waiting(NINE)
    assert rows_in() == 0
    do_waiting(NINE)
    assert rows_in() == PIECES


def test_whoever_was_slow_commits_nothing_once_another_has_the_piece(owner: User, job_is: JobIs) -> None:
    def slow(work: Work, progress: Progress, now: datetime) -> Ended:
        Work.objects.filter(pk=work.pk).update(claim=uuid4(), lease_until=LATER)
        return bring_in(work, progress, now)

    job_is(slow)
    work = asked(owner)
    do_work(work, NINE)
    assert (rows_in(), work.state) == (0, WorkState.RUNNING)


def test_a_fault_takes_back_everything_and_is_said(owner: User, job_is: JobIs) -> None:
    job_is(raises(ValueError("a fault of ours")))
    work = asked(owner)
    assert do_waiting(NINE) == 0
    work.refresh_from_db()
    assert (work.state, work.said, rows_in()) == ("failed", "fault", 0)
    assert work.of_import is not None
    assert work.of_import.state == ImportState.OPEN, "it can be tried again"


def test_what_a_job_knows_to_stand_in_the_way_is_said_in_its_words(owner: User, job_is: JobIs) -> None:
    job_is(raises(HinderedError("file_gone", name="deals.csv")))
    work = asked(owner)
    do_work(work, NINE)
    assert (work.state, work.said, work.values) == ("failed", "file_gone", {"name": "deals.csv"})


def test_a_database_that_is_busy_is_tried_again_three_times(owner: User, job_is: JobIs) -> None:
    job_is(raises(OperationalError("database is locked")))
    work, states = asked(owner), []
    for _turn in range(4):
        do_waiting(NINE)
        work.refresh_from_db()
        states.append(work.state)
    assert states == ["waiting", "waiting", "failed", "failed"]
    assert (work.attempts, rows_in()) == (3, 0)


def test_a_piece_that_kills_every_worker_is_given_up(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    Work.objects.update(attempts=3)
    do_waiting(NINE)
    work.refresh_from_db()
    assert (work.state, work.said, rows_in()) == ("failed", "worker_gone", 0)


def test_one_that_cannot_even_be_ended_stops_no_other(owner: User, job_is: JobIs) -> None:
    def break_the_first(work: Work, progress: Progress, now: datetime) -> Ended:
        if work == first:
            Work.objects.filter(pk=work.pk).delete()
            raise ValueError
        return bring_in(work, progress, now)

    job_is(break_the_first)
    first = an_export(owner, created_at=NINE - timedelta(minutes=1))
    asked(owner)
    assert do_waiting(NINE) == 1
    assert rows_in() == PIECES


def test_what_came_to_nothing_begins_anew_when_it_is_asked_for_again(owner: User, job_is: JobIs) -> None:
    job_is(raises(ValueError("a fault of ours")))
    work = asked(owner)
    do_work(work, NINE)
    job_is(bring_in)
    again = ask_for(owner, WorkKind.IMPORT, of_import=work.of_import, now=LATER)
    assert (again.pk, again.state, again.said, again.attempts) == (work.pk, "waiting", "", 0)
    do_waiting(LATER)
    assert rows_in() == PIECES


def test_what_is_done_stays_done_when_it_is_asked_for_again(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    do_work(work, NINE)
    assert ask_for(owner, WorkKind.IMPORT, of_import=work.of_import, now=LATER).state == WorkState.DONE
    do_waiting(LATER)
    assert rows_in() == PIECES


def test_what_waits_is_cancelled_at_once(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    cancel(work, NINE)
    do_waiting(NINE)
    work.refresh_from_db()
    assert (work.state, work.said, rows_in()) == ("cancelled", "cancelled", 0)
    assert work.of_import is not None
    assert work.of_import.state == ImportState.OPEN


def test_what_a_dead_worker_was_at_is_cancelled_at_once(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    assert claim(work, NINE)
    cancel(work, NINE)
    do_waiting(LATER)
    work.refresh_from_db()
    assert (work.state, rows_in()) == ("cancelled", 0)


def test_what_runs_is_cancelled_at_the_next_piece(
    owner: User, job_is: JobIs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)

    def press(piece: int) -> None:
        cancel(work, NINE)

    job_is(lambda work, progress, now: bring_in(work, progress, now, between=press))
    work = asked(owner)
    do_work(work, NINE)
    assert (work.state, work.said, rows_in()) == ("cancelled", "cancelled", 0)
    assert not progress.cancel_was_pressed(work.pk), "a new try is not cancelled by the old press"


def test_what_is_over_cannot_be_cancelled(owner: User, job_is: JobIs) -> None:
    work = asked(owner)
    do_work(work, NINE)
    cancel(work, LATER)
    work.refresh_from_db()
    assert (work.state, rows_in()) == ("done", PIECES)


def test_how_far_it_has_come_is_seen_from_outside(
    owner: User, job_is: JobIs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    seen: list[progress.HowFar] = []
    job_is(
        lambda work, said, now: bring_in(work, said, now, lambda _: seen.append(progress.how_far(work.pk)))
    )
    work = asked(owner)
    do_work(work, NINE)
    assert seen == [progress.HowFar(piece, PIECES) for piece in range(PIECES)]
    assert progress.how_far(work.pk) == progress.HowFar(), "nothing is left of it"


def test_it_is_said_a_few_times_a_second_at_most(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[int] = []
    monkeypatch.setattr(progress, "_note", lambda _work, far: noted.append(far.done))
    say = progress.Noted(uuid4())
    for piece in range(1000):
        say.at(piece, 1000)
    assert noted[0] == 0
    assert len(noted) < 20


@pytest.mark.parametrize("wrong", ["", "{", "[]", '{"done": "x", "total": 1}', '{"done": 1}'])
def test_a_half_written_note_is_no_note(wrong: str) -> None:
    work_id = uuid4()
    (progress.work_folder() / f"{work_id}.far").write_text(wrong)
    assert progress.how_far(work_id) == progress.HowFar()


def test_work_of_an_import_that_names_none_is_a_fault(owner: User) -> None:
    work = Work.objects.create(team=owner.team, user=owner, kind=WorkKind.IMPORT)
    with pytest.raises(ValueError, match="names none"):
        job_of(work)
