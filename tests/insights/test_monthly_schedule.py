"""When the letter of the month leaves: once for a month, on a working day, never for one long over."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.working_calendar import WorkingCalendar
from insights.calendar_months import Month, month_of
from insights.monthly_schedule import (
    MonthlyStanding,
    MonthlyWishes,
    PlannedLetter,
    decide_letter,
    first_letter,
    leaves_at,
    letter_after_a_change,
    next_letter,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "Pacific/Apia",
        "America/Nuuk",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "UTC",
    )
]
FEBRUARY, MARCH, APRIL = (Month(2026, number) for number in (2, 3, 4))
BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
HALF_PAST_SEVEN = time(7, 30)


def wishes(**changed: object) -> MonthlyWishes:
    usual = {"zone": BERLIN, "at": HALF_PAST_SEVEN, "calendar": WorkingCalendar()}
    return MonthlyWishes(**(usual | changed))  # type: ignore[arg-type]


def at(day: date, hour: int = 7, minute: int = 30, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)


def test_it_leaves_on_the_first_working_day_at_the_hour_of_the_reminder_mail() -> None:
    # The first of March 2026 is a Sunday.
    assert leaves_at(wishes(), FEBRUARY) == at(date(2026, 3, 2))
    sundays = wishes(calendar=WorkingCalendar(frozenset({6})))
    assert leaves_at(sundays, FEBRUARY) == at(date(2026, 3, 1))


def test_holidays_and_absences_are_no_working_days() -> None:
    # New Year's Day is a Thursday.
    german = WorkingCalendar(country="DE")
    assert leaves_at(wishes(calendar=german), Month(2025, 12)) == at(date(2026, 1, 2))
    away = WorkingCalendar(absences=((date(2026, 3, 1), date(2026, 3, 9)),))
    assert leaves_at(wishes(calendar=away), FEBRUARY) == at(date(2026, 3, 10))


def test_who_is_away_for_the_whole_month_gets_the_next_one() -> None:
    away = wishes(calendar=WorkingCalendar(absences=((date(2026, 3, 1), date(2026, 3, 31)),)))
    assert next_letter(away, FEBRUARY) == PlannedLetter(MARCH, at(date(2026, 4, 1)))


def test_who_works_on_no_day_is_looked_at_again_after_two_years() -> None:
    never = wishes(calendar=WorkingCalendar(frozenset()))
    assert next_letter(never, FEBRUARY).month == Month(2028, 2)
    assert decide_letter(never, MonthlyStanding(FEBRUARY), at(date(2028, 3, 1))).send is None


def test_the_first_letter_is_about_the_month_they_came_in() -> None:
    assert first_letter(wishes(), at(date(2026, 2, 17))) == PlannedLetter(FEBRUARY, at(date(2026, 3, 2)))


def test_on_its_day_it_leaves_and_the_next_is_planned() -> None:
    decision = decide_letter(wishes(), MonthlyStanding(FEBRUARY), at(date(2026, 3, 2)))
    assert decision.send == PlannedLetter(FEBRUARY, at(date(2026, 3, 2)))
    assert decision.then == PlannedLetter(MARCH, at(date(2026, 4, 1)))


def test_before_its_hour_it_waits() -> None:
    early = at(date(2026, 3, 2)) - timedelta(minutes=1)
    assert decide_letter(wishes(), MonthlyStanding(FEBRUARY), early).send is None


def test_after_an_outage_of_weeks_the_newest_month_has_its_letter_and_the_older_none() -> None:
    decision = decide_letter(wishes(), MonthlyStanding(Month(2025, 11)), at(date(2026, 3, 19)))
    assert decision.send == PlannedLetter(FEBRUARY, at(date(2026, 3, 2)))
    assert decision.then.month == MARCH


def test_between_the_months_the_older_is_not_made_any_more() -> None:
    """On Sunday the first of March January is old news, and the letter about February is to come."""
    decision = decide_letter(wishes(), MonthlyStanding(Month(2026, 1)), at(date(2026, 3, 1), 12))
    assert (decision.send, decision.then) == (None, PlannedLetter(FEBRUARY, at(date(2026, 3, 2))))


def test_a_change_of_hour_on_the_day_makes_it_due_at_once() -> None:
    nine = wishes(at=time(9))
    standing, now = MonthlyStanding(FEBRUARY, Month(2026, 1)), at(date(2026, 3, 2), 8, 0)
    assert letter_after_a_change(nine, standing, now).at == at(date(2026, 3, 2), 9, 0)
    assert letter_after_a_change(wishes(), standing, now).at == at(date(2026, 3, 2), 7, 30)


def test_a_move_across_the_date_line_brings_no_second_one() -> None:
    """Served in Samoa on 2 March, they fly to Hawaii where it is still the first."""
    hawaii = wishes(zone=ZoneInfo("Pacific/Honolulu"))
    now = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
    assert letter_after_a_change(hawaii, MonthlyStanding(MARCH, FEBRUARY), now).month == MARCH


def test_what_a_wrong_clock_noted_for_a_month_to_come_does_not_count() -> None:
    standing = MonthlyStanding(Month(2031, 1), Month(2030, 12))
    assert letter_after_a_change(wishes(), standing, at(date(2026, 3, 10))).month == MARCH


CALENDARS = st.builds(
    WorkingCalendar,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    country=st.sampled_from(["", "DE", "NO", "US"]),
    absences=st.lists(
        st.tuples(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 90)), max_size=3
    ).map(lambda found: tuple((first, first + timedelta(days=days)) for first, days in found)),
)
WISHES = st.builds(
    MonthlyWishes,
    zone=st.sampled_from(ZONES),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    calendar=CALENDARS,
)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))


@given(WISHES, st.lists(st.tuples(st.integers(1, 60 * 24 * 40), WISHES), min_size=1, max_size=25), MOMENTS)
def test_looked_at_whenever_and_with_wishes_that_change_no_month_comes_twice(
    wanted: MonthlyWishes, looks: list[tuple[int, MonthlyWishes]], start: datetime
) -> None:
    planned = first_letter(wanted, start)
    standing, now = MonthlyStanding(planned.month), start
    sent: list[Month] = []
    for minutes, changed in looks:
        now += timedelta(minutes=minutes)
        decision = decide_letter(changed, standing, now)
        if decision.send:
            assert decision.send.at <= now
            assert decision.send.month == month_of(now.astimezone(changed.zone).date()).before()
            sent.append(decision.send.month)
            standing = MonthlyStanding(decision.then.month, decision.send.month)
        else:
            standing = MonthlyStanding(decision.then.month, standing.last_month)
        # As the database asks for it.
        assert standing.last_month is None or standing.last_month < standing.next_month
    assert sent == sorted(set(sent))


@settings(max_examples=30)
@given(WISHES, MOMENTS)
def test_looked_at_every_day_every_month_with_a_working_day_has_its_letter(
    wanted: MonthlyWishes, start: datetime
) -> None:
    standing, sent = MonthlyStanding(first_letter(wanted, start).month), set()
    for day in range(400):
        now = start + timedelta(days=day, minutes=day % 7)
        decision = decide_letter(wanted, standing, now)
        if decision.send:
            sent.add(decision.send.month)
        last = decision.send.month if decision.send else standing.last_month
        standing = MonthlyStanding(decision.then.month, last)
    first = month_of(start.astimezone(wanted.zone).date())
    for ahead in range(11):
        month = first.following(ahead)
        leaves = leaves_at(wanted, month)
        # What leaves in the last hours of a month may be overtaken by the next between two looks.
        if leaves and leaves.astimezone(wanted.zone).date() < month.following().last_day:
            assert month in sent


@pytest.mark.parametrize("hour", [0, 2, 3, 23])
def test_a_clock_that_jumps_still_has_an_hour_for_it(hour: int) -> None:
    # In Nuuk the clocks go forward in the evening; in Berlin at two.
    for zone in ZONES:
        found = leaves_at(wishes(zone=zone, at=time(hour, 30)), FEBRUARY)
        assert found is not None
        assert found.astimezone(zone).date() == date(2026, 3, 2)
