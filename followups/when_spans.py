"""Pure: what words mean on the calendar, before anybody asks for the next occurrence.

The conventions are those of RULES.md, "Words for dates". A `Span` is one occurrence, a `Phrase` all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dateutil.easter import easter
from dateutil.relativedelta import TH, relativedelta

from accounts.working_calendar import ONE_DAY, WorkingCalendar

WEEK = timedelta(days=7)
# Long enough for the next 29 February and the next week 53.
YEARS_AHEAD = 11


class Precision(StrEnum):
    """How exactly the words name a day, so that one can say it back no more exactly than they did."""

    DAY = "day"
    WEEK = "week"
    PART_OF_MONTH = "part_of_month"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"


class Rule(StrEnum):
    """The convention by which the words became a day."""

    WRITTEN_DAY = "written_day"
    RELATIVE_DAY = "relative_day"
    DAY_OF_MONTH = "day_of_month"
    WEEKDAY = "weekday"
    DURATION = "duration"
    WITHIN = "within"
    HOLIDAY = "holiday"
    CALENDAR_WEEK = "calendar_week"
    PART_OF_WEEK = "part_of_week"
    EARLY_MONTH = "early_month"
    MID_MONTH = "mid_month"
    LATE_MONTH = "late_month"
    LAST_OF_MONTH = "last_of_month"
    MONTH = "month"
    NEXT_WEEK = "next_week"
    PERIOD = "period"
    PART_OF_PERIOD = "part_of_period"
    SEASON = "season"
    AFTER = "after"
    AFTER_MONTH = "after_month"
    AFTER_SUMMER = "after_summer"
    AFTER_SCHOOL_SUMMER = "after_school_summer"
    AFTER_UNKNOWN_SCHOOL_SUMMER = "after_unknown_school_summer"
    BEFORE = "before"
    NOT_BEFORE = "not_before"
    LATER_OF_TWO = "later_of_two"


class Part(StrEnum):
    """Which part of a period is meant. `END` is `LATE` with the end itself to be before or after."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"
    END = "end"


class Unit(StrEnum):
    """What a duration or a period is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Feast(StrEnum):
    """Days of the year that people count from."""

    NEW_YEAR = "new_year"
    CARNIVAL = "carnival"
    GOOD_FRIDAY = "good_friday"
    EASTER = "easter"
    EASTER_MONDAY = "easter_monday"
    ASCENSION = "ascension"
    WHITSUN = "whitsun"
    THANKSGIVING = "thanksgiving"
    CHRISTMAS_EVE = "christmas_eve"
    CHRISTMAS = "christmas"
    NEW_YEARS_EVE = "new_years_eve"


FROM_EASTER = {
    Feast.CARNIVAL: (-52, -47),
    Feast.GOOD_FRIDAY: (-2, -2),
    Feast.EASTER: (0, 0),
    Feast.EASTER_MONDAY: (1, 1),
    Feast.ASCENSION: (39, 39),
    Feast.WHITSUN: (49, 49),
}
ON_ONE_DAY = {
    Feast.NEW_YEAR: (1, 1),
    Feast.CHRISTMAS_EVE: (12, 24),
    Feast.CHRISTMAS: (12, 25),
    Feast.NEW_YEARS_EVE: (12, 31),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One occurrence: the day it stands for alone, and the first and last day "before" and "after" go by."""

    day: date
    first: date
    last: date
    precision: Precision
    rule: Rule


