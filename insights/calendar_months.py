"""Pure: calendar months."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month: `number` is 1 to 12."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.following().first_day - timedelta(days=1)

    def following(self, months: int = 1) -> Self:
        """The month so many after it (before it, where negative)."""
        years, number = divmod(self.number - 1 + months, 12)
        return type(self)(self.year + years, number + 1)

    def before(self) -> Self:
        """The month before it."""
        return self.following(-1)

    @property
    def key(self) -> str:
        """As it stands in an address: 2026-10."""
        return f"{self.year:04d}-{self.number:02d}"


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.year, day.month)
