"""Pure: when a follow-up is due. The rules stand in RULES.md; same input, same answer.

All dates are local dates of the owner; `today` is theirs. N days is date arithmetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accounts.working_calendar import WorkingCalendar
from followups.cadence import Span
from followups.kinds import Kind
from followups.team_numbers import OUR_NUMBERS, TeamNumbers
from prospects.conversations import ExitConversation, Manner

# Days from the last two-way contact between which a first check-in lies; the only window in which the
# kind of no prefers a day.
CHECK_IN_SPAN: Span = (30, 60)
# A window with fewer working days left than this is widened to the next two weeks.
FEWEST_WORKING_DAYS = 5
SHORT_WINDOW_DAYS = 14
RETRY_FROM, RETRY_TO = 3, 7
MOST_RETRIES = 2
INTERESTED_AFTER = 7
DEBRIEF_FADES_AFTER = 14


@dataclass(frozen=True)
class Window:
    """A first and a last day, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Planned:
    """A follow-up that would be written; `opens_on <= due_on <= closes_on`."""

    kind: Kind
    opens_on: date
    due_on: date
    closes_on: date
    manner: Manner | None = None
    is_agreed: bool = False
    tries: int = 0
    # Of a wake-up: the one that came of "if it stalls, call me".
    is_re_entry: bool = False


@dataclass(frozen=True)
class Desk:
    """What planning looks at: the owner's calendar, their load by day, their limit, the team's numbers."""

    today: date
    calendar: WorkingCalendar
    load: Mapping[date, int] = field(default_factory=dict)
    daily_limit: int = 6
    # Days on which the contact rules leave no room for a check-in with the person planned for.
    closed: frozenset[date] = frozenset()
    numbers: TeamNumbers = OUR_NUMBERS
    # The holidays where that person lives, when we know where that is.
    there: WorkingCalendar | None = None
    # Up to and including this day they are left alone: a tender of theirs whose award isn't final.
    quiet_until: date | None = None
    # Every working day from tomorrow up to and including this one is known to be at the limit.
    full_until: date | None = None

    def first_free_day(self, quiet_until: date | None = None) -> date:
        """The first day on which they may be called: after today, and after every award."""
        quiet = [day for day in (self.quiet_until, quiet_until) if day]
        return max([self.today, *quiet]) + timedelta(days=1)

    def quiet_after(self, award_on: date | None) -> "Desk":
        """The same desk for somebody to be left alone up to this day as well."""
        known = [day for day in (self.quiet_until, award_on) if day]
        return replace(self, quiet_until=max(known, default=None))

    def living_in(self, country: str, region: str) -> "Desk":
        """The same desk for a person who lives there; an empty country says nothing."""
        return replace(self, there=WorkingCalendar(country=country, region=region)) if country else self

    def is_holiday_there(self, day: date) -> bool:
        """Whether the person planned for has a public holiday."""
        return self.there is not None and self.there.is_holiday(day)

    def with_closed(self, days: frozenset[date]) -> "Desk":
        """The same desk with these days closed."""
        return replace(self, closed=days)

    def with_load(self, days: Mapping[date, int]) -> "Desk":
        """The same desk with more (or, negative, less) on some days."""
        merged = dict(self.load)
        for day, count in days.items():
            merged[day] = merged.get(day, 0) + count
        freed = min((day for day, count in days.items() if count < 0), default=None)
        return replace(self, load=merged, full_until=_earlier(self.full_until, freed))


def _earlier(full_until: date | None, freed: date | None) -> date | None:
    """Up to which day all are full, once there is less on a day."""
    if full_until is None or freed is None or freed > full_until:
        return full_until
    return freed - timedelta(days=1)


def agreed_row(day: date, manner: Manner | None, desk: Desk) -> Planned:
    """A day they named: a meeting on the very day, anything else on the first working day from it."""
    if manner == Manner.MEETING:
        return Planned(Kind.AGREED_MEETING, day, day, day, manner, is_agreed=True)
    day = desk.calendar.on_or_after(day)
    return Planned(Kind.CHECK_IN, day, day, day, manner, is_agreed=True)


