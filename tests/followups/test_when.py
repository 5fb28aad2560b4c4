"""Words for dates: every phrase of the table, what is refused, and that nothing typed ever breaks it."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.working_calendar import WorkingCalendar
from followups.when import Precision, Reading, Rule, Unread, Why, read
from followups.when_vocabulary import PHRASES, VOCABULARY
from tests.followups.when_phrases import AMERICA, BAVARIA, MONDAY, NO_DATES, PAST, PLAIN, rows

ROWS = rows()
TEN_YEARS = timedelta(days=3653)


def the_day(text: str, today: date = MONDAY, calendar: WorkingCalendar = BAVARIA, region: str = "") -> date:
    reading = read(text, today, calendar, region)
    assert isinstance(reading, Reading), f"{text!r} was not read"
    return reading.day


@pytest.mark.parametrize(
    ("today", "calendar", "words", "day"), ROWS, ids=[f"{words}, {today}" for today, _, words, _ in ROWS]
)
def test_the_words_are_read_as_the_rules_say(
    today: date, calendar: WorkingCalendar, words: str, day: date
) -> None:
    assert the_day(words, today, calendar) == day


def test_the_table_holds_phrases_enough_of_both_languages() -> None:
    assert len({words for _today, _calendar, words, _day in ROWS}) >= 200


@pytest.mark.parametrize("words", NO_DATES, ids=repr)
def test_what_is_no_date_is_said_to_be_none(words: str) -> None:
    assert read(words, MONDAY, BAVARIA) == Unread(Why.NOT_A_DATE)


@pytest.mark.parametrize("words", ["", " ", "\n\t ", "\u00a0"])
def test_nothing_typed_is_told_apart(words: str) -> None:
    assert read(words, MONDAY, BAVARIA) == Unread(Why.EMPTY)


@pytest.mark.parametrize(("words", "offered"), PAST)
def test_a_day_that_has_passed_is_refused_with_the_next_one_offered(words: str, offered: date | None) -> None:
    assert read(words, MONDAY, BAVARIA) == Unread(Why.PAST, offered)


def test_a_weekday_of_this_week_that_has_passed_is_offered_for_the_next() -> None:
    assert read("this Tuesday", date(2026, 3, 27), BAVARIA) == Unread(Why.PAST, date(2026, 3, 31))


def test_nobody_guesses_which_number_is_the_day_where_no_country_says() -> None:
    assert read("7/4/2026", MONDAY, PLAIN) == Unread(Why.NOT_A_DATE)
    assert the_day("7/4/2026", calendar=BAVARIA) == date(2026, 4, 7)
    assert the_day("7/4/2026", calendar=AMERICA) == date(2026, 7, 4)


@pytest.mark.parametrize(
    ("region", "day"),
    [
        ("NW", date(2026, 9, 2)), ("BE", date(2026, 8, 24)), ("HE", date(2026, 8, 10)),
        ("BW", date(2026, 9, 14)), ("DE-NW", date(2026, 9, 2)), ("", date(2026, 9, 15)),
    ],
)  # fmt: skip
def test_school_holidays_are_those_of_the_state(region: str, day: date) -> None:
    assert the_day("nach den Sommerferien", calendar=WorkingCalendar(country="DE"), region=region) == day


def test_a_region_of_another_country_is_no_german_state() -> None:
    bern = WorkingCalendar(country="CH", region="BE")
    assert the_day("nach den Sommerferien", calendar=bern) == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("words", "rule", "precision"),
    [
        ("7 April", Rule.WRITTEN_DAY, Precision.DAY),
        ("tomorrow", Rule.RELATIVE_DAY, Precision.DAY),
        ("next Tuesday", Rule.WEEKDAY, Precision.DAY),
        ("am 15.", Rule.DAY_OF_MONTH, Precision.DAY),
        ("in 10 days", Rule.DURATION, Precision.DAY),
        ("in six weeks", Rule.DURATION, Precision.WEEK),
        ("in three months", Rule.DURATION, Precision.MONTH),
        ("in 6-8 weeks", Rule.LATER_OF_TWO, Precision.WEEK),
        ("within six weeks", Rule.WITHIN, Precision.DAY),
        ("KW 12", Rule.CALENDAR_WEEK, Precision.WEEK),
        ("next week", Rule.NEXT_WEEK, Precision.WEEK),
        ("early next week", Rule.PART_OF_WEEK, Precision.WEEK),
        ("early April", Rule.EARLY_MONTH, Precision.PART_OF_MONTH),
        ("Mitte April", Rule.MID_MONTH, Precision.PART_OF_MONTH),
        ("end of May", Rule.LATE_MONTH, Precision.PART_OF_MONTH),
        ("in September", Rule.MONTH, Precision.MONTH),
        ("next month", Rule.PERIOD, Precision.MONTH),
        ("next quarter", Rule.PERIOD, Precision.QUARTER),
        ("next year", Rule.PERIOD, Precision.YEAR),
        ("mid Q2", Rule.PART_OF_PERIOD, Precision.PART_OF_MONTH),
        ("in the autumn", Rule.SEASON, Precision.SEASON),
        ("around Easter", Rule.HOLIDAY, Precision.DAY),
        ("after Easter", Rule.AFTER, Precision.DAY),
        ("after Q2", Rule.AFTER, Precision.MONTH),
        ("after the fair in May", Rule.AFTER_MONTH, Precision.MONTH),
        ("after the summer", Rule.AFTER_SUMMER, Precision.WEEK),
        ("nach den Sommerferien", Rule.AFTER_SCHOOL_SUMMER, Precision.WEEK),
        ("by mid April", Rule.BEFORE, Precision.DAY),
        ("not before May", Rule.NOT_BEFORE, Precision.MONTH),
        ("April or May", Rule.LATER_OF_TWO, Precision.MONTH),
    ],
)
def test_a_reading_tells_its_rule_and_how_exactly_it_was_said(
    words: str, rule: Rule, precision: Precision
) -> None:
    reading = read(words, MONDAY, BAVARIA)
    assert isinstance(reading, Reading)
    assert (reading.rule, reading.precision) == (rule, precision)


def test_the_end_of_a_month_that_is_nearly_over_says_so() -> None:
    reading = read("end of the month", date(2026, 3, 27), BAVARIA)
    assert reading == Reading(date(2026, 3, 31), Rule.LAST_OF_MONTH, Precision.PART_OF_MONTH)


def test_unknown_school_holidays_are_told_apart() -> None:
    reading = read("nach den Sommerferien", MONDAY, PLAIN)
    assert isinstance(reading, Reading)
    assert reading.rule == Rule.AFTER_UNKNOWN_SCHOOL_SUMMER


def test_a_long_story_is_not_searched_for_a_date() -> None:
    assert read("in six weeks " * 40, MONDAY, BAVARIA) == Unread(Why.NOT_A_DATE)


def test_a_calendar_without_working_days_breaks_nothing() -> None:
    nobody = WorkingCalendar(weekdays=frozenset())
    assert read("next quarter", MONDAY, nobody) == Unread(Why.NOT_A_DATE)
    assert the_day("7 April", calendar=nobody) == date(2026, 4, 7)


# Any text: what the words of the vocabulary make, numbers of every size, and whatever Unicode holds.
WORDS = st.sampled_from(sorted({*VOCABULARY, *PHRASES}))
NUMBERS = (
    st.integers(0, 40).map(str) | st.integers().map(str) | st.sampled_from(["2026", "27", "٦", "²", "½"])
)
SIGNS = st.sampled_from(
    ["-", "–", "/", ".", ",", "'", "?", "+", "\x00", "7.", "7.4.", "1.5", "3/4", "7/4/26"]
)
SENTENCES = st.lists(WORDS | NUMBERS | SIGNS, min_size=1, max_size=7).map(" ".join)
RUN_TOGETHER = st.lists(WORDS | NUMBERS | SIGNS, min_size=1, max_size=5).map("".join)
TEXTS = st.text(max_size=60) | SENTENCES | RUN_TOGETHER
CALENDARS = st.sampled_from(
    [PLAIN, BAVARIA, AMERICA, WorkingCalendar(frozenset({5}), "DE", "BE"), WorkingCalendar(frozenset())]
)


def is_a_clear_answer(text: str, today: date, calendar: WorkingCalendar) -> None:
    answer = read(text, today, calendar)
    if isinstance(answer, Reading):
        assert today <= answer.day <= today + TEN_YEARS
    else:
        assert answer.offered is None or (answer.why == Why.PAST and answer.offered >= today)
        assert (answer.why == Why.EMPTY) == (not text.strip())


@settings(max_examples=1500, deadline=None)
@given(TEXTS, st.dates(date(2020, 1, 1), date(2035, 12, 31)), CALENDARS)
@example("in 99999999999 weeks", MONDAY, PLAIN)
@example("31.12.9999", MONDAY, BAVARIA)
@example("nach 29.2.", MONDAY, BAVARIA)
def test_any_text_is_a_date_from_today_on_or_a_clear_no(
    text: str, today: date, calendar: WorkingCalendar
) -> None:
    is_a_clear_answer(text, today, calendar)


@settings(max_examples=300, deadline=None)
@given(SENTENCES, st.dates())
@example("vor Ostern", date.min)
@example("in six weeks", date.max)
@example("next year", date.max)
def test_the_ends_of_the_calendar_break_nothing(text: str, today: date) -> None:
    answer = read(text, today, PLAIN)
    if isinstance(answer, Reading):
        assert answer.day >= today


@given(st.dates(date(2026, 3, 2), date(2036, 2, 28)))
def test_every_day_of_the_next_ten_years_can_be_written_out(day: date) -> None:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%A, %d %b %Y", "%d/%m/%Y"):
        assert the_day(day.strftime(pattern)) == day


@given(st.integers(1, 500), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_days_and_weeks_are_plain_arithmetic(count: int, today: date) -> None:
    assert the_day(f"in {count} days", today) == today + timedelta(days=count)
    assert the_day(f"in {count} Wochen", today) == today + timedelta(days=7 * count)
