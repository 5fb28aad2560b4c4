"""What one no must write for somebody new, worked out a second time, from the prose of RULES.md alone.

Nothing of the app is imported here: this module and the app must meet only in their results. `expect` takes
everything the form of the graceful exit can say, and gives every row with its three dates.

Readings taken where the page leaves room:

* "Next working day" is the first after today. What would lie before today goes there; today itself may stay.
* Older than 14 days means said + 14 < today, and old means said + 60 < today.
* Refused beats let go for the reason the plan ends; "please stop" beats both. A plan that ends this way keeps
  the thank-you, a promise and the person they named; the debrief only if it was refused and not let go.
* An answer "will think" stands on the thank-you, and after 14 days there is none to plan. So the only ask row
  of somebody new is the one of a tender: the debrief request. When we declined a tender it is asked, too.
* Of thank-you, ask, dated promises and undated promises, in that order, the first two due within
  [no, no + 14] stay. A promise too many goes to the first working day from no + 15.
* An undated promise sits on the first working day from no + 14, also when it repeats.
* The thank-you (or closing note) of one who wrote or drifted is due on the first working day from today.
* A referral is due on the fifth working day after today.
* Mail or newsletter permission is what this form records: the channels given, or yes to the mailing list.
  "May we stay in touch?" answered yes is a permission to call and no more.
* An agreed day is one that has not passed. The value item gives way to any.
* Counted touches: value item, congratulation, check-in; at least 14 days apart. An agreed check-in is on a
  day they named and does not count, but nothing counted is written before it. The check-in is placed first
  beside the rows that are certain; the other two give way to it, the congratulation to the value item.
* A value item is too late when day 15 itself is past; a congratulation, when the working day it moved to is.
* Wake-ups lie on the first working day from their computed day, never before the next working day. Re-entry
  without a date is day 90, unless a vendor's stumble is dated. "X working days after" counts from the date.
* Until the day after a tender's award nothing counted is written and no window opens. What lies on an agreed
  day beats that, a congratulation too; the queue of old noes does not. The later of today and the award cuts
  the window [no + 30, no + 60]; left with fewer than five working days it is the next 14 days instead.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.replay.oracle import PREFERRED_DAY, Calendar, check_in_window

MAIL_MAY_COME_BY = frozenset({"mail", "newsletter"})
TOUCHES_IN_FIRST_DAYS = 2


@dataclass(frozen=True)
class Promise:
    """What we said we would do; without a date about day 14, and again every so many weeks if given."""

    text: str
    due_on: date | None = None
    every_weeks: int | None = None


@dataclass(frozen=True)
class WakeUp:
    """What might open the door again; without any date it waits in a list. `notice_on` is of contracts."""

    kind: str
    on: date | None = None
    notice_on: date | None = None


@dataclass(frozen=True)
class Tender:
    """A public tender and, if it is known, the day on which the award is final."""

    award_on: date | None = None


@dataclass(frozen=True)
class Case:
    """One no of somebody new, as it was told, and the desk of the one who logs it."""

    conversation: str
    said_on: date
    today: date
    calendar: Calendar
    told_by: str | None = None
    asks: Mapping[str, str] = field(default_factory=dict)
    permissions: frozenset[str] = frozenset()
    next_contact_on: date | None = None
    manner: str | None = None
    good_deal: str = "unsure"
    promises: tuple[Promise, ...] = ()
    wake_up: WakeUp | None = None
    names_somebody: bool = False
    tender: Tender | None = None
    load: Mapping[date, int] = field(default_factory=dict)
    daily_limit: int = 6
    wants_debrief: bool = True

    def day(self, number: int) -> date:
        """So many days after the no."""
        return self.said_on + timedelta(days=number)

    def says(self, ask: str, answer: str) -> bool:
        """Whether this was the answer to that ask."""
        return self.asks.get(ask, "not_asked") == answer

    @property
    def next_working_day(self) -> date:
        """The first working day after the day of logging."""
        return self.calendar.after(self.today)

    @property
    def is_late(self) -> bool:
        """Whether thanks and asks would come too late."""
        return self.day(14) < self.today

    @property
    def is_old(self) -> bool:
        """Whether it goes into the queue of old noes."""
        return self.day(60) < self.today

    @property
    def agreed_on(self) -> date | None:
        """The agreed day, if it has not passed."""
        agreed = self.next_contact_on
        return agreed if agreed is not None and agreed >= self.today else None

    @property
    def quiet_until(self) -> date:
        """The last day a tender forbids to write counted touches on; long past without one."""
        award = self.tender.award_on if self.tender else None
        return award or date.min

    @property
    def ends(self) -> str | None:
        """Why the plan ends at once, if it does."""
        if self.says("stay_in_touch", "stop"):
            return "opted_out"
        if self.says("stay_in_touch", "no"):
            return "closed"
        return "let_go" if self.good_deal == "no" else None


@dataclass(frozen=True, order=True)
class Row:
    """One open follow-up."""

    kind: str
    opens_on: date
    due_on: date
    closes_on: date


@dataclass(frozen=True)
class Expected:
    """The rows as a sorted multiset, and why the plan ended (None: it is active)."""

    rows: tuple[Row, ...]
    ended_why: str | None

    def lines(self) -> list[str]:
        """The same in lines that are easily compared by eye."""
        dated = [f"{row.kind} {row.opens_on} {row.due_on} {row.closes_on}" for row in self.rows]
        return [f"ended: {self.ended_why}", *dated]


def expect(case: Case) -> Expected:
    """Everything this no writes."""
    if case.ends == "opted_out":
        return Expected((), case.ends)
    rows = [*_first_days(case), *_debriefs(case), *_referrals(case)]
    if case.ends is None:
        rows += _wake_ups(case)
        step = _next_step(case, rows)
        rows += [step, *_extras(case, step)]
    return Expected(tuple(sorted(rows)), case.ends)


def _on(kind: str, day: date) -> Row:
    return Row(kind, day, day, day)


def _not_past(case: Case, day: date) -> date:
    return day if day >= case.today else case.next_working_day


# The first days: thank-you, ask, promises.


def _first_days(case: Case) -> Iterator[Row]:
    places = TOUCHES_IN_FIRST_DAYS
    for row in [*_thank_yous(case), *_tender_asks(case), *_promises(case)]:
        if case.said_on <= row.due_on <= case.day(14):
            if places == 0:
                if row.kind == "promise":
                    yield _on("promise", _not_past(case, case.calendar.on_or_after(case.day(15))))
                continue
            places -= 1
        yield row


def _thank_yous(case: Case) -> Iterator[Row]:
    if case.is_late:
        return
    same_day = case.told_by == "mail" or case.conversation == "drifted"
    yield _on("thank_you", case.calendar.on_or_after(case.today) if same_day else case.next_working_day)


def _tender_asks(case: Case) -> Iterator[Row]:
    if case.tender and not case.is_late and case.ends is None:
        yield _on("ask", case.next_working_day)


def _promises(case: Case) -> Iterator[Row]:
    dated = sorted(promise.due_on for promise in case.promises if promise.due_on)
    for day in dated:
        yield _on("promise", _not_past(case, _on_or_before(case.calendar, day)))
    for _ in range(len(case.promises) - len(dated)):
        yield _on("promise", _not_past(case, case.calendar.on_or_after(case.day(14))))


def _on_or_before(calendar: Calendar, day: date) -> date:
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


# What stands beside them.


def _debriefs(case: Case) -> Iterator[Row]:
    if case.wants_debrief and not case.is_old and case.good_deal != "no":
        yield _on("debrief", _not_past(case, case.calendar.after(case.said_on)))


def _referrals(case: Case) -> Iterator[Row]:
    if case.names_somebody:
        yield _on("referral", _working_days_after(case.calendar, case.today, 5))


def _working_days_after(calendar: Calendar, day: date, count: int) -> date:
    for _ in range(count):
        day = calendar.after(day)
    return day


def _wake_ups(case: Case) -> Iterator[Row]:
    for day in _wake_up_days(case):
        yield _on("wake_up", max(case.calendar.on_or_after(day), case.next_working_day))


def _wake_up_days(case: Case) -> Iterator[date]:
    wake_up = case.wake_up
    if wake_up:
        yield from _days_around(case.calendar, wake_up)
    stumble_is_dated = wake_up is not None and wake_up.kind == "vendor_stumbles" and wake_up.on is not None
    if case.says("reentry", "yes") and not stumble_is_dated:
        yield case.day(90)


def _days_around(calendar: Calendar, wake_up: WakeUp) -> Iterator[date]:
    days_from_it = {"contract_end": -180, "budget_year": -120, "go_live": 30, "new_person": 30}
    days_from_it |= {"person_leaves": 14, "vendor_stumbles": -14, "other": -14}
    if wake_up.kind == "contract_end" and wake_up.notice_on:
        yield wake_up.notice_on - timedelta(days=90)
        return
    if wake_up.on is None:
        return
    if wake_up.kind == "we_ship":
        yield _working_days_after(calendar, wake_up.on, 5)
        return
    yield wake_up.on + timedelta(days=days_from_it[wake_up.kind])
    if wake_up.kind == "budget_year":
        yield _working_days_after(calendar, wake_up.on, 10)


# The next step: check-in or agreed meeting.


def _next_step(case: Case, others: Iterable[Row]) -> Row:
    agreed = case.agreed_on
    if agreed and case.manner == "meeting":
        return _on("agreed_meeting", agreed)
    if agreed:
        return _on("check_in", case.calendar.on_or_after(agreed))
    load = Counter(case.load)
    load.update(row.due_on for row in others if row.kind != "debrief")
    return _queued(case, load) if case.is_old else _in_window(case, load)


def _queued(case: Case, load: Mapping[date, int]) -> Row:
    """The first free day from tomorrow on, with the working week of that day."""
    quiet = max(case.today, case.quiet_until)
    day = case.calendar.after(quiet)
    while load.get(day, 0) >= case.daily_limit:
        day = case.calendar.after(day)
    monday = day - timedelta(days=day.weekday())
    week = case.calendar.between(monday, monday + timedelta(days=6))
    return Row("check_in", max(week[0], quiet + timedelta(days=1)), day, week[-1])


def _in_window(case: Case, load: Mapping[date, int]) -> Row:
    opens, closes = check_in_window(case.calendar, case.said_on, max(case.today, case.quiet_until))
    preferred = case.day(PREFERRED_DAY[case.conversation])
    return Row("check_in", opens, _pick(case, case.calendar.between(opens, closes), preferred, load), closes)


def _pick(case: Case, days: list[date], preferred: date, load: Mapping[date, int]) -> date:
    """Under the limit nearest the preferred day; with none under it the least loaded, then the nearest."""
    under = [day for day in days if load.get(day, 0) < case.daily_limit]
    candidates = under or [day for day in days if load.get(day, 0) == min(load.get(one, 0) for one in days)]
    return min(candidates, key=lambda day: (abs((day - preferred).days), day))


# Value item and congratulation: counted touches that give way.


def _extras(case: Case, step: Row) -> Iterator[Row]:
    if case.is_old or case.conversation == "we_declined":
        return
    counted = [] if case.agreed_on else [step.due_on]
    for kind, day in [*_value_items(case), *_congratulations(case)]:
        is_named = case.agreed_on is not None and day == step.due_on
        if (is_named or day > case.quiet_until) and all(abs((day - other).days) >= 14 for other in counted):
            counted.append(day)
            yield _on(kind, day)


def _value_items(case: Case) -> Iterator[tuple[str, date]]:
    may_send = bool(case.permissions & MAIL_MAY_COME_BY) or case.says("mailing_list", "yes")
    if may_send and case.agreed_on is None and case.day(15) >= case.today:
        yield "value_item", case.calendar.on_or_after(case.day(15))


def _congratulations(case: Case) -> Iterator[tuple[str, date]]:
    day = _not_past(case, case.calendar.on_or_after(case.day(30)))
    agreed = case.agreed_on
    if case.says("congratulate", "yes") and (agreed is None or agreed <= day):
        yield "congratulate", day
