"""Later: the same row on another day."""

from datetime import date

import pytest
from django.db import transaction

from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from followups.actions import (
    Later,
    NewTouch,
    NotOpen,
    PastTheWindow,
    RealDateNeeded,
    TooEarly,
    day_for,
    log_touch,
    snooze,
    undo,
)
from followups.kinds import Channel, Direction, Kind, Outcome
from followups.models import FollowUp
from prospects.conversations import Manner
from prospects.models import Prospect
from tests.cast import MONDAY
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def put_off(
    row: FollowUp, until: date | Later, *, on: date, fine: bool = False, version: int | None = None
) -> FollowUp:
    with transaction.atomic():
        moved = snooze(
            row.pk,
            until,
            by=row.owner,
            today=on,
            now=nine_on(on),
            expected_version=version,
            past_window_is_fine=fine,
        )
    moved.refresh_from_db()
    return moved


def dates(row: FollowUp) -> tuple[date, date, date]:
    return row.opens_on, row.due_on, row.closes_on


def test_inside_the_window_only_the_day_moves(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    moved = put_off(step, day(50), on=day(45))
    assert moved.pk == step.pk
    assert dates(moved) == (day(30), day(50), day(60))
    assert moved.version == step.version + 1


def test_past_the_window_it_asks_once_and_then_the_window_is_longer(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    with pytest.raises(PastTheWindow) as asked:
        put_off(step, day(61), on=day(45))
    assert asked.value.closes_on == day(60)
    assert dates(step_of(ingrid)) == dates(step)
    assert dates(put_off(step, day(61), on=day(45), fine=True)) == (day(30), day(61), day(61))


def test_the_last_day_of_the_window_is_inside_it(ingrid: Prospect) -> None:
    assert dates(put_off(step_of(ingrid), day(60), on=day(45))) == (day(30), day(60), day(60))


def test_a_window_that_has_closed_already_asks_no_more(ingrid: Prospect) -> None:
    assert dates(put_off(step_of(ingrid), day(70), on=day(65))) == (day(30), day(70), day(70))


def test_a_window_that_has_not_opened_opens_with_an_earlier_day(ingrid: Prospect) -> None:
    assert dates(put_off(step_of(ingrid), day(10), on=day(2))) == (day(10), day(10), day(60))


@pytest.mark.parametrize("until", [day(45), day(44), MONDAY])
def test_never_before_tomorrow(ingrid: Prospect, until: date) -> None:
    with pytest.raises(TooEarly):
        put_off(step_of(ingrid), until, on=day(45))


def test_a_row_without_a_window_moves_as_a_whole_and_asks_nothing(ingrid: Prospect) -> None:
    thanks = open_row(ingrid, Kind.THANK_YOU)
    assert dates(put_off(thanks, day(8), on=day(1))) == (day(8),) * 3


def test_an_agreed_meeting_moves_and_stays_agreed(owner: User) -> None:
    person = log(owner, next_contact_on=day(9), next_contact_manner=Manner.MEETING).prospect
    moved = put_off(step_of(person), day(12), on=day(8))
    assert (dates(moved), moved.kind, moved.is_agreed) == ((day(12),) * 3, Kind.AGREED_MEETING, True)


def test_a_row_that_is_done_or_stale_does_not_move(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    put_off(step, day(50), on=day(45), version=step.version)
    with pytest.raises(NotOpen):
        put_off(step, day(51), on=day(45), version=step.version)
    complete(step, Outcome.SPOKE, on=day(45))
    with pytest.raises(NotOpen):
        put_off(step, day(51), on=day(45))


class TestTheThirdTime:
    def test_twice_a_named_day_will_do_and_the_third_time_asks_for_a_real_one(self, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        assert put_off(step, Later.TOMORROW, on=day(45)).snoozes == 1
        assert put_off(step, Later.NEXT_WEEK, on=day(46)).snoozes == 2
        stood = dates(step_of(ingrid))
        for later in Later:
            with pytest.raises(RealDateNeeded):
                put_off(step, later, on=day(47), fine=True)
        assert dates(step_of(ingrid)) == stood
        moved = put_off(step, day(57), on=day(47))
        assert (moved.due_on, moved.snoozes) == (day(57), 3)

    def test_of_every_kind(self, ingrid: Prospect) -> None:
        thanks = open_row(ingrid, Kind.THANK_YOU)
        for on in (1, 2):
            put_off(thanks, Later.TOMORROW, on=day(on))
        with pytest.raises(RealDateNeeded):
            put_off(thanks, Later.TOMORROW, on=day(3))

    def test_taken_back_it_was_not_put_off(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        for _time in range(2):
            put_off(step, Later.TOMORROW, on=day(45))
        undo(step.pk, by=owner, now=nine_on(day(45)))
        assert step_of(ingrid).snoozes == 1
        assert put_off(step, Later.TOMORROW, on=day(45)).snoozes == 2

    def test_timed_anew_it_begins_again(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        for _time in range(2):
            put_off(step, Later.TOMORROW, on=day(45))
        rang = NewTouch(Channel.CALL, day(45), Direction.IN, summary="They rang.")
        log_touch(ingrid, rang, by=owner, today=day(45), now=nine_on(day(45)))
        assert step_of(ingrid).pk == step.pk
        assert step_of(ingrid).snoozes == 0


EASTER = WorkingCalendar(country="DE")
MAUNDY_THURSDAY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("later", "today", "means"),
    [
        (Later.TOMORROW, MONDAY, day(1)),
        (Later.TOMORROW, MAUNDY_THURSDAY, date(2026, 4, 7)),
        (Later.NEXT_WEEK, MONDAY, day(7)),
        (Later.NEXT_WEEK, day(6), day(7)),
        (Later.NEXT_WEEK, MAUNDY_THURSDAY, date(2026, 4, 7)),
        (Later.NEXT_MONTH, MONDAY, date(2026, 4, 1)),
        (Later.NEXT_MONTH, date(2026, 1, 31), date(2026, 2, 2)),
        (Later.NEXT_MONTH, date(2026, 12, 15), date(2027, 1, 4)),
        (Later.WINDOW_END, MONDAY, date(2026, 4, 30)),
        (Later.WINDOW_END, date(2026, 4, 30), date(2026, 5, 4)),
        (Later.WINDOW_END, date(2026, 7, 1), date(2026, 7, 2)),
    ],
)
def test_named_days_are_working_days_after_today(later: Later, today: date, means: date) -> None:
    # The window ends on 1 May, a holiday in Germany.
    row = FollowUp(opens_on=date(2026, 4, 1), due_on=date(2026, 4, 16), closes_on=date(2026, 5, 1))
    assert day_for(later, row, today, EASTER) == means
