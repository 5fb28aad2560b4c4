"""Pure: what a no writes, and on which days (RULES.md, What a no writes). Same input, same answer."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from followups.cadence import span_after
from followups.contact_rules import Allowed, judge
from followups.contacts import Contact, History, State
from followups.kinds import EndedWhy, Kind
from followups.scheduling import Desk, Planned, agreed_row, check_in, on_day, queued_check_in
from followups.wake_up_days import re_entry_day, wake_up_days
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy, WakeUpKind
from prospects.new_no import Condition, Promised, Tender

THANK_YOU_AGE_LIMIT = 14
OLD_NO_AFTER = 60
PROMISE_DAY = 14
CONGRATULATE_DAY = 30
REFERRAL_WORKING_DAYS = 5
# In the first fourteen days one person gets at most two of these, kept in this order.
CROWDED_DAYS = 14
MOST_IN_CROWDED_DAYS = 2
CROWDING = (Kind.THANK_YOU, Kind.ASK, Kind.PROMISE, Kind.VALUE_ITEM, Kind.CONGRATULATE)


@dataclass(frozen=True)
class NoFacts:
    """What of a no decides its plan; `may_write` is a mail or newsletter permission on record."""

    conversation: ExitConversation
    said_on: date
    told_by: ToldBy | None = None
    stay_in_touch: AskAnswer = AskAnswer.NOT_ASKED
    agreed_on: date | None = None
    manner: Manner | None = None
    good_deal: GoodDeal = GoodDeal.UNSURE
    wants_debrief: bool = True
    may_write: bool = False
    promise: Promised | None = None
    condition: Condition | None = None
    wants_re_entry: bool = False
    names_somebody: bool = False
    congratulates: bool = False
    tender: Tender | None = None
    # Where they live, when we know.
    country: str = ""
    region: str = ""
    # False of somebody who stood behind another's no: nothing was asked of them.
    was_asked: bool = True
    # It came from another program.
    is_imported: bool = False

    def age(self, today: date) -> int:
        """Days since it was said."""
        return (today - self.said_on).days

    def is_old(self, today: date) -> bool:
        """Imported, or logged later than day 60."""
        return self.is_imported or self.age(today) > OLD_NO_AFTER

    def quiet_until(self) -> date | None:
        """The day a tender's award is final."""
        return self.tender.award_on if self.tender else None


@dataclass(frozen=True)
class Person:
    """What already stands for the person beside this no: a thank-you still open, the days of what crowds
    (thank-you, ask, promise, value item, congratulation), all contacts, and the agreed day that stays."""

    thank_you_stands: bool = False
    crowding_days: tuple[date, ...] = ()
    history: History = field(default_factory=History)
    agreed_stands: date | None = None


NOBODY_YET = Person()


def plan_ends(no: NoFacts) -> EndedWhy | None:
    """Why a plan for this no alone is written as ended; None when it stays active."""
    if no.stay_in_touch == AskAnswer.STOP:
        return EndedWhy.OPTED_OUT
    if no.stay_in_touch == AskAnswer.NO:
        return EndedWhy.CLOSED
    return EndedWhy.LET_GO if no.good_deal == GoodDeal.NO else None


def first_plan(no: NoFacts, desk: Desk) -> tuple[Planned, ...]:
    """Everything a person's first no writes; the check-in or meeting last."""
    around = around_the_no(no, desk)
    if plan_ends(no):
        return around
    step = standing_row(no, no.said_on, with_own_rows(desk, around))
    return (*around, *useful_rows(no, around, step, desk), step)


def with_own_rows(desk: Desk, rows: tuple[Planned, ...]) -> Desk:
    """The desk once a no's other follow-ups are written; debriefs are no load."""
    days: dict[date, int] = {}
    for row in rows:
        if row.kind != Kind.DEBRIEF:
            days[row.due_on] = days.get(row.due_on, 0) + 1
    return desk.with_load(days)


