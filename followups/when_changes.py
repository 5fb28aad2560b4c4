"""Pure: what "after", "before", "the end of", "in six weeks" make of words for a date (RULES.md)."""

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import MO, relativedelta

from accounts.working_calendar import ONE_DAY
from followups.school_holidays import summer_holidays
from followups.when_spans import (
    WEEK,
    Part,
    Phrase,
    Precision,
    Rule,
    Scene,
    Span,
    Unit,
    first_of_month,
    monday_of,
    next_span,
    once,
    one_day,
    week_of,
    yearly,
)

DAY_OF_PART = {Part.EARLY: 5, Part.MID: 15, Part.LATE: 25, Part.END: 25}
MONTH_RULES = {
    Part.EARLY: Rule.EARLY_MONTH,
    Part.MID: Rule.MID_MONTH,
    Part.LATE: Rule.LATE_MONTH,
    Part.END: Rule.LATE_MONTH,
}
# Monday, Wednesday, Friday; January, July, December.
WEEKDAY_OF_PART = {Part.EARLY: 0, Part.MID: 2, Part.LATE: 4, Part.END: 4}
MONTH_OF_PART = {Part.EARLY: 1, Part.MID: 7, Part.LATE: 12, Part.END: 12}
MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}
DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.FORTNIGHT: 14}
MOST_WORKING_DAYS = 250
# What lies after something this long is said no more exactly than by the month.
LONG = frozenset(set(Precision) - {Precision.DAY, Precision.WEEK})
SUMMER_BEGINS = 6
UNKNOWN_SCHOOL_SUMMER_ENDS = (9, 14)


def after(scene: Scene, phrase: Phrase) -> Phrase:
    """The working day after it; after the summer, the first Monday of September."""

    def change(span: Span) -> Span:
        if span.rule == Rule.SEASON and span.first.month == SUMMER_BEGINS:
            day = date(span.first.year, 9, 1) + relativedelta(weekday=MO(1))
            return one_day(day, Rule.AFTER_SUMMER, Precision.WEEK)
        rule = Rule.AFTER_MONTH if span.rule == Rule.MONTH else Rule.AFTER
        return one_day(scene.calendar.next_after(span.last), rule, _precision_after(span))

    return phrase.change(change)


def _precision_after(span: Span) -> Precision:
    if span.first == span.last:
        return Precision.DAY
    return Precision.MONTH if span.precision in LONG else span.precision


def before(scene: Scene, phrase: Phrase) -> Phrase:
    """The last working day before it."""
    return phrase.change(lambda span: one_day(scene.calendar.on_or_before(span.first - ONE_DAY), Rule.BEFORE))


def not_before(scene: Scene, phrase: Phrase) -> Phrase:
    """The first working day on or after it."""
    return phrase.change(
        lambda span: one_day(scene.calendar.on_or_after(span.day), Rule.NOT_BEFORE, span.precision)
    )


def part_of(scene: Scene, phrase: Phrase, part: Part) -> Phrase:
    """Early, mid or late in a week, month, quarter, season or year.

    The end of a period is a day to plan for (`LATE`), and for "by" and "after" the very end.
    """

    def change(span: Span) -> Span:
        found = _part_of(scene, span, part)
        if part != Part.END:
            return found
        return Span(found.day, span.last + ONE_DAY, span.last, found.precision, found.rule)

    return phrase.change(change)


def _part_of(scene: Scene, span: Span, part: Part) -> Span:
    if span.precision == Precision.WEEK:
        day = monday_of(span.first) + timedelta(days=WEEKDAY_OF_PART[part])
        return one_day(day, Rule.PART_OF_WEEK, Precision.WEEK)
    if span.precision == Precision.MONTH:
        return _part_of_month(scene, span, part)
    if span.precision == Precision.YEAR and part in (Part.LATE, Part.END):
        return _part_of_month(scene, replace(span, first=first_of_month(span.last)), part)
    if span.precision == Precision.YEAR:
        day = scene.calendar.on_or_after(span.first.replace(month=MONTH_OF_PART[part]))
        return one_day(day, Rule.PART_OF_PERIOD, Precision.MONTH)
    if part == Part.EARLY:
        day = scene.calendar.on_or_after(span.first)
    elif part == Part.MID:
        day = (span.first + relativedelta(months=1)).replace(day=DAY_OF_PART[part])
    else:
        day = first_of_month(span.last).replace(day=DAY_OF_PART[part])
    return one_day(day, Rule.PART_OF_PERIOD, Precision.PART_OF_MONTH)


def _part_of_month(scene: Scene, span: Span, part: Part) -> Span:
    day = span.first.replace(day=DAY_OF_PART[part])
    # On the 27th, "at the end of the month" is still ahead.
    if day < scene.today <= span.last and part in (Part.LATE, Part.END):
        last = scene.calendar.on_or_before(span.last)
        return one_day(last, Rule.LAST_OF_MONTH, Precision.PART_OF_MONTH)
    return one_day(day, MONTH_RULES[part], Precision.PART_OF_MONTH)


