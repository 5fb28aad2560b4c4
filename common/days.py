"""A day in words, in the language of whoever reads it.

The patterns are Django's letters for dates and stand in the translations (docs/translating.md): order,
points and commas differ from language to language.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext, pgettext_lazy

from common.remembered import once_a_language

# A page says the same few days over and over: some years of them, in a few languages.
MOST_DAYS = 4096


@once_a_language(MOST_DAYS)
def short_day(day: date) -> str:
    """With its weekday, short: "Fri 13 Mar"."""
    return _without_point(date_format(day, pgettext("date format", "D j M")))


@once_a_language(MOST_DAYS)
def short_day_and_year(day: date) -> str:
    """The same with its year: "Fri 13 Mar 2026"."""
    return date_format(day, pgettext("date format", "D j M Y"))


@once_a_language(MOST_DAYS)
def plain_day(day: date) -> str:
    """As short as can be: "6 Mar"."""
    return _without_point(date_format(day, pgettext("date format", "j M")))


@once_a_language(MOST_DAYS)
def plain_day_and_year(day: date) -> str:
    """The same with its year: "6 Mar 2026"."""
    return date_format(day, pgettext("date format", "j M Y"))


@once_a_language(MOST_DAYS)
def spoken_day(day: date) -> str:
    """As one says it: "6 March"."""
    return date_format(day, pgettext("date format", "j F"))


@once_a_language(MOST_DAYS)
def long_day(day: date) -> str:
    """In full: "Friday 6 March"."""
    return date_format(day, pgettext("date format", "l j F"))


@once_a_language(MOST_DAYS)
def long_day_and_year(day: date) -> str:
    """In full, with its year: "Friday 6 March 2026"."""
    return date_format(day, pgettext("date format", "l j F Y"))


@once_a_language(MOST_DAYS)
def weekday_and_number(day: date) -> str:
    """Within the next weeks: "Friday 6"."""
    return date_format(day, pgettext("date format", "l j"))


@once_a_language(MOST_DAYS)
def weekday(day: date) -> str:
    """Its name: "Friday"."""
    return date_format(day, "l")


@once_a_language(MOST_DAYS)
def short_weekday(day: date) -> str:
    """Its name, short: "Fri"."""
    return date_format(day, "D")


def _without_point(day: str) -> str:
    """ "17. Nov." ends sentences that have their own point."""
    return day.removesuffix(".")


# Cut from its name a month would lose more than letters where these are not ours.
_INITIALS = (
    pgettext_lazy("initial of January", "J"),
    pgettext_lazy("initial of February", "F"),
    pgettext_lazy("initial of March", "M"),
    pgettext_lazy("initial of April", "A"),
    pgettext_lazy("initial of May", "M"),
    pgettext_lazy("initial of June", "J"),
    pgettext_lazy("initial of July", "J"),
    pgettext_lazy("initial of August", "A"),
    pgettext_lazy("initial of September", "S"),
    pgettext_lazy("initial of October", "O"),
    pgettext_lazy("initial of November", "N"),
    pgettext_lazy("initial of December", "D"),
)


def month_initial(day: date) -> str:
    """The letter a month of a row of twelve is known by."""
    return str(_INITIALS[day.month - 1])
