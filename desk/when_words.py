"""The sentences about a date somebody typed: what was understood, how one says it, why it was not read."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from common.days import long_day_and_year, spoken_day
from followups.when import Precision, Reading, Rule, Unread, Why

# Said without its year, a day or month further off than this would be taken for the one before.
FAR_AHEAD = timedelta(days=330)
EARLY_UP_TO, MID_UP_TO = 10, 20

# Why it became that day; a day written out needs no reason.
REASONS = {
    Rule.DAY_OF_MONTH: gettext_lazy("the next such day of the month"),
    Rule.WEEKDAY: gettext_lazy("the weekday as it comes next"),
    Rule.DURATION: gettext_lazy("counted on the calendar"),
    Rule.WITHIN: gettext_lazy("the last working day within that time"),
    Rule.HOLIDAY: gettext_lazy("the first working day on or after the holiday"),
    Rule.CALENDAR_WEEK: gettext_lazy("a week begins on its Monday"),
    Rule.PART_OF_WEEK: gettext_lazy("early in a week is Monday, the middle Wednesday, the end Friday"),
    Rule.EARLY_MONTH: gettext_lazy("early in a month is the 5th"),
    Rule.MID_MONTH: gettext_lazy("the middle of a month is the 15th"),
    Rule.LATE_MONTH: gettext_lazy("late in a month is the 25th"),
    Rule.LAST_OF_MONTH: gettext_lazy("the last working day of the month"),
    Rule.MONTH: gettext_lazy("a month alone is its 1st"),
    Rule.NEXT_WEEK: gettext_lazy("counted in whole weeks from today"),
    Rule.PERIOD: gettext_lazy("its first working day"),
    Rule.PART_OF_PERIOD: gettext_lazy("our day for that part of it"),
    Rule.SEASON: gettext_lazy("a season begins on the 1st of its first month"),
    Rule.AFTER: gettext_lazy("the first working day after it"),
    Rule.AFTER_MONTH: gettext_lazy("the first working day of the month after"),
    Rule.AFTER_SUMMER: gettext_lazy("after the summer is the first Monday of September"),
    Rule.AFTER_SCHOOL_SUMMER: gettext_lazy("the first working day after the school holidays"),
    Rule.AFTER_UNKNOWN_SCHOOL_SUMMER: gettext_lazy("we don't know the school holidays there"),
    Rule.BEFORE: gettext_lazy("the last working day before it"),
    Rule.NOT_BEFORE: gettext_lazy("the first working day from then on"),
    Rule.LATER_OF_TWO: gettext_lazy("the later of the two"),
}
QUARTERS = (
    pgettext_lazy("when", "in the first quarter"),
    pgettext_lazy("when", "in the second quarter"),
    pgettext_lazy("when", "in the third quarter"),
    pgettext_lazy("when", "in the fourth quarter"),
)
# By the season's first month.
SEASONS = {
    3: pgettext_lazy("when", "in the spring"),
    6: pgettext_lazy("when", "in the summer"),
    9: pgettext_lazy("when", "in the autumn"),
    12: pgettext_lazy("when", "in the winter"),
}


def reading_text(reading: Reading, today: date) -> str:
    """What was understood, with the full date: "Understood as Wednesday 15 April 2026 (the middle …)."."""
    day = long_day_and_year(reading.day)
    if reading.day == today:
        day = _("today, %(day)s") % {"day": day}
    elif (reading.day - today).days == 1:
        day = _("tomorrow, %(day)s") % {"day": day}
    if reading.rule not in REASONS:
        return _("Understood as %(day)s.") % {"day": day}
    return _("Understood as %(day)s (%(reason)s).") % {"day": day, "reason": REASONS[reading.rule]}


def spoken_when(
    said: Reading | date, precision: Precision | None = None, *, today: date | None = None
) -> str:
    """When, as one says it after "I'll call": "on 7 April", "in the week of 6 April", "in September".

    A reading brings its own precision, a date has DAY unless told. With `today` far dates get their year.
    """
    exactly = precision or (said.precision if isinstance(said, Reading) else Precision.DAY)
    day = said.day if isinstance(said, Reading) else said
    is_far = today is not None and day - today > FAR_AHEAD
    if exactly in (Precision.DAY, Precision.WEEK):
        return _spoken_day(day, exactly, is_far=is_far)
    if exactly in (Precision.MONTH, Precision.PART_OF_MONTH):
        return _spoken_month(day, exactly, is_far=is_far)
    if exactly == Precision.YEAR:
        return pgettext("when", "early in %(year)s") % {"year": day.year}
    return _spoken_season(day, exactly, is_far=is_far)


def _spoken_day(day: date, precision: Precision, *, is_far: bool) -> str:
    if precision == Precision.WEEK:
        day -= timedelta(days=day.weekday())
    named = date_format(day, pgettext("date format", "j F Y")) if is_far else spoken_day(day)
    if precision == Precision.WEEK:
        return pgettext("when", "in the week of %(day)s") % {"day": named}
    return pgettext("when", "on %(day)s") % {"day": named}


def _spoken_month(day: date, precision: Precision, *, is_far: bool) -> str:
    month = date_format(day, pgettext("date format", "F Y") if is_far else "F")
    if precision == Precision.MONTH:
        return pgettext("when", "in %(month)s") % {"month": month}
    if day.day <= EARLY_UP_TO:
        return pgettext("when", "in early %(month)s") % {"month": month}
    if day.day <= MID_UP_TO:
        return pgettext("when", "in mid-%(month)s") % {"month": month}
    return pgettext("when", "in late %(month)s") % {"month": month}


def _spoken_season(day: date, precision: Precision, *, is_far: bool) -> str:
    quarter = (day.month - 1) // 3
    # December begins the winter that January and February go on with.
    season = str(QUARTERS[quarter] if precision == Precision.QUARTER else SEASONS[day.month // 3 * 3 or 12])
    if not is_far:
        return season
    return pgettext("when", "%(season)s of %(year)s") % {"season": season, "year": day.year}


def unread_text(unread: Unread) -> str:
    """Why there is no date yet, and what would be one."""
    if unread.why == Why.EMPTY:
        return _("Say when: a day like 7 April, or words like “in six weeks”.")
    if unread.why == Why.NOT_A_DATE:
        return _("We can't tell which day that is. Say when: a day like 7 April, or “in six weeks”.")
    if unread.offered is None:
        return _("That day has passed. Say when: a day from today on.")
    day = long_day_and_year(unread.offered)
    return _("That day has passed. The next one is %(day)s. Is that what you mean?") % {"day": day}
