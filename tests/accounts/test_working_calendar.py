"""Which days a person works."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.working_calendar import NoWorkingDay, WorkingCalendar, each_day, public_holidays

WEEK = WorkingCalendar()
BAVARIA = WorkingCalendar(country="DE", region="BY")
BERLIN = WorkingCalendar(country="DE", region="BE")

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, 6) + timedelta(days=n) for n in range(4))
EPIPHANY = date(2026, 1, 6)  # a Tuesday; kept in Bavaria, not in Berlin
CORPUS_CHRISTI = date(2026, 6, 4)  # a Thursday; the same
WOMENS_DAY = date(2027, 3, 8)  # a Monday; kept in Berlin, not in Bavaria


def test_weekdays_are_worked_and_weekends_are_not() -> None:
    assert [WEEK.is_working_day(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [
        True,
        False,
        False,
        True,
    ]


def test_the_weekdays_are_the_persons_own() -> None:
    weekend = WorkingCalendar(weekdays=frozenset({5, 6}))
    assert weekend.days(FRIDAY, MONDAY) == [SATURDAY, SUNDAY]


@pytest.mark.parametrize(
    ("calendar", "day", "works"),
    [
        (BAVARIA, EPIPHANY, False),
        (BERLIN, EPIPHANY, True),
        (BAVARIA, CORPUS_CHRISTI, False),
        (BERLIN, CORPUS_CHRISTI, True),
        (BAVARIA, WOMENS_DAY, True),
        (BERLIN, WOMENS_DAY, False),
        (BAVARIA, date(2026, 12, 25), False),
        (WEEK, date(2026, 12, 25), True),
    ],
)
def test_holidays_are_those_of_country_and_region(calendar: WorkingCalendar, day: date, works: bool) -> None:
    assert calendar.is_working_day(day) is works


def test_a_holiday_moved_over_the_turn_of_the_year_is_known_in_the_old_one() -> None:
    # New Year's Day of 2022 was a Saturday: observed in the United States on the Friday before.
    assert WorkingCalendar(country="US").is_holiday(date(2021, 12, 31))


@pytest.mark.parametrize(("country", "region"), [("ZZ", ""), ("ZZ", "QQ"), ("", ""), ("", "BY")])
def test_an_unknown_country_has_no_holidays(country: str, region: str) -> None:
    assert public_holidays(country, region, 2026) == frozenset()


def test_an_unknown_region_has_the_holidays_of_its_country() -> None:
    assert public_holidays("DE", "QQ", 2026) == public_holidays("DE", "", 2026) != frozenset()


@pytest.mark.parametrize("year", [1, 1583, 4100, 9998])
def test_a_year_without_known_holidays_stops_nothing(year: int) -> None:
    assert BAVARIA.on_or_after(date(year, 5, 2)) >= date(year, 5, 2)


def test_an_absence_is_not_worked_first_and_last_day_included() -> None:
    away = WorkingCalendar(absences=((MONDAY, MONDAY + timedelta(days=4)),))
    assert away.on_or_after(MONDAY) == MONDAY + timedelta(days=7)
    assert away.on_or_before(MONDAY + timedelta(days=4)) == FRIDAY


def test_stepping_over_a_weekend() -> None:
    assert WEEK.on_or_after(FRIDAY) == FRIDAY
    assert WEEK.on_or_after(SATURDAY) == MONDAY
    assert WEEK.on_or_before(SUNDAY) == FRIDAY
    assert WEEK.next_after(FRIDAY) == MONDAY
    assert WEEK.add(FRIDAY, 3) == date(2026, 3, 11)


def test_easter_makes_four_days_off_in_a_row() -> None:
    assert BAVARIA.next_after(date(2026, 4, 2)) == date(2026, 4, 7)


def test_a_calendar_without_a_working_day_says_so() -> None:
    for calendar in (
        WorkingCalendar(weekdays=frozenset()),
        WorkingCalendar(absences=((date(2020, 1, 1), date(2040, 1, 1)),)),
    ):
        with pytest.raises(NoWorkingDay):
            calendar.on_or_after(MONDAY)
        with pytest.raises(NoWorkingDay):
            calendar.on_or_before(MONDAY)


def test_a_range_that_ends_before_it_begins_is_empty() -> None:
    assert list(each_day(MONDAY, FRIDAY)) == []
    assert WEEK.days(MONDAY, FRIDAY) == []


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from([WEEK, BAVARIA, BERLIN, WorkingCalendar(country="US", region="TX")]),
    st.integers(1, 40),
)
def test_steps_agree_with_counting_day_by_day(day: date, calendar: WorkingCalendar, count: int) -> None:
    after = [later for later in each_day(day, day + timedelta(days=120)) if calendar.is_working_day(later)]
    strictly = [later for later in after if later > day]
    assert calendar.on_or_after(day) == after[0]
    assert calendar.next_after(day) == strictly[0]
    assert calendar.add(day, count) == strictly[count - 1]
    assert calendar.days(day, day + timedelta(days=120)) == after