@dataclass(frozen=True, slots=True)
class Phrase:
    """Every occurrence of some words. `at` gives the one of a turn (a year, a month, a week, counted on).

    `named`: the turn the words fix ("March 2027"). `turns`: where to look for the next occurrence, in order.
    `alone`: whether the words say when by themselves; "this month" does so only after a word like "after".
    """

    at: Callable[[int], Span | None]
    turns: range = range(0)
    named: int | None = None
    alone: bool = True

    def change(self, to: Callable[[Span], Span | None]) -> "Phrase":
        """The same words under another: "after", "before", "the end of"."""

        def at(turn: int) -> Span | None:
            span = self.at(turn)
            return None if span is None else to(span)

        return replace(self, at=at, alone=True)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is asked, and when: today, the working calendar, the German state whose school holidays count."""

    today: date
    calendar: WorkingCalendar
    state: str = ""


def next_span(phrase: Phrase, today: date) -> Span | None:
    """The next occurrence that is not before today."""
    spans = (phrase.at(turn) for turn in phrase.turns)
    return next((span for span in spans if span is not None and span.day >= today), None)


def once(span: Span) -> Phrase:
    """Words that mean one day and no other."""
    return Phrase(lambda _turn: span, named=0)


def one_day(day: date, rule: Rule, precision: Precision = Precision.DAY) -> Span:
    """A span of a single day."""
    return Span(day, day, day, precision, rule)


def yearly(scene: Scene, at: Callable[[int], Span | None], year: int | None = None) -> Phrase:
    """Words that mean a day of every year, or of the one that is named."""
    # From last year on: "after Christmas", said on New Year's Day, is about last year's.
    start = scene.today.year - 1
    return Phrase(at, range(start, start + YEARS_AHEAD), year)


def day_of_year(scene: Scene, month: int, day: int, year: int | None = None) -> Phrase:
    """7 April; the 29 February of a leap year."""

    def at(turn: int) -> Span | None:
        found = existing(turn, month, day)
        return None if found is None else one_day(found, Rule.WRITTEN_DAY)

    return yearly(scene, at, year)


def existing(year: int, month: int, day: int) -> date | None:
    """The date if there is such a day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of_month(scene: Scene, day: int) -> Phrase:
    """The 15th: of this month or of the next that has one."""

    def at(turn: int) -> Span | None:
        month = first_of_month(scene.today) + relativedelta(months=turn)
        found = existing(month.year, month.month, day)
        return None if found is None else one_day(found, Rule.DAY_OF_MONTH)

    return Phrase(at, range(12))


def day_of_next_month(scene: Scene, day: int, steps: int) -> Phrase:
    """The 15th of this month (0 steps) or of the next."""
    return Phrase(day_of_month(scene, day).at, range(1, 12), named=steps)


def relative_day(scene: Scene, days: int) -> Phrase:
    """Today, tomorrow, the day after."""
    return once(one_day(scene.today + timedelta(days=days), Rule.RELATIVE_DAY))


def weekend(scene: Scene) -> Phrase:
    """This weekend, then the next: means no day by itself, but one can come after it."""

    def at(turn: int) -> Span:
        saturday = monday_of(scene.today) + timedelta(days=5) + turn * WEEK
        return Span(saturday, saturday, saturday + ONE_DAY, Precision.DAY, Rule.WEEKDAY)

    return Phrase(at, range(3), alone=False)


def first_of_month(day: date) -> date:
    """The month's 1st."""
    return day.replace(day=1)


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def months(
    first: date, count: int, precision: Precision, rule: Rule, calendar: WorkingCalendar | None = None
) -> Span:
    """A period of whole months, standing for its first day; with a calendar, for its first working day."""
    last = first + relativedelta(months=count) - ONE_DAY
    return Span(calendar.on_or_after(first) if calendar else first, first, last, precision, rule)


def month(scene: Scene, number: int, year: int | None = None) -> Phrase:
    """A bare month: its 1st."""
    return yearly(scene, lambda turn: months(date(turn, number, 1), 1, Precision.MONTH, Rule.MONTH), year)


def quarter(scene: Scene, number: int, year: int | None = None) -> Phrase:
    """Q1 to Q4: the first working day."""
    return _period(scene, number * 3 - 2, 3, Precision.QUARTER, year)


def half_year(scene: Scene, number: int, year: int | None = None) -> Phrase:
    """The first or second half of a year: its first working day."""
    return _period(scene, number * 6 - 5, 6, Precision.MONTH, year)


def season(scene: Scene, first_month: int, year: int | None = None) -> Phrase:
    """Spring from 1 March, summer from June, autumn from September, winter from December: its first day."""
    return yearly(
        scene, lambda turn: months(date(turn, first_month, 1), 3, Precision.SEASON, Rule.SEASON), year
    )


