"""Old noes form a queue, filled up to the limit from the next working day on."""

from dataclasses import replace
from datetime import date

from accounts.working_calendar import WorkingCalendar
from followups.kinds import Kind
from followups.scheduling import Desk, Planned, queued_check_in
from tests.cast import MONDAY
from tests.followups.telling import day

EMPTY = Desk(MONDAY, WorkingCalendar())


def a_queue(count: int, desk: Desk) -> list[Planned]:
    """So many old noes, placed one after the other."""
    rows = []
    for _ in range(count):
        rows.append(queued_check_in(desk))
        desk = desk.with_load({rows[-1].due_on: 1})
    return rows


def test_four_hundred_at_six_a_day_take_exactly_67_working_days() -> None:
    days = [row.due_on for row in a_queue(400, EMPTY)]
    assert len(set(days)) == 67
    assert days == sorted(days)
    assert (days[0], days[-1]) == (day(1), EMPTY.calendar.add(MONDAY, 67))
    assert [days.count(one) for one in sorted(set(days))] == [6] * 66 + [4]


def test_existing_load_counts() -> None:
    desk = Desk(MONDAY, WorkingCalendar(), {day(1): 5, day(2): 6, day(3): 9})
    assert [row.due_on for row in a_queue(3, desk)] == [day(1), day(4), day(4)]


def test_the_window_is_the_working_week_of_its_day_and_never_opens_before_tomorrow() -> None:
    first, *_, last = a_queue(25, EMPTY)
    assert first == Planned(Kind.CHECK_IN, day(1), day(1), day(4))
    assert last == Planned(Kind.CHECK_IN, day(7), day(7), day(11))


def test_the_working_week_is_the_persons_own() -> None:
    easter = WorkingCalendar(country="DE")
    row = queued_check_in(Desk(date(2026, 4, 6), easter))  # Easter Monday
    assert row == Planned(Kind.CHECK_IN, date(2026, 4, 7), date(2026, 4, 7), date(2026, 4, 10))
    four_days = WorkingCalendar(weekdays=frozenset({0, 1, 2, 3}))
    row = queued_check_in(Desk(MONDAY, four_days))
    assert row == Planned(Kind.CHECK_IN, day(1), day(1), day(3))


def test_on_the_last_day_of_the_week_the_next_week_is_meant() -> None:
    assert queued_check_in(Desk(day(4), WorkingCalendar())) == Planned(Kind.CHECK_IN, day(7), day(7), day(11))


def test_days_known_to_be_full_are_passed_over() -> None:
    # They are not looked at again: here there is room on them after all.
    desk = replace(EMPTY, full_until=day(2))
    assert queued_check_in(desk).due_on == day(3)
    assert queued_check_in(desk, quiet_until=day(7)).due_on == day(8)


def test_room_made_again_is_found_again() -> None:
    desk = replace(EMPTY, load={day(1): 6, day(2): 6, day(3): 6}, full_until=day(3))
    assert queued_check_in(desk.with_load({day(2): -1})).due_on == day(2)
    assert queued_check_in(desk.with_load({day(4): -1, day(7): 1})).due_on == day(4)
    assert queued_check_in(desk.with_load({day(1): 1})).due_on == day(4)
