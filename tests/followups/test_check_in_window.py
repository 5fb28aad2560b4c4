"""When a first check-in is due: 30 to 60 days after the no, cut to after today when it is written down late.

Every date here was counted by hand in a calendar of 2026. MONDAY is 2 March; nothing is a holiday
unless a test says so.
"""

from datetime import date, timedelta

import pytest

from accounts.working_calendar import WorkingCalendar
from followups.exit_plan import NoFacts, first_plan
from followups.kinds import Kind
from followups.scheduling import Desk, Planned, Window, check_in, check_in_window
from prospects.conversations import ExitConversation
from tests.cast import MONDAY

DESK = Desk(MONDAY, WorkingCalendar())
GERMANY = Desk(MONDAY, WorkingCalendar(country="DE"))

NOT_NOW = ExitConversation.NOT_A_PRIORITY
STAYING = ExitConversation.STAYING_WITH_SUPPLIER


def days_ago(count: int) -> date:
    return MONDAY - timedelta(days=count)


def checked_in(age: int, conversation: ExitConversation = NOT_NOW, desk: Desk = DESK) -> Planned:
    """The check-in of a no that was said so many days before it is written down."""
    plan = first_plan(NoFacts(conversation, days_ago(age)), desk)
    return next(row for row in plan if row.kind == Kind.CHECK_IN)


def test_a_no_of_today_has_its_window_from_day_30_to_day_60() -> None:
    assert check_in_window(MONDAY, DESK) == Window(date(2026, 4, 1), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("conversation", "due"),
    [
        (NOT_NOW, date(2026, 4, 16)),  # day 45, a Thursday
        (ExitConversation.COMPETITOR_CHOSEN, date(2026, 4, 27)),  # day 55 is a Sunday
        (ExitConversation.BETTER_FIT_ELSEWHERE, date(2026, 4, 21)),  # day 50, a Tuesday
        (STAYING, date(2026, 4, 27)),  # day 55 again
        (ExitConversation.DRIFTED, date(2026, 4, 2)),  # day 31, a Thursday
        (ExitConversation.CANNOT, date(2026, 4, 10)),  # day 40 is a Saturday
        (ExitConversation.WE_DECLINED, date(2026, 4, 6)),  # day 35, a Monday
        (ExitConversation.UNKNOWN, date(2026, 4, 1)),  # day 30, a Wednesday
    ],
)
def test_each_conversation_has_its_preferred_day(conversation: ExitConversation, due: date) -> None:
    planned = checked_in(0, conversation)
    assert planned == Planned(Kind.CHECK_IN, date(2026, 4, 1), due, date(2026, 5, 1))


@pytest.mark.parametrize(
    ("conversation", "due"),
    [
        (ExitConversation.DRIFTED, date(2026, 4, 2)),  # Good Friday is the day after
        (ExitConversation.WE_DECLINED, date(2026, 4, 7)),  # day 35 is Easter Monday
        (ExitConversation.CANNOT, date(2026, 4, 10)),
    ],
)
def test_easter_is_stepped_over(conversation: ExitConversation, due: date) -> None:
    assert checked_in(0, conversation, GERMANY).due_on == due


@pytest.mark.parametrize(
    ("age", "conversation", "opens", "due", "closes"),
    [
        # Said 20 February: the whole window lies ahead; day 45 is 6 April.
        (10, NOT_NOW, date(2026, 3, 22), date(2026, 4, 6), date(2026, 4, 21)),
        # Said 15 February: day 45 is 1 April.
        (15, NOT_NOW, date(2026, 3, 17), date(2026, 4, 1), date(2026, 4, 16)),
        # Said 31 January: day 30 is today, so tomorrow; day 45 is 17 March.
        (30, NOT_NOW, date(2026, 3, 3), date(2026, 3, 17), date(2026, 4, 1)),
        # Said 16 January: day 45 is today and gone, tomorrow is nearest; eleven working days are left.
        (45, NOT_NOW, date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 17)),
        # The same with day 55: 12 March.
        (45, STAYING, date(2026, 3, 3), date(2026, 3, 12), date(2026, 3, 17)),
        # Said 8 January: until 9 March five working days are left, just enough.
        (53, NOT_NOW, date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 9)),
        # Said 7 January: until Sunday, 8 March four are left: the next two weeks instead.
        (54, NOT_NOW, date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 16)),
        # Said 3 January: until 4 March two are left; day 55 was 27 February.
        (58, STAYING, date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 16)),
        # Said 1 January: day 60 is today, none is left.
        (60, NOT_NOW, date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 16)),
        # Later than day 60: the queue; its window is the rest of this working week.
        (61, NOT_NOW, date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 6)),
        (400, NOT_NOW, date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 6)),
    ],
)
def test_written_down_late(
    age: int, conversation: ExitConversation, opens: date, due: date, closes: date
) -> None:
    assert checked_in(age, conversation) == Planned(Kind.CHECK_IN, opens, due, closes)


def test_a_window_that_is_short_by_absence_alone_is_not_brought_forward() -> None:
    away = WorkingCalendar(absences=((date(2026, 4, 1), date(2026, 4, 28)),))
    planned = check_in(MONDAY, NOT_NOW, Desk(MONDAY, away))
    assert planned == Planned(Kind.CHECK_IN, date(2026, 4, 1), date(2026, 4, 29), date(2026, 5, 1))


def test_a_window_without_a_working_day_takes_the_first_one_after_it() -> None:
    away = WorkingCalendar(absences=((date(2026, 3, 30), date(2026, 5, 10)),))
    planned = check_in(MONDAY, NOT_NOW, Desk(MONDAY, away))
    assert planned == Planned(Kind.CHECK_IN, date(2026, 4, 1), date(2026, 5, 11), date(2026, 5, 11))


def test_two_weeks_without_a_working_day_take_the_first_one_after_them() -> None:
    away = WorkingCalendar(absences=((MONDAY, date(2026, 3, 20)),))
    planned = check_in(days_ago(58), NOT_NOW, Desk(MONDAY, away))
    assert planned == Planned(Kind.CHECK_IN, date(2026, 3, 3), date(2026, 3, 23), date(2026, 3, 23))


def test_the_window_is_counted_in_dates_across_the_clock_change() -> None:
    # 29 March 2026 has 23 hours in Berlin; day 30 is still the same date of the next month.
    assert check_in_window(date(2026, 3, 10), DESK).first == date(2026, 4, 9)


def test_a_leap_day_is_a_day() -> None:
    desk = Desk(date(2028, 2, 1), WorkingCalendar())
    assert check_in_window(desk.today, desk) == Window(date(2028, 3, 2), date(2028, 4, 1))
