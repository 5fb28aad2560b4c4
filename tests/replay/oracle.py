"""What the rules page asks for, worked out a second time, from its prose alone.

Nothing of the app is imported here: this module and the app must meet only in their results. It covers
what the replay needs: noes logged on the day they were said, by one salesperson, with no permission
asked, no agreed date, no promise, and nobody acting on anything afterwards.

Readings taken where the page leaves room:

* A window's ends are plain dates (contact + 30, contact + 60); only the day inside it is a working day.
* The preferred day is a plain date too. "Nearest" counts calendar days, so a preferred Saturday in a free
  window becomes the Friday before it (one day off), not the Monday after it (two).
* A second no leaves the date of a thank-you that is still open alone.
* A deal given by its title is a deal of its own, also when the same person declined one of that name before.
* A row that carries two losses may stand in the list by the value of either deal.
* "Until the team has twenty noes (this one counted)": the twentieth is the first to go by its value.
* "Value" orders numbers, and the median of an even number of values is the mean of the middle two.
"""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

import holidays

DAILY_LIMIT = 6
DIGEST_ROWS = 50
NOES_WITH_WHICH_DEBRIEFS_GET_RARE = 20
DEBRIEF_FADES_AFTER = timedelta(days=14)
WINDOW_OPENS = timedelta(days=30)
WINDOW_CLOSES = timedelta(days=60)

PREFERRED_DAY = {
    "not_a_priority": 45,
    "competitor_chosen": 55,
    "better_fit_elsewhere": 50,
    "staying_with_supplier": 55,
    "drifted": 31,
    "cannot": 40,
    "we_declined": 35,
    "unknown": 30,
}

CHECK_IN, THANK_YOU, DEBRIEF = "check_in", "thank_you", "debrief"
KIND_ORDER = {"agreed_meeting": 0, "promise": 1, CHECK_IN: 2}
THE_REST = 3


class Calendar:
    """Somebody's working days: their weekdays without the public holidays of their country and region."""

    def __init__(self, country: str, region: str, weekdays: Iterable[int] = range(5)) -> None:
        self._holidays = holidays.country_holidays(country, subdiv=region)
        self._weekdays = frozenset(weekdays)

    def is_working_day(self, day: date) -> bool:
        """Whether this person works on `day`."""
        return day.weekday() in self._weekdays and day not in self._holidays

    def on_or_after(self, day: date) -> date:
        """`day` itself, or the first working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date) -> date:
        """The first working day after `day`."""
        return self.on_or_after(day + timedelta(days=1))

    def between(self, first: date, last: date) -> list[date]:
        """The working days from `first` to `last`, both counted."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if self.is_working_day(day)]


@dataclass(frozen=True)
class No:
    """One declined deal, logged on the day it was said."""

    email: str
    day: date
    conversation: str
    value: Decimal | None


@dataclass
class Row:
    """One open follow-up; `values` are those of the deals it may stand in the list by."""

    email: str
    kind: str
    opens_on: date
    due_on: date
    closes_on: date
    values: tuple[Decimal, ...] = ()

    def is_due(self, today: date) -> bool:
        """Whether the daily digest of `today` holds this row (today, or its window closed)."""
        faded = self.kind == DEBRIEF and today > self.due_on + DEBRIEF_FADES_AFTER
        return self.due_on <= today and not faded

    def places(self, today: date) -> list[tuple[int, int, Decimal, int]]:
        """Every sort key the rules allow this row in the list of `today`, first place first."""
        section = 0 if self.closes_on < today else 1
        kind = KIND_ORDER.get(self.kind, THE_REST)
        days_left = (self.closes_on - today).days
        values = sorted(self.values, reverse=True) or [Decimal(-1)]
        return [(section, kind, -value, days_left) for value in values]


@dataclass(frozen=True)
class Digest:
    """What the daily digest of one working day must hold."""

    day: date
    rows: tuple[Row, ...]

    @property
    def listed(self) -> int:
        """How many rows are listed one by one."""
        return min(len(self.rows), DIGEST_ROWS)

    @property
    def more(self) -> int:
        """The n of "and n more"; 0 when nothing is left over."""
        return len(self.rows) - self.listed

    @property
    def counted(self) -> list[Row]:
        """The rows the subject counts: debriefs apart."""
        return [row for row in self.rows if row.kind != DEBRIEF]


