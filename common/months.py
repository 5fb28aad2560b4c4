"""Months as people count them: the same day of a later month, or its last one."""

from calendar import monthrange
from datetime import date


def months_on(day: date, months: int) -> date:
    """So many months after a day: a month after 31 January is the last day of February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
