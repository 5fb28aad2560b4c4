"""A retry: the third to the seventh working day, the second try on another channel."""

from datetime import date

import pytest

from accounts.working_calendar import WorkingCalendar
from followups.kinds import Kind
from followups.scheduling import Desk, Planned, interested_check_in, retry
from prospects.conversations import Manner
from tests.cast import MONDAY
from tests.followups.telling import day

DESK = Desk(MONDAY, WorkingCalendar())


def test_the_third_working_day_is_preferred_the_seventh_the_last() -> None:
    assert retry(1, Manner.CALL, DESK) == Planned(Kind.CHECK_IN, day(3), day(3), day(9), Manner.MAIL, tries=1)


def test_a_full_third_day_gives_way() -> None:
    assert retry(1, None, Desk(MONDAY, WorkingCalendar(), {day(3): 6})).due_on == day(4)


def test_working_days_are_the_persons_own() -> None:
    easter = Desk(date(2026, 4, 1), WorkingCalendar(country="DE"))
    row = retry(1, None, easter)  # Thursday, then Tuesday and Wednesday after Easter
    assert (row.opens_on, row.closes_on) == (date(2026, 4, 8), date(2026, 4, 14))


@pytest.mark.parametrize(
    ("last", "next_one"),
    [
        (None, Manner.MAIL),
        (Manner.CALL, Manner.MAIL),
        (Manner.MAIL, Manner.CALL),
        (Manner.MEETING, Manner.MAIL),
    ],
)
def test_the_next_try_takes_another_channel(last: Manner | None, next_one: Manner) -> None:
    assert retry(1, last, DESK).manner == next_one


def test_interested_people_are_called_in_a_week() -> None:
    assert interested_check_in(DESK) == Planned(Kind.CHECK_IN, day(7), day(7), day(7))
    on_friday = Desk(date(2026, 3, 27), WorkingCalendar(country="DE"))  # a week on is Good Friday
    assert interested_check_in(on_friday).due_on == date(2026, 4, 7)