@dataclass
class Oracle:
    """One salesperson's follow-ups as the rules would have them. Call `hear` in the order of the noes."""

    calendar: Calendar
    rows: list[Row] = field(default_factory=list)
    noes: list[No] = field(default_factory=list)

    def hear(self, no: No) -> None:
        """Write what this no writes: thank-you and debrief first, then the check-in."""
        if (thank_you := self._open(no.email, THANK_YOU)) is None:
            self._write(no, THANK_YOU, self._thank_you_day(no))
        else:
            thank_you.values += _values(no)
        if self._deserves_debrief(no):
            self._write(no, DEBRIEF, self.calendar.after(no.day))
        self._plan_check_in(no)
        self.noes.append(no)

    def digest(self, today: date) -> Digest | None:
        """The daily digest of `today` with the noes heard so far; None when none may come.

        Ask at the digest's hour: a closing note written later that day is not in it. The rows are copies.
        """
        digest = Digest(today, tuple(replace(row) for row in self.rows if row.is_due(today)))
        if not self.calendar.is_working_day(today) or not digest.counted:
            return None
        return digest

    def check_ins(self) -> dict[str, Row]:
        """The one open check-in of each person, by their address."""
        return {row.email: row for row in self.rows if row.kind == CHECK_IN}

    def _thank_you_day(self, no: No) -> date:
        if no.conversation == "drifted":  # the closing note stands in its place, on the day itself
            return self.calendar.on_or_after(no.day)
        return self.calendar.after(no.day)

    def _deserves_debrief(self, no: No) -> bool:
        if len(self.noes) + 1 < NOES_WITH_WHICH_DEBRIEFS_GET_RARE:
            return True
        earlier = [before.value for before in self.noes if before.value is not None]
        return no.value is not None and bool(earlier) and no.value > statistics.median(earlier)

    def _plan_check_in(self, no: No) -> None:
        old = self._open(no.email, CHECK_IN)
        opens, closes = check_in_window(self.calendar, no.day, no.day)
        due = pick_day(
            self.calendar.between(opens, closes),
            no.day + timedelta(days=PREFERRED_DAY[no.conversation]),
            lambda day: self._load(day, but=old),
        )
        if old is None:
            self.rows.append(Row(no.email, CHECK_IN, opens, due, closes, _values(no)))
            return
        old.opens_on, old.due_on, old.closes_on = opens, due, closes
        old.values += _values(no)

    def _load(self, day: date, but: Row | None) -> int:
        return sum(row.due_on == day and row.kind != DEBRIEF and row is not but for row in self.rows)

    def _open(self, email: str, kind: str) -> Row | None:
        return next((row for row in self.rows if row.email == email and row.kind == kind), None)

    def _write(self, no: No, kind: str, day: date) -> None:
        self.rows.append(Row(no.email, kind, day, day, day, _values(no)))


def check_in_window(calendar: Calendar, contact: date, today: date) -> tuple[date, date]:
    """Day 30 to day 60 after the last two-way contact, as it stands when planned on `today`."""
    opens, closes = max(contact + WINDOW_OPENS, today + timedelta(days=1)), contact + WINDOW_CLOSES
    if opens > contact + WINDOW_OPENS and len(calendar.between(opens, closes)) < 5:
        opens, closes = today + timedelta(days=1), today + timedelta(days=14)
    if not calendar.between(opens, closes):
        closes = calendar.on_or_after(opens)
    return opens, closes


def pick_day(days: list[date], preferred: date, load: Callable[[date], int]) -> date:
    """The levelled day among `days`: under the limit nearest `preferred`, else the least loaded nearest."""

    def nearest(day: date) -> tuple[int, date]:
        return abs((day - preferred).days), day

    under = [day for day in days if load(day) < DAILY_LIMIT]
    if under:
        return min(under, key=nearest)
    return min(days, key=lambda day: (load(day), *nearest(day)))


def _values(no: No) -> tuple[Decimal, ...]:
    return () if no.value is None else (no.value,)
