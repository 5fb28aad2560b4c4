"""Pure: when a follow-up is due. The rules stand in RULES.md; same input, same answer.

All dates are local dates of the owner; `today` is theirs. N days is date arithmetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accounts.working_calendar import WorkingCalendar
from followups.kinds import EndedWhy, Kind
from prospects.conversations import PREFERRED_DAY, AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy

WINDOW_OPENS_AFTER = 30
WINDOW_CLOSES_AFTER = 60
# A window with fewer working days left than this is widened to the next two weeks.
FEWEST_WORKING_DAYS = 5
SHORT_WINDOW_DAYS = 14
THANK_YOU_AGE_LIMIT = 14
OLD_NO_AFTER = 60
RETRY_FROM, RETRY_TO = 3, 7
MOST_RETRIES = 2
INTERESTED_AFTER = 7
DEBRIEF_FADES_AFTER = 14
NOES_WITH_A_DEBRIEF_EACH = 20


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


@dataclass(frozen=True)
class Desk:
    """What planning looks at around a no: the owner's calendar, their load by day, their limit."""

    today: date
    calendar: WorkingCalendar
    load: Mapping[date, int] = field(default_factory=dict)
    daily_limit: int = 6

    def with_load(self, days: Mapping[date, int]) -> "Desk":
        """The same desk with more (or, negative, less) on some days."""
        merged = dict(self.load)
        for day, count in days.items():
            merged[day] = merged.get(day, 0) + count
        return replace(self, load=merged)


@dataclass(frozen=True)
class NoFacts:
    """What of a no decides its plan."""

    conversation: ExitConversation
    said_on: date
    told_by: ToldBy | None = None
    stay_in_touch: AskAnswer = AskAnswer.NOT_ASKED
    agreed_on: date | None = None
    manner: Manner | None = None
    good_deal: GoodDeal = GoodDeal.UNSURE
    wants_debrief: bool = True

    def age(self, today: date) -> int:
        """Days since it was said."""
        return (today - self.said_on).days

    def is_old(self, today: date) -> bool:
        """Logged later than day 60."""
        return self.age(today) > OLD_NO_AFTER


def plan_ends(no: NoFacts) -> EndedWhy | None:
    """Why a plan for this no alone is written as ended; None when it stays active."""
    if no.stay_in_touch == AskAnswer.STOP:
        return EndedWhy.OPTED_OUT
    if no.stay_in_touch == AskAnswer.NO:
        return EndedWhy.CLOSED
    return EndedWhy.LET_GO if no.good_deal == GoodDeal.NO else None


def first_plan(no: NoFacts, desk: Desk) -> tuple[Planned, ...]:
    """Everything a person's first no writes, in order of writing."""
    around = around_the_no(no, desk)
    if plan_ends(no):
        return around
    return (*around, standing_row(no, no.said_on, with_own_rows(desk, around)))


def with_own_rows(desk: Desk, rows: tuple[Planned, ...]) -> Desk:
    """The desk once a no's other follow-ups are written; debriefs are no load."""
    days: dict[date, int] = {}
    for row in rows:
        if row.kind != Kind.DEBRIEF:
            days[row.due_on] = days.get(row.due_on, 0) + 1
    return desk.with_load(days)


def around_the_no(no: NoFacts, desk: Desk, *, thank_you_stands: bool = False) -> tuple[Planned, ...]:
    """The follow-ups of the no itself: thank-you (or closing note) and debrief."""
    if no.stay_in_touch == AskAnswer.STOP or no.is_old(desk.today):
        return ()
    rows = []
    if not thank_you_stands and no.age(desk.today) <= THANK_YOU_AGE_LIMIT:
        rows.append(_on(Kind.THANK_YOU, thank_you_day(no, desk)))
    if no.wants_debrief and no.good_deal != GoodDeal.NO:
        rows.append(_on(Kind.DEBRIEF, debrief_day(no, desk)))
    return tuple(rows)


def thank_you_day(no: NoFacts, desk: Desk) -> date:
    """The next working day; told by mail (the reply) or gone quiet (the closing note), the same day."""
    if no.told_by == ToldBy.MAIL or no.conversation == ExitConversation.DRIFTED:
        return desk.calendar.on_or_after(desk.today)
    return desk.calendar.next_after(desk.today)


def debrief_day(no: NoFacts, desk: Desk) -> date:
    """The first working day after the no; if that is past, the next working day."""
    day = desk.calendar.next_after(no.said_on)
    return day if day >= desk.today else desk.calendar.next_after(desk.today)