def around_the_no(no: NoFacts, desk: Desk, person: Person = NOBODY_YET) -> tuple[Planned, ...]:
    """The follow-ups of the no itself that its check-in makes room for, in the order they are kept."""
    if no.stay_in_touch == AskAnswer.STOP:
        return ()
    rows = [*_thanks(no, desk, person), *_tender_debrief(no, desk)]
    rows += _promise(no, desk, person, rows)
    if no.names_somebody:
        rows.append(on_day(Kind.REFERRAL, desk.calendar.add(desk.today, REFERRAL_WORKING_DAYS)))
    if no.wants_debrief and no.good_deal != GoodDeal.NO and not no.is_old(desk.today):
        rows.append(on_day(Kind.DEBRIEF, debrief_day(no, desk)))
    if not plan_ends(no):
        rows += _wake_ups(no, desk)
    return tuple(rows)


def _is_fresh(no: NoFacts, desk: Desk) -> bool:
    return not no.is_imported and no.age(desk.today) <= THANK_YOU_AGE_LIMIT


def _thanks(no: NoFacts, desk: Desk, person: Person) -> list[Planned]:
    """Thank-you or closing note. Asks still open have no row of their own: they stand on it."""
    if person.thank_you_stands or not _is_fresh(no, desk):
        return []
    return [on_day(Kind.THANK_YOU, thank_you_day(no, desk))]


def _tender_debrief(no: NoFacts, desk: Desk) -> list[Planned]:
    """A tender's debrief is asked for the next working day."""
    if no.tender is None or not no.was_asked or plan_ends(no) or not _is_fresh(no, desk):
        return []
    return [on_day(Kind.ASK, desk.calendar.next_after(desk.today))]


def _promise(no: NoFacts, desk: Desk, person: Person, rows: list[Planned]) -> list[Planned]:
    """What was promised is kept, whatever else ends; in crowded days it waits for day 15."""
    if no.promise is None:
        return []
    day = promise_day(no.promise, no.said_on, desk)
    if not _has_room(no, day, person, rows):
        after = no.said_on + timedelta(days=CROWDED_DAYS + 1)
        day = (
            desk.calendar.on_or_after(after) if after >= desk.today else desk.calendar.next_after(desk.today)
        )
    return [on_day(Kind.PROMISE, day)]


def promise_day(promise: Promised, said_on: date, desk: Desk) -> date:
    """Its date (the last working day before it if it is none), or about day 14; never before today."""
    if promise.on:
        day = desk.calendar.on_or_before(promise.on)
    else:
        day = desk.calendar.on_or_after(said_on + timedelta(days=PROMISE_DAY))
    return _not_past(day, desk)


def _not_past(day: date, desk: Desk) -> date:
    """What would lie before today goes to the next working day."""
    return day if day >= desk.today else desk.calendar.next_after(desk.today)


def _has_room(no: NoFacts, day: date, person: Person, rows: list[Planned]) -> bool:
    """Whether another of the crowding kinds may lie on `day`."""
    last = no.said_on + timedelta(days=CROWDED_DAYS)
    if not no.said_on <= day <= last:
        return True
    days = [row.due_on for row in rows if row.kind in CROWDING] + list(person.crowding_days)
    return sum(no.said_on <= other <= last for other in days) < MOST_IN_CROWDED_DAYS


def _wake_ups(no: NoFacts, desk: Desk) -> list[Planned]:
    rows = []
    if no.condition:
        days = wake_up_days(no.condition, desk.calendar, desk.today, desk.numbers)
        rows += [on_day(Kind.WAKE_UP, day) for day in days]
    if no.wants_re_entry and not _names_the_re_entry(no.condition):
        day = re_entry_day(no.said_on, desk.calendar, desk.today)
        rows.append(Planned(Kind.WAKE_UP, day, day, day, is_re_entry=True))
    return rows


def _names_the_re_entry(condition: Condition | None) -> bool:
    """Whether they said when their choice will show: then that day is the re-entry's."""
    return condition is not None and condition.kind == WakeUpKind.VENDOR_STUMBLES and condition.on is not None