def check_in(
    last_contact: date,
    conversation: ExitConversation,
    desk: Desk,
    span: Span = CHECK_IN_SPAN,
    quiet_until: date | None = None,
) -> Planned:
    """A check-in inside `span` days of the last two-way contact, on the best day for the owner.

    In 30 to 60 days the conversation prefers a day, in any other span it is the middle.
    Quiet up to and including `quiet_until` (a tender whose award isn't final).
    """
    window = check_in_window(last_contact, desk, span, quiet_until)
    preferred = desk.numbers.preferred_day(conversation) if span == CHECK_IN_SPAN else sum(span) // 2
    return in_window(window, last_contact + timedelta(days=preferred), desk)


def check_in_window(
    last_contact: date,
    desk: Desk,
    span: Span = CHECK_IN_SPAN,
    quiet_until: date | None = None,
) -> Window:
    """The span from the contact on, cut to after today; too short a rest becomes two weeks."""
    opens, closes = (last_contact + timedelta(days=days) for days in span)
    first_free = desk.first_free_day(quiet_until)
    if opens < first_free and len(desk.calendar.days(first_free, closes)) < FEWEST_WORKING_DAYS:
        return Window(first_free, first_free + timedelta(days=SHORT_WINDOW_DAYS - 1))
    return Window(max(opens, first_free), closes)


def pick_day(window: Window, preferred: date, desk: Desk) -> tuple[date, Window]:
    """The day inside the window, and the window (moved along when it holds no day that is free to use).

    Among days under the limit the one nearest the preferred day, earlier on a tie;
    with none under it the least loaded, then the nearest. A holiday of theirs only if there is no other day.
    """
    days = [day for day in desk.calendar.days(window.first, window.last) if day not in desk.closed]
    if not days:
        day = desk.calendar.on_or_after(window.first)
        while day in desk.closed:
            day = desk.calendar.next_after(day)
        return day, Window(window.first, max(day, window.last) if desk.closed else day)
    days = [day for day in days if not desk.is_holiday_there(day)] or days
    free = [day for day in days if desk.load.get(day, 0) < desk.daily_limit]
    if free:
        return min(free, key=lambda day: (abs((day - preferred).days), day)), window
    return min(days, key=lambda day: (desk.load.get(day, 0), abs((day - preferred).days), day)), window


def queued_check_in(desk: Desk, quiet_until: date | None = None) -> Planned:
    """An old no: the first working day from tomorrow that is under the limit and that no contact rule closes;
    its window is that working week.

    Quiet up to and including `quiet_until`.
    """
    first_free = desk.first_free_day(quiet_until)
    after_full = desk.full_until + timedelta(days=1) if desk.full_until else first_free
    day = desk.calendar.on_or_after(max(first_free, after_full))
    while desk.load.get(day, 0) >= desk.daily_limit or day in desk.closed or desk.is_holiday_there(day):
        day = desk.calendar.next_after(day)
    monday = day - timedelta(days=day.weekday())
    week = desk.calendar.days(monday, monday + timedelta(days=6))
    opens_on = max(week[0], first_free)
    return Planned(Kind.CHECK_IN, opens_on, day, week[-1])


def retry(tries: int, last_manner: Manner | None, desk: Desk) -> Planned:
    """Another try at an unanswered check-in: the 3rd to 7th working day from today, the 3rd preferred.

    `tries` is how many went before; the next one takes another channel than the last.
    """
    window = Window(desk.calendar.add(desk.today, RETRY_FROM), desk.calendar.add(desk.today, RETRY_TO))
    manner = Manner.CALL if last_manner == Manner.MAIL else Manner.MAIL
    return replace(in_window(window, window.first, desk), tries=tries, manner=manner)


def interested_check_in(desk: Desk) -> Planned:
    """They are interested: a check-in in 7 days."""
    return on_day(Kind.CHECK_IN, desk.calendar.on_or_after(desk.today + timedelta(days=INTERESTED_AFTER)))


def in_window(window: Window, preferred: date, desk: Desk) -> Planned:
    """A check-in on the best day of a window."""
    day, window = pick_day(window, preferred, desk)
    return Planned(Kind.CHECK_IN, window.first, day, window.last)


def on_day(kind: Kind, day: date) -> Planned:
    """A follow-up without a window: all three dates equal."""
    return Planned(kind, day, day, day)