def standing_row(no: NoFacts, last_contact: date, desk: Desk) -> Planned:
    """The plan's one check-in or agreed meeting: the agreed day, else a day in the window."""
    if no.agreed_on is not None and no.agreed_on >= desk.today:
        return agreed_row(no.agreed_on, no.manner, desk)
    if no.is_old(desk.today) and last_contact == no.said_on:
        return queued_check_in(desk)
    return check_in(last_contact, no.conversation, desk)


def agreed_row(day: date, manner: Manner | None, desk: Desk) -> Planned:
    """A day they named: a meeting on the very day, anything else on the first working day from it."""
    if manner == Manner.MEETING:
        return Planned(Kind.AGREED_MEETING, day, day, day, manner, is_agreed=True)
    day = desk.calendar.on_or_after(day)
    return Planned(Kind.CHECK_IN, day, day, day, manner, is_agreed=True)


def check_in(last_contact: date, conversation: ExitConversation, desk: Desk) -> Planned:
    """A check-in 30 to 60 days after the last two-way contact, on the best day for the owner."""
    window = check_in_window(last_contact, desk)
    preferred = last_contact + timedelta(days=PREFERRED_DAY[conversation])
    return _in_window(window, preferred, desk)


def check_in_window(last_contact: date, desk: Desk) -> Window:
    """[contact + 30, contact + 60], cut to after today; too short a rest becomes the next two weeks."""
    tomorrow = desk.today + timedelta(days=1)
    first = max(last_contact + timedelta(days=WINDOW_OPENS_AFTER), tomorrow)
    last = last_contact + timedelta(days=WINDOW_CLOSES_AFTER)
    was_cut = first == tomorrow and last_contact + timedelta(days=WINDOW_OPENS_AFTER) < tomorrow
    if was_cut and len(desk.calendar.days(first, last)) < FEWEST_WORKING_DAYS:
        return Window(tomorrow, desk.today + timedelta(days=SHORT_WINDOW_DAYS))
    return Window(first, last)


def pick_day(window: Window, preferred: date, desk: Desk) -> tuple[date, Window]:
    """The day inside the window, and the window (moved along when it holds no working day).

    Among days under the limit the one nearest the preferred day, earlier on a tie;
    with none under it the least loaded, then the nearest.
    """
    days = desk.calendar.days(window.first, window.last)
    if not days:
        day = desk.calendar.on_or_after(window.first)
        return day, Window(window.first, day)
    free = [day for day in days if desk.load.get(day, 0) < desk.daily_limit]
    if free:
        return min(free, key=lambda day: (abs((day - preferred).days), day)), window
    return min(days, key=lambda day: (desk.load.get(day, 0), abs((day - preferred).days), day)), window


def queued_check_in(desk: Desk) -> Planned:
    """An old no: the first working day from tomorrow under the limit, its window that working week."""
    day = desk.calendar.next_after(desk.today)
    while desk.load.get(day, 0) >= desk.daily_limit:
        day = desk.calendar.next_after(day)
    monday = day - timedelta(days=day.weekday())
    week = desk.calendar.days(monday, monday + timedelta(days=6))
    opens_on = max(week[0], desk.today + timedelta(days=1))
    return Planned(Kind.CHECK_IN, opens_on, day, week[-1])


def retry(tries: int, last_manner: Manner | None, desk: Desk) -> Planned:
    """Another try at an unanswered check-in: the 3rd to 7th working day from today, the 3rd preferred.

    `tries` is how many went before; the next one takes another channel than the last.
    """
    window = Window(desk.calendar.add(desk.today, RETRY_FROM), desk.calendar.add(desk.today, RETRY_TO))
    manner = Manner.CALL if last_manner == Manner.MAIL else Manner.MAIL
    return replace(_in_window(window, window.first, desk), tries=tries, manner=manner)


def interested_check_in(desk: Desk) -> Planned:
    """They are interested: a check-in in 7 days."""
    return _on(Kind.CHECK_IN, desk.calendar.on_or_after(desk.today + timedelta(days=INTERESTED_AFTER)))


def _in_window(window: Window, preferred: date, desk: Desk) -> Planned:
    day, window = pick_day(window, preferred, desk)
    return Planned(Kind.CHECK_IN, window.first, day, window.last)


def _on(kind: Kind, day: date) -> Planned:
    return Planned(kind, day, day, day)
