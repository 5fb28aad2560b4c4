"""What is said about a date somebody typed, in both languages."""

from datetime import date

import pytest
from django.utils import translation

from desk.when_words import QUARTERS, REASONS, SEASONS, reading_text, spoken_when, unread_text
from followups.when import Precision, Reading, Rule, Unread, Why, read
from tests.followups.when_phrases import BAVARIA, MONDAY


def a_reading(words: str) -> Reading:
    reading = read(words, MONDAY, BAVARIA)
    assert isinstance(reading, Reading)
    return reading


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("en", "7 April", "Understood as Tuesday 7 April 2026."),
        ("en", "tomorrow", "Understood as tomorrow, Tuesday 3 March 2026."),
        ("en", "heute", "Understood as today, Monday 2 March 2026."),
        ("en", "mid April", "Understood as Wednesday 15 April 2026 (the middle of a month is the 15th)."),
        (
            "en", "after the summer",
            "Understood as Monday 7 September 2026 (after the summer is the first Monday of September).",
        ),
        ("de", "7 April", "Verstanden als Dienstag, 7. April 2026."),
        ("de", "mid April", "Verstanden als Mittwoch, 15. April 2026 (Mitte des Monats ist der 15.)."),
        ("de", "nach Ostern", "Verstanden als Dienstag, 7. April 2026 (der erste Arbeitstag danach)."),
    ],
)  # fmt: skip
def test_the_reading_is_shown_with_its_full_date(language: str, words: str, said: str) -> None:
    with translation.override(language):
        assert reading_text(a_reading(words), MONDAY) == said


def test_every_rule_but_that_of_a_plain_day_gives_its_reason() -> None:
    assert set(Rule) - set(REASONS) == {Rule.WRITTEN_DAY, Rule.RELATIVE_DAY}


@pytest.mark.parametrize(
    ("words", "english", "german"),
    [
        ("7.4.", "on 7 April", "am 7. April"),
        ("in six weeks", "in the week of 13 April", "in der Woche vom 13. April"),
        ("nach den Sommerferien", "in the week of 14 September", "in der Woche vom 14. September"),
        ("in September", "in September", "im September"),
        ("Anfang Juni", "in early June", "Anfang Juni"),
        ("mid April", "in mid-April", "Mitte April"),
        ("end of May", "in late May", "Ende Mai"),
        ("Q3", "in the third quarter", "im dritten Quartal"),
        ("next spring", "in the spring of 2027", "im Frühjahr 2027"),
        ("im Herbst", "in the autumn", "im Herbst"),
        ("next year", "early in 2027", "Anfang 2027"),
        ("March", "in March 2027", "im März 2027"),
        ("2027-04-07", "on 7 April 2027", "am 7. April 2027"),
    ],
)
def test_a_reading_is_said_no_more_exactly_than_it_was_meant(words: str, english: str, german: str) -> None:
    for language, said in (("en", english), ("de", german)):
        with translation.override(language):
            assert spoken_when(a_reading(words), today=MONDAY) == said


def test_a_plain_date_is_said_as_a_day_unless_told_otherwise() -> None:
    day = date(2026, 4, 8)
    assert spoken_when(day) == "on 8 April"
    assert spoken_when(day, Precision.WEEK) == "in the week of 6 April"
    assert spoken_when(day, Precision.MONTH) == "in April"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_quarter_and_its_season(month: int) -> None:
    day = date(2026, month, 10)
    assert spoken_when(day, Precision.QUARTER) == str(QUARTERS[(month - 1) // 3])
    season = {12: 12, 1: 12, 2: 12, 3: 3, 4: 3, 5: 3, 6: 6, 7: 6, 8: 6, 9: 9, 10: 9, 11: 9}[month]
    assert spoken_when(day, Precision.SEASON) == str(SEASONS[season])


@pytest.mark.parametrize(
    ("unread", "english", "german"),
    [
        (Unread(Why.EMPTY), "Say when: a day like 7 April", "Sagen Sie, wann: ein Tag wie 7. April"),
        (Unread(Why.NOT_A_DATE), "We can't tell which day that is. Say when", "Sagen Sie, wann"),
        (Unread(Why.PAST), "That day has passed. Say when", "Dieser Tag ist vorbei. Sagen Sie, wann"),
        (
            Unread(Why.PAST, date(2026, 4, 7)),
            "That day has passed. The next one is Tuesday 7 April 2026.",
            "Der nächste ist Dienstag, 7. April 2026.",
        ),
    ],
)
def test_what_could_not_be_read_is_said_with_what_would_help(
    unread: Unread, english: str, german: str
) -> None:
    for language, said in (("en", english), ("de", german)):
        with translation.override(language):
            assert said in unread_text(unread)
