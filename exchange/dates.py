"""Pure: the days of a column. One text may mean two days; what a column allows, all its rows say.

Year first, written months, dotted dates (day first everywhere), ISO times with zone and Excel's day numbers
are read at once. Slashes and hyphens are day first or month first, and nobody can tell from 02/03/24.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from exchange.folding import fold
from exchange.month_names import MONTHS

_TIME = re.compile(
    r"(?:T|\s|,|^)+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?\s*"
    r"(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?\s*\Z",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\Z")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\Z")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?\Z")
_WORDS = re.compile(r"[\s,./-]+")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª)?\Z")
_FILLERS = frozenset({"", "de", "del", "of", "the", "\u0433"})

_FIRST_SERIAL_DAY = date(1899, 12, 30)  # Excel's day 0, its leap day of 1900 counted
_SERIALS = range(20_000, 62_000)  # 1954 to 2069
_YEARS = range(1900, 2101)
_LONGEST = 64  # no day takes more letters
_CENTURY_TURNS_AT = 69  # 68 is 2068, 69 is 1969, as POSIX reads them
_LONGEST_OFFSET = timedelta(hours=14)
# Three days in five lie after the twelfth. A column where fewer than a third do is not spread like days are:
# some program may have turned part of it round already.
_ENOUGH = 3
MOST_EXAMPLES = 20  # of cells nobody can read


class Order(StrEnum):
    """What comes first where a day is written in numbers with the year last."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True)
class Days:
    """What a text means under either order; None where it means nothing."""

    day_first: date | None = None
    month_first: date | None = None

    @property
    def is_ambiguous(self) -> bool:
        """Whether it means one day under one order and another day under the other."""
        return None not in (self.day_first, self.month_first) and self.day_first != self.month_first

    @property
    def only(self) -> date | None:
        """The one day it can mean; None if there are two, or none."""
        return None if self.is_ambiguous else self.day_first or self.month_first

    def under(self, order: Order | None) -> date | None:
        """The day it means under an order; without one, the only day it can mean."""
        if order is None:
            return self.only
        return self.day_first if order is Order.DAY_FIRST else self.month_first


@dataclass(frozen=True)
class DateColumn:
    """What all rows of a column say together; empty cells count for nothing."""

    day_only: int = 0
    month_only: int = 0
    either: int = 0
    same: int = 0  # read at once, under any order
    unread: tuple[str, ...] = ()
    example: str = ""  # the first that could be two days

    @property
    def order(self) -> Order | None:
        """The order the rows prove; None if nothing needs one, or if it must be asked."""
        decisive = self.day_only + self.month_only
        if not self.either or self.contradicts or decisive * _ENOUGH < decisive + self.either:
            return None
        return self.likely

    @property
    def must_ask(self) -> bool:
        """Whether some row could be two days and the rows do not prove which."""
        return self.either > 0 and self.order is None

    @property
    def likely(self) -> Order | None:
        """The order the decisive rows point to; None without any, or if they point both ways."""
        if self.contradicts or not self.day_only + self.month_only:
            return None
        return Order.DAY_FIRST if self.day_only else Order.MONTH_FIRST

    @property
    def contradicts(self) -> bool:
        """Whether some rows can only be day first and others only month first."""
        return self.day_only > 0 and self.month_only > 0


class DateTally:
    """Judges a column while its rows go by, keeping counts and a few examples only."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self._zone = zone
        self._counts = Counter[str]()
        self._unread: dict[str, None] = {}
        self._example = ""

    def add(self, text: str) -> None:
        """Take in one cell; an empty one counts for nothing."""
        if not (text := text.strip()):
            return
        days = days_of(text, zone=self._zone)
        self._counts[_sort(days)] += 1
        if days.is_ambiguous:
            self._example = self._example or text
        elif days.only is None and len(self._unread) < MOST_EXAMPLES:
            self._unread[text] = None

    @property
    def column(self) -> DateColumn:
        """What the rows so far say together."""
        counts = self._counts
        return DateColumn(
            counts["day_only"],
            counts["month_only"],
            counts["either"],
            counts["same"],
            tuple(self._unread),
            self._example,
        )


def column_of(texts: Iterable[str], *, zone: tzinfo | None = None) -> DateColumn:
    """Judge a column over all its rows."""
    tally = DateTally(zone)
    for text in texts:
        tally.add(text)
    return tally.column


def _sort(days: Days) -> str:
    """Which count a cell adds to."""
    if days.is_ambiguous:
        return "either"
    if days.day_first and days.month_first:
        return "same"
    if days.only is None:
        return "unread"
    return "day_only" if days.day_first else "month_only"


def days_of(text: str, *, zone: tzinfo | None = None) -> Days:
    """What a text means. A moment with a zone is the day it is in `zone` (without one: as written)."""
    text = text.strip()
    if len(text) > _LONGEST:
        return Days()
    time = _TIME.search(text)
    days = _days_without_time(text[: time.start()].strip() if time else text)
    if time is None:
        return days
    moved = (_moved(day, time, zone) for day in (days.day_first, days.month_first))
    return Days(*moved)


def _days_without_time(text: str) -> Days:
    for pattern in (_YEAR_FIRST, _COMPACT, _CHINESE):
        if match := pattern.match(text):
            year, month, day = (int(part) for part in match.groups() if part.isdecimal())
            return _same(_day(year, month, day))
    if match := _SERIAL.match(text):
        number = int(match[1])
        return _same(_FIRST_SERIAL_DAY + timedelta(number) if number in _SERIALS else None)
    if match := _YEAR_LAST.match(text):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        day_first = _day(year, second, first)
        return _same(day_first) if match[2] == "." else Days(day_first, _day(year, first, second))
    return _same(_in_words(text))


def _same(day: date | None) -> Days:
    return Days(day, day)


def _in_words(text: str) -> date | None:
    """15 Apr, 2021 · April 15th, 2021 · Thu 15-Apr-21 · 15 de abril de 2021."""
    words = [word for word in _WORDS.split(fold(text)) if word not in _FILLERS]
    months = [place for place, word in enumerate(words) if word in MONTHS]
    if len(months) != 1:
        return None
    month = MONTHS[words[months[0]]]
    numbers = [word for word in words if word[0].isdecimal()]
    if len(numbers) != 2 or len(words) > 4:  # at most a weekday besides
        return None
    if len(numbers[0]) == 4:
        numbers.reverse()
    day = _DAY.match(numbers[0])
    if day is None or not re.fullmatch(r"\d{4}|\d{2}", numbers[1]):
        return None
    return _day(_year(numbers[1]), month, int(day[1]))


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        year += 1900 if year >= _CENTURY_TURNS_AT else 2000
    return year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _moved(day: date | None, time: re.Match[str], zone: tzinfo | None) -> date | None:
    """The day in `zone` of a time on `day`; None if there is no such time."""
    hour, minute = int(time[1]), int(time[2])
    if time[4]:
        hour = hour % 12 + (12 if time[4].lower() == "p" else 0)
    if day is None or hour > 23 or minute > 59:
        return None
    if zone is None or not (time[5] or time[6]):
        return day
    offset = timedelta(hours=int(time[7] or 0), minutes=int(time[8] or 0))
    if offset > _LONGEST_OFFSET:
        return None
    written = timezone(-offset if time[6] == "-" else offset)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=written).astimezone(zone).date()