def useful_rows(
    no: NoFacts, rows: tuple[Planned, ...], step: Planned | None, desk: Desk, person: Person = NOBODY_YET
) -> tuple[Planned, ...]:
    """Something useful and the congratulation, where the check-in and the contact rules leave room."""
    if plan_ends(no) or no.conversation == ExitConversation.WE_DECLINED or no.is_old(desk.today):
        return ()
    agreed = _agreed_day(step, desk, person)
    wanted = [Kind.VALUE_ITEM] if no.may_write and agreed is None else []
    wanted += [Kind.CONGRATULATE] if no.congratulates else []
    history = _history(no, step, agreed, person)
    written: list[Planned] = []
    for kind in wanted:
        day = _useful_day(no, kind, desk)
        if day is None or not _has_room(no, day, person, [*rows, *written]):
            continue
        contact = Contact(day, kind=kind, state=State.PLANNED)
        if isinstance(judge(contact, history, today=desk.today, limits=desk.numbers.limits), Allowed):
            written.append(on_day(kind, day))
            history = history.plus(contact)
    return tuple(written)


def _agreed_day(step: Planned | None, desk: Desk, person: Person) -> date | None:
    """The day somebody agreed on with them that is still ahead, be it with a colleague."""
    if person.agreed_stands or (step and step.is_agreed):
        return person.agreed_stands or (step.due_on if step else None)
    others = person.history.agreed_on
    return others if others and others >= desk.today else None


def _useful_day(no: NoFacts, kind: Kind, desk: Desk) -> date | None:
    """The team's day for something useful (None when that is past), after 30 days for a congratulation."""
    if kind == Kind.CONGRATULATE:
        after = no.said_on + timedelta(days=CONGRATULATE_DAY)
        return _not_past(desk.calendar.on_or_after(after), desk)
    about = no.said_on + timedelta(days=desk.numbers.value_item_day)
    return desk.calendar.on_or_after(about) if about >= desk.today else None


def _history(no: NoFacts, step: Planned | None, agreed: date | None, person: Person) -> History:
    """The person's contacts as they stand once the check-in is written."""
    history = replace(
        person.history,
        noes_on=(*person.history.noes_on, no.said_on),
        agreed_on=agreed,
        award_on=no.quiet_until() or person.history.award_on,
        # A new no opens the talk again, whatever the last one closed.
        closed=None,
    )
    if step is None:
        return history
    contact = Contact(step.due_on, kind=step.kind, state=State.PLANNED, is_agreed=step.is_agreed)
    return history.plus(contact)


def thank_you_day(no: NoFacts, desk: Desk) -> date:
    """The next working day; told by mail (the reply) or gone quiet (the closing note), the same day."""
    if no.told_by == ToldBy.MAIL or no.conversation == ExitConversation.DRIFTED:
        return desk.calendar.on_or_after(desk.today)
    return desk.calendar.next_after(desk.today)


def debrief_day(no: NoFacts, desk: Desk) -> date:
    """The first working day after the no; if that is past, the next working day."""
    return _not_past(desk.calendar.next_after(no.said_on), desk)


def standing_row(no: NoFacts, last_contact: date, desk: Desk, own_cadence: str = "") -> Planned:
    """The plan's one check-in or agreed meeting: the agreed day, else a day in the cadence's first window.

    `own_cadence` is that of the plan it joins.
    """
    if no.agreed_on is not None and no.agreed_on >= desk.today:
        return agreed_row(no.agreed_on, no.manner, desk)
    is_news = no.is_imported and last_contact == no.said_on
    if is_news or (desk.today - last_contact).days > OLD_NO_AFTER:
        # Nor was anything heard since: they wait in the queue of old noes, and stay at their place in it.
        return queued_check_in(desk, no.quiet_until())
    span = span_after(desk.numbers.cadence_for(no.conversation, own_cadence), 0)
    return check_in(last_contact, no.conversation, desk, span, no.quiet_until())