def _period(scene: Scene, first_month: int, count: int, precision: Precision, year: int | None) -> Phrase:
    def at(turn: int) -> Span:
        return months(date(turn, first_month, 1), count, precision, Rule.PERIOD, scene.calendar)

    return yearly(scene, at, year)


def whole_year(scene: Scene, year: int) -> Phrase:
    """A year: its first working day."""
    return Phrase(_year_maker(scene), named=year)


def _year_maker(scene: Scene) -> Callable[[int], Span]:
    return lambda turn: months(date(turn, 1, 1), 12, Precision.YEAR, Rule.PERIOD, scene.calendar)


def week_of(monday: date, rule: Rule, day: date | None = None) -> Span:
    """A week, Monday to Sunday, standing for its Monday or the given day of it."""
    return Span(day or monday, monday, monday + WEEK - ONE_DAY, Precision.WEEK, rule)


def calendar_week(scene: Scene, number: int, year: int | None = None) -> Phrase:
    """KW n: its Monday (ISO 8601)."""

    def at(turn: int) -> Span | None:
        try:
            return week_of(date.fromisocalendar(turn, number, 1), Rule.CALENDAR_WEEK)
        except ValueError:
            return None

    return yearly(scene, at, year)


def current(scene: Scene, unit: Unit) -> Phrase | None:
    """This week, month, quarter, year, then the following: means no day by itself."""
    at = _unit_maker(scene, unit)
    return Phrase(at, range(3), alone=False) if at else None


def this(scene: Scene, unit: Unit) -> Phrase | None:
    """This very week, month, quarter or year."""
    at = _unit_maker(scene, unit)
    return Phrase(at, range(1, 3), named=0, alone=False) if at else None


def following(scene: Scene, unit: Unit, steps: int) -> Phrase | None:
    """The next (1) or the one after (2): a week by arithmetic, the others for their first working day."""
    at = _unit_maker(scene, unit)
    return Phrase(at, named=steps) if at else None


def _unit_maker(scene: Scene, unit: Unit) -> Callable[[int], Span] | None:
    today, calendar = scene.today, scene.calendar
    if unit == Unit.WEEK:
        return lambda turn: week_of(
            monday_of(today) + turn * WEEK, Rule.NEXT_WEEK, today + timedelta(days=7 * turn)
        )
    if unit == Unit.MONTH:
        return lambda turn: months(
            first_of_month(today) + relativedelta(months=turn), 1, Precision.MONTH, Rule.PERIOD, calendar
        )
    if unit in (Unit.QUARTER, Unit.HALF_YEAR):
        size, precision = (3, Precision.QUARTER) if unit == Unit.QUARTER else (6, Precision.MONTH)
        begin = date(today.year, (today.month - 1) // size * size + 1, 1)
        return lambda turn: months(
            begin + relativedelta(months=size * turn), size, precision, Rule.PERIOD, calendar
        )
    if unit == Unit.YEAR:
        make = _year_maker(scene)
        return lambda turn: make(today.year + turn)
    return None


def feast(scene: Scene, name: Feast, year: int | None = None) -> Phrase:
    """Easter, Christmas and the like: the first working day on or after it."""

    def at(turn: int) -> Span:
        first, last = _feast_days(name, turn, scene.calendar.country)
        precision = Precision.MONTH if name == Feast.NEW_YEAR else Precision.DAY
        return Span(scene.calendar.on_or_after(first), first, last, precision, Rule.HOLIDAY)

    return yearly(scene, at, year)


def _feast_days(name: Feast, year: int, country: str) -> tuple[date, date]:
    if name in FROM_EASTER:
        first, last = (easter(year) + timedelta(days=days) for days in FROM_EASTER[name])
        return first, last
    if name == Feast.THANKSGIVING:
        # The second Monday of October in Canada, the fourth Thursday of November elsewhere.
        first = (
            date(year, 10, 1) + relativedelta(weekday=0) + WEEK
            if country == "CA"
            else (date(year, 11, 1) + relativedelta(weekday=TH(4)))
        )
        return first, first
    only = date(year, *ON_ONE_DAY[name])
    return only, only
