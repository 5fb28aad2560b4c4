"""Days over the limit are spread out in one act, and put back in one."""

from datetime import timedelta

import pytest

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    NewTouch,
    SomethingBuiltOnIt,
    SpreadChanged,
    log_touch,
    snooze,
    spread_out_days,
    undo_change,
)
from followups.kinds import Channel, Kind, Status
from followups.models import FollowUp
from followups.planning import load_of
from followups.spreading import spread_of
from prospects.conversations import Manner
from tests.cast import MONDAY, NINE
from tests.followups.being_away import dates, put
from tests.followups.telling import day, log, open_row, step_of


def too_many(owner: User, count: int, *, limit: int = 2) -> list[FollowUp]:
    """So many check-ins on Thursday, nothing else; their windows hold this week and the next."""
    owner.team.daily_limit = limit
    owner.team.save()
    steps = [step_of(log(owner, f"Person {n}", organisation="").prospect) for n in range(count)]
    others = FollowUp.objects.exclude(kind=Kind.CHECK_IN)
    others.update(status=Status.DONE, closed_at=NINE)
    for step in steps:
        put(step, 1, 3, 11)
    return steps


def load(owner: User) -> list[int]:
    """How much each weekday of this week and the next holds."""
    days = load_of(owner, MONDAY, day(13))
    return [days.get(day(n), 0) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]


def test_the_days_hold_the_limit_again(owner: User) -> None:
    too_many(owner, 7)
    done = spread_out_days(owner, today=MONDAY, now=NINE)
    assert load(owner) == [0, 1, 2, 2, 2, 0, 0, 0, 0, 0]
    assert (done.spread.over, len(done.spread.moves)) == ((day(3),), 5)
    assert done.spread.then[day(3)] == 2


def test_what_is_shown_is_what_is_done(owner: User) -> None:
    steps = too_many(owner, 7)
    shown = spread_of(owner, MONDAY)
    assert load(owner) == [0, 0, 0, 7, 0, 0, 0, 0, 0, 0]  # looking moved nothing
    spread_out_days(owner, today=MONDAY, now=NINE, shown=shown.token())
    planned = {move.row.ref: move.due_on for move in shown.moves}
    assert {step.pk: dates(step)[1] for step in steps} == {
        step.pk: planned.get(step.pk, day(3)) for step in steps
    }


def test_what_changed_meanwhile_is_shown_again(owner: User) -> None:
    steps = too_many(owner, 7)
    shown = spread_of(owner, MONDAY).token()
    snooze(steps[0].pk, day(4), by=owner, today=MONDAY, now=NINE)
    with pytest.raises(SpreadChanged) as changed:
        spread_out_days(owner, today=MONDAY, now=NINE, shown=shown)
    assert len(changed.value.spread.moves) == 4
    assert load(owner) == [0, 0, 0, 6, 1, 0, 0, 0, 0, 0]


def test_one_change_and_it_is_taken_back_in_one_press(owner: User) -> None:
    steps = too_many(owner, 7)
    change = spread_out_days(owner, today=MONDAY, now=NINE).change
    assert change is not None
    assert Change.objects.filter(action="spread_out").count() == 1
    undo_change(change.pk, by=owner, now=NINE + timedelta(minutes=1))
    assert {dates(step) for step in steps} == {(day(1), day(3), day(11))}


def test_taking_it_back_is_refused_once_somebody_built_on_it(owner: User) -> None:
    too_many(owner, 7)
    done = spread_out_days(owner, today=MONDAY, now=NINE)
    assert done.change is not None
    moved = done.spread.moves[0].row.ref
    snooze(moved, day(9), by=owner, today=MONDAY, now=NINE + timedelta(minutes=1))
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(done.change.pk, by=owner, now=NINE + timedelta(minutes=2))


def test_with_nothing_to_move_nothing_is_written(owner: User) -> None:
    too_many(owner, 2)
    assert spread_out_days(owner, today=MONDAY, now=NINE).change is None
    assert not Change.objects.filter(action="spread_out").exists()


def test_agreed_days_and_meetings_and_promises_stay(owner: User) -> None:
    too_many(owner, 0, limit=1)
    log(owner, "Erik", next_contact_on=day(3))
    log(owner, "Aisha", next_contact_on=day(3), next_contact_manner=Manner.MEETING)
    before = {row.pk: dates(row) for row in FollowUp.objects.all()}
    spread_out_days(owner, today=MONDAY, now=NINE)
    assert {row.pk: dates(row) for row in FollowUp.objects.all()} == before


def test_days_the_contact_rules_close_are_kept_clear_of(owner: User) -> None:
    steps = too_many(owner, 3)
    for step in steps:
        put(step, 10, 17, 30)
        touch = NewTouch(Channel.LETTER, MONDAY, summary="An article")
        log_touch(step.prospect, touch, by=owner, today=MONDAY, now=NINE)
    put(steps[0], 1, 10, 20)
    put(steps[1], 1, 10, 20)
    put(steps[2], 1, 10, 20)
    [move] = spread_out_days(owner, today=MONDAY, now=NINE).spread.moves
    assert move.due_on >= day(14)  # fourteen days after the letter, not the nearer Wednesday


def test_a_colleagues_days_are_their_own(owner: User, colleague: User) -> None:
    too_many(owner, 7)
    theirs = step_of(log(colleague, "Somebody").prospect)
    put(theirs, 1, 3, 11)
    spread_out_days(owner, today=MONDAY, now=NINE)
    assert dates(theirs) == (day(1), day(3), day(11))


# What the load of a day is


def test_closed_windows_debriefs_and_what_is_done_are_no_load(owner: User) -> None:
    ingrid = log(owner).prospect
    put(step_of(ingrid), -20, -10, -5)
    assert load_of(owner, MONDAY, day(60)) == {day(1): 1}
    thanks = open_row(ingrid, Kind.THANK_YOU)
    put(thanks, 0, 0, 0)
    assert load_of(owner, MONDAY, day(60)) == {MONDAY: 1}
    FollowUp.objects.filter(pk=thanks.pk).update(status=Status.DONE, closed_at=NINE)
    assert load_of(owner, MONDAY, day(60)) == {}
