"""Pure: which days a person works, and arithmetic over them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays
import holidays.registry

ONE_DAY = timedelta(days=1)
# A calendar without a single working day in four years is a mistake in the settings, not a long rest.
SEARCH_LIMIT_DAYS = 1461


class NoWorkingDay(ValueError):
    """The calendar holds no working day within four years."""


@lru_cache(maxsize=2048)
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The public holidays of a country and region in a year; made once per process.

    An unknown country or region has none: a wrong code may never stop the planning. A finished set and
    not the library's own object, which fills itself while it is read and may be half full for a thread.
    """
    if not country:
        return frozenset()
    try:
        known = holidays.country_holidays(country, subdiv=region or None, years=year, expand=False)
    except NotImplementedError:
        return public_holidays(country, "", year) if region else frozenset()
    return frozenset(known)


@dataclass(frozen=True)
class WorkingCalendar:
    """Weekdays worked (Monday is 0), less public holidays of country and region, less absences."""

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    country: str = ""
    region: str = ""
    absences: tuple[tuple[date, date], ...] = field(default=())

    def is_working_day(self, day: date) -> bool:
        """Whether the person works on this local date."""
        if day.weekday() not in self.weekdays or self.is_holiday(day):
            return False
        return not any(first <= day <= last for first, last in self.absences)

    def is_holiday(self, day: date) -> bool:
        """Whether this local date is a public holiday of the calendar's country and region."""
        return day in public_holidays(self.country, self.region, day.year)

    def on_or_after(self, day: date) -> date:
        """The first working day on or after `day`; raises NoWorkingDay."""
        return self._walk(day, ONE_DAY)

    def on_or_before(self, day: date) -> date:
        """The last working day on or before `day`; raises NoWorkingDay."""
        return self._walk(day, -ONE_DAY)

    def next_after(self, day: date) -> date:
        """The first working day strictly after `day`."""
        return self.on_or_after(day + ONE_DAY)

    def add(self, day: date, count: int) -> date:
        """The count-th working day after `day` (count is at least 1)."""
        for _ in range(count):
            day = self.next_after(day)
        return day

    def days(self, first: date, last: date) -> list[date]:
        """Every working day from `first` to `last`, both included."""
        return [day for day in each_day(first, last) if self.is_working_day(day)]

    def _walk(self, day: date, step: timedelta) -> date:
        for _ in range(SEARCH_LIMIT_DAYS):
            if self.is_working_day(day):
                return day
            day += step
        raise NoWorkingDay(f"no working day within four years of {day.isoformat()}")


def each_day(first: date, last: date) -> Iterator[date]:
    """Every local date from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += ONE_DAY


@lru_cache(maxsize=1)
def known_countries() -> dict[str, str]:
    """The countries whose public holidays are known: ISO code to English name, by name."""
    named = {
        entry[1]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", entry[0])
        for entry in holidays.registry.COUNTRIES.values()
    }
    known = {code: named[code] for code in holidays.list_supported_countries() if code in named}
    return dict(sorted(known.items(), key=lambda entry: entry[1]))


@lru_cache(maxsize=64)
def known_regions(country: str) -> tuple[str, ...]:
    """The region codes of a country for which holidays differ."""
    return tuple(sorted(holidays.list_supported_countries().get(country, ())))
