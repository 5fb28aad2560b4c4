"""Which day of a window: nearest the preferred one under the limit, else the least loaded."""

from datetime import date, timedelta

import pytest

from accounts.working_calendar import WorkingCalendar
from followups.scheduling import Desk, Window, pick_day
from tests.cast import MONDAY
from tests.followups.telling import day

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in range(1, 5))
WEEK = Window(MONDAY, FRIDAY)
WEEKDAYS = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)


def picked(load: dict[date, int], preferred: date = WEDNESDAY, window: Window = WEEK) -> date:
    return pick_day(window, preferred, Desk(MONDAY, WorkingCalendar(), load))[0]


def test_the_preferred_day_when_it_has_room() -> None:
    assert picked({}) == WEDNESDAY


@pytest.mark.parametrize("load", [1, 5])
def test_days_under_the_limit_are_equal(load: int) -> None:
    assert picked({WEDNESDAY: load}) == WEDNESDAY


def test_at_the_limit_the_nearest_day_with_room_the_earlier_on_a_tie() -> None:
    assert picked({WEDNESDAY: 6}) == TUESDAY
    assert picked({WEDNESDAY: 6, TUESDAY: 6}) == THURSDAY
    assert picked({WEDNESDAY: 6, TUESDAY: 6, THURSDAY: 7}) == MONDAY


def test_with_all_full_the_least_loaded_then_the_nearest_then_the_earlier() -> None:
    assert picked(dict.fromkeys(WEEKDAYS, 6) | {FRIDAY: 5}) == FRIDAY
    assert picked(dict.fromkeys(WEEKDAYS, 8) | {FRIDAY: 7, MONDAY: 7}) == MONDAY
    assert picked(dict.fromkeys(WEEKDAYS, 8) | {FRIDAY: 7, TUESDAY: 7}) == TUESDAY
    assert picked(dict.fromkeys(WEEKDAYS, 6)) == WEDNESDAY


def test_nearest_is_counted_in_calendar_days() -> None:
    two_weeks = Window(MONDAY, day(11))
    saturday, sunday = day(5), day(6)
    assert picked({}, saturday, two_weeks) == FRIDAY
    assert picked({}, sunday, two_weeks) == day(7)


def test_a_preferred_day_outside_the_window_takes_its_nearer_end() -> None:
    assert picked({}, day(-20)) == MONDAY
    assert picked({}, day(40)) == FRIDAY


def test_a_weekend_is_not_picked_however_empty() -> None:
    full = dict.fromkeys((FRIDAY, day(7)), 9)
    assert picked(full, day(5), Window(FRIDAY, day(7))) in {FRIDAY, day(7)}


def test_a_window_of_a_weekend_moves_its_end_to_monday() -> None:
    weekend = Window(day(5), day(6))
    assert pick_day(weekend, day(5), Desk(MONDAY, WorkingCalendar())) == (day(7), Window(day(5), day(7)))


def test_more_load_and_less_load_add_up() -> None:
    desk = Desk(MONDAY, WorkingCalendar(), {MONDAY: 2}).with_load({MONDAY: -1, TUESDAY: 1})
    assert desk.load == {MONDAY: 1, TUESDAY: 1}