def week_around(scene: Scene, phrase: Phrase) -> Phrase:
    """The week of a day: its Monday, or the day itself when the Monday has passed."""

    def change(span: Span) -> Span:
        monday = monday_of(span.day)
        return week_of(monday, Rule.CALENDAR_WEEK, span.day if monday < scene.today else monday)

    return phrase.change(change)


def on_weekday(phrase: Phrase, weekday: int) -> Phrase:
    """That weekday (Monday is 0) of a week."""
    return phrase.change(lambda span: one_day(span.first + timedelta(days=weekday), Rule.WEEKDAY))


def agrees(scene: Scene, phrase: Phrase, weekday: int) -> bool:
    """Whether a day that was named with its weekday (Monday is 0) falls on it."""
    span = next_span(phrase, scene.today) if phrase.named is None else phrase.at(phrase.named)
    return span is not None and span.day.weekday() == weekday


def up_to(phrase: Phrase, first_day: int) -> Phrase:
    """The last of several days of a month; "before" goes by the first of them."""
    return phrase.change(lambda span: replace(span, first=span.first.replace(day=first_day)))


def moved(scene: Scene, day: date, count: int, unit: Unit) -> date:
    """So many units on, or back when negative. Raises ValueError for too many working days, or any back."""
    if unit == Unit.WORKING_DAY:
        if not 0 < count <= MOST_WORKING_DAYS:
            raise ValueError(f"{count} working days")
        return scene.calendar.add(day, count)
    if unit in MONTHS_IN:
        later: date = day + relativedelta(months=count * MONTHS_IN[unit])
        return later
    return day + timedelta(days=count * DAYS_IN[unit])


def lasting(scene: Scene, count: int, unit: Unit, rule: Rule = Rule.DURATION) -> Phrase:
    """In six weeks: counted from today."""
    precision = Precision.DAY
    if unit in (Unit.WEEK, Unit.FORTNIGHT):
        precision = Precision.WEEK
    elif unit in MONTHS_IN:
        precision = Precision.MONTH
    return once(one_day(moved(scene, scene.today, count, unit), rule, precision))


def within(scene: Scene, count: int, unit: Unit) -> Phrase:
    """The last working day inside the time; when it holds none, the first after it."""
    end = moved(scene, scene.today, count, unit)
    day = scene.calendar.on_or_before(end)
    return once(one_day(day if day >= scene.today else scene.calendar.on_or_after(end), Rule.WITHIN))


def counted_from(scene: Scene, phrase: Phrase, count: int, unit: Unit) -> Phrase:
    """Two weeks after Easter, or (negative) before it."""
    return phrase.change(
        lambda span: one_day(moved(scene, span.last if count > 0 else span.first, count, unit), Rule.DURATION)
    )


def passed(scene: Scene) -> Phrase:
    """Yesterday, last week, two weeks ago: whatever it was, it has passed."""
    return once(one_day(scene.today - ONE_DAY, Rule.RELATIVE_DAY))


def weekday(scene: Scene, number: int, steps: int = 1) -> Phrase:
    """The next such weekday after today (Monday is 0), or (2) the one after."""
    ahead = (number - scene.today.weekday() - 1) % 7 + 1

    def at(turn: int) -> Span:
        return one_day(scene.today + timedelta(days=ahead) + turn * WEEK, Rule.WEEKDAY)

    return Phrase(at, range(steps - 1, steps + 2))


def weekday_from_today(scene: Scene, number: int) -> Phrase:
    """Today if it is that weekday, else the next: "Tuesday in two weeks" and "Tuesday week" count from it."""
    return once(one_day(scene.today + timedelta(days=(number - scene.today.weekday()) % 7), Rule.WEEKDAY))


def this_weekday(scene: Scene, number: int) -> Phrase:
    """The weekday of this week."""

    def at(turn: int) -> Span:
        return one_day(monday_of(scene.today) + timedelta(days=number) + turn * WEEK, Rule.WEEKDAY)

    return Phrase(at, range(1, 3), named=0)


def after_school_summer(scene: Scene, year: int | None = None) -> Phrase:
    """The first working day after the summer holidays; without an entry from 15 September on."""

    def at(turn: int) -> Span:
        known = summer_holidays(scene.state, turn)
        last = known[1] if known else date(turn, *UNKNOWN_SCHOOL_SUMMER_ENDS)
        rule = Rule.AFTER_SCHOOL_SUMMER if known else Rule.AFTER_UNKNOWN_SCHOOL_SUMMER
        return one_day(scene.calendar.next_after(last), rule, Precision.WEEK)

    return yearly(scene, at, year)


def before_school_summer(scene: Scene, year: int | None = None) -> Phrase:
    """The last working day before the summer holidays; means nothing where they are not known."""

    def at(turn: int) -> Span | None:
        known = summer_holidays(scene.state, turn)
        if known is None:
            return None
        return one_day(scene.calendar.on_or_before(known[0] - ONE_DAY), Rule.BEFORE)

    return yearly(scene, at, year)
