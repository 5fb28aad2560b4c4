"""Pure: what a cell that holds a number says. Days are numbers too; how they are shown tells them."""

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

# The formats Excel has by number that show a day or a time; those in between are its East Asian ones.
DAY_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_SHOWN_AS_IT_IS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DAY_LETTERS: Final = re.compile(r"[dmyhs]", re.IGNORECASE)

_LAST_DAY: Final = 2_958_465  # 9999-12-31
_FROM_1904: Final = 1462
_MOST_EXACT: Final = 10**15


def shows_a_day(format_code: str) -> bool:
    """Whether a format of the workbook's own shows a day or a time."""
    return bool(_DAY_LETTERS.search(_SHOWN_AS_IT_IS.sub("", format_code)))


def number_text(written: str) -> str:
    """A number so that nobody takes it for another one: with a point, and never three places after it."""
    try:
        number = float(written)
    except ValueError:
        return written
    if not math.isfinite(number) or (number.is_integer() and abs(number) >= _MOST_EXACT):
        return written
    if number.is_integer():
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def day_text(written: str, from_1904: bool) -> str:
    """A day as the year first, with its time if it has one; a time alone; else the number as it is."""
    try:
        number = float(written)
    except ValueError:
        return written
    number += _FROM_1904 if from_1904 else 0
    if not 0 <= number < _LAST_DAY + 1:
        return number_text(written)
    days, seconds = divmod(round(number * 86_400), 86_400)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if not days:
        return clock
    # Excel has a 29 February 1900, which was none.
    day = date(1899, 12, 31 if days < 60 else 30) + timedelta(days=min(days, _LAST_DAY))
    return f"{day.isoformat()} {clock}" if seconds else day.isoformat()


def iso_text(written: str) -> str:
    """A day that is written out in the workbook; midnight is no time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    return moment.date().isoformat() if moment.time() == datetime.min.time() else written
