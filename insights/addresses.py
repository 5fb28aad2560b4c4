"""Pure: months and quarters as they stand in an address."""

import re
from typing import Final

from insights.calendar_months import Month
from insights.calendar_quarters import Quarter

EARLIEST_YEAR: Final = 1990
LATEST_YEAR: Final = 9998
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER: Final = re.compile(r"(\d{4})-q([1-4])", re.ASCII)


def read_month(text: str) -> Month | None:
    """The month of "2026-10"; None for anything else, and for years nobody means."""
    found = _MONTH.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found and _is_meant(int(found[1])) else None


def read_quarter(text: str) -> Quarter | None:
    """The quarter of "2026-q3"; None for anything else, and for years nobody means."""
    found = _QUARTER.fullmatch(text)
    return Quarter(int(found[1]), int(found[2])) if found and _is_meant(int(found[1])) else None


def quarter_key(quarter: Quarter) -> str:
    """A quarter for an address: "2026-q3"."""
    return f"{quarter.year:04d}-q{quarter.number}"


def _is_meant(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR
