"""Pure: whether we may reach out to a person, and when (RULES.md, "Contact rules").

`judge` gives codes and dates only; desk.contact_words makes the sentences. What a contact and a history are,
and what of them counts, stands in followups.contacts; on which channel, in followups.permission_rules.

Readings where the page leaves room:

* A check-in with its retries is one touch that lasts from the first try to the last: the 14 days are measured
  from the nearest of its tries.
* 90 days are 90 dates in a row: with four behind it, the fifth may come 90 days after the first.
* What is planned for a day that has passed may happen today, so it stands on today.
* A check-in never waits for what is merely planned: value item, congratulation and late ask give way.
* Until a tender's award is final nothing that counts is written; an agreed day stands all the same.
* A refused person may still be answered; after "please stop" not even that.
* A pause of theirs holds back everything that counts, what a standing promise covers too; a day they named
  stands all the same, and so does what does not count.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain, pairwise
from typing import Final

from accounts.working_calendar import WorkingCalendar
from followups.contacts import (
    ASK_WITHIN_DAYS,
    DAYS_A_WEEK,
    NEVER_COUNTED,
    REPLY_WITHIN_DAYS,
    Closed,
    Contact,
    History,
    State,
    counts,
    is_reply,
    needs_relevance,
)
from followups.kinds import Channel, Kind, TouchKind

# Planned ones of these are moved or dropped for a check-in, never the other way round.
GIVES_WAY: Final = frozenset({Kind.VALUE_ITEM, Kind.CONGRATULATE, Kind.ASK})
# "An ended plan may keep its open thank-you, debrief and promises."
LEFT_BY_AN_END: Final = frozenset({Kind.THANK_YOU, Kind.DEBRIEF, Kind.PROMISE})


class Actor(StrEnum):
    """Who sends: a person; the app one mail that a person approved; the app by itself or in series."""

    PERSON = "person"
    APP_APPROVED = "app_approved"
    APP = "app"


@dataclass(frozen=True)
class Limits:
    """The team's settings: days between two counted touches, how many in how many days, give before ask."""

    days_apart: int = 14
    most: int = 4
    within_days: int = 90
    helpful_before_pitch: int = 2


USUAL_LIMITS: Final = Limits()
ONE_DAY: Final = timedelta(days=1)


class Reason(StrEnum):
    """Why a contact is blocked."""

    STOPPED = "stopped"
    SUPPRESSED = "suppressed"
    SAID_NO = "said_no"
    LET_GO = "let_go"
    BEFORE_AWARD = "before_award"
    BEFORE_AGREED_DAY = "before_agreed_day"
    PAUSED = "paused"
    PITCH_TOO_EARLY = "pitch_too_early"
    TOO_SOON_AFTER = "too_soon_after"
    TOO_CLOSE_BEFORE = "too_close_before"
    TOO_MANY = "too_many"
    # Of followups.permission_rules: they said no to this channel since.
    CHANNEL_TAKEN_BACK = "channel_taken_back"


# Nobody goes against these.
FINAL: Final = frozenset({Reason.STOPPED, Reason.SUPPRESSED})
REASON_OF: Final = {
    Closed.NO: Reason.SAID_NO,
    Closed.LET_GO: Reason.LET_GO,
    Closed.STOPPED: Reason.STOPPED,
    Closed.SUPPRESSED: Reason.SUPPRESSED,
}


class Instead(StrEnum):
    """What would be fine on that very day; REPLY whenever they write."""

    REPLY = "reply"
    THANK_YOU = "thank_you"
    PROMISE = "promise"
    HELPFUL = "helpful"
    LETTER = "letter"
    AGREED_DAY = "agreed_day"
    PLANNED_ONE = "planned_one"


@dataclass(frozen=True)
class Allowed:
    """It may be made; `moves` are planned contacts that then stand too near: move or drop them."""

    needs_relevance: bool
    moves: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Blocked:
    """It may not: why, the next allowed day (None: no day alone helps), what would be fine instead.

    `by` is the contact it stands too near to; `missing` how many helpful touches a pitch still waits for.
    """

    reason: Reason
    next_day: date | None = None
    instead: tuple[Instead, ...] = ()
    by: Contact | None = None
    missing: int = 0

    def may_override(self, actor: Actor) -> bool:
        """Whether a person may do it all the same, with a reason that is kept; never after a stop."""
        return actor != Actor.APP and self.reason not in FINAL


@dataclass(frozen=True)
class Meter:
    """Give before ask: helpful touches since the last pitch, and how many a pitch needs."""

    helpful: int
    needed: int

    @property
    def missing(self) -> int:
        """How many helpful touches a pitch still waits for."""
        return max(0, self.needed - self.helpful)


def judge(
    wanted: Contact, history: History, *, today: date, limits: Limits = USUAL_LIMITS
) -> Allowed | Blocked:
    """Whether `wanted` may be made on its day, which may be another than `today` (the owner's local date)."""
    blocked = _block(wanted, history, limits, today)
    if blocked is None:
        return Allowed(needs_relevance(wanted, history), _moves(wanted, history, limits, today))
    return replace(
        blocked,
        next_day=next_allowed_day(wanted, history, today=today, limits=limits),
        instead=tuple(_instead(wanted, blocked, history, limits, today)),
    )


def allowed_among(
    wanted: Iterable[Contact], history: History, *, today: date, limits: Limits = USUAL_LIMITS
) -> tuple[Contact, ...]:
    """Those that may stand, in the order given, which is their order of precedence; check-ins come first."""
    given = tuple(wanted)
    kept: tuple[Contact, ...] = ()
    for one in sorted(given, key=lambda one: one.kind != Kind.CHECK_IN):
        if _block(one, history.plus(*kept), limits, today) is None:
            kept += (one,)
    return tuple(one for one in given if any(one is other for other in kept))


def next_allowed_day(
    wanted: Contact,
    history: History,
    *,
    today: date,
    limits: Limits = USUAL_LIMITS,
    calendar: WorkingCalendar | None = None,
) -> date | None:
    """The first day from its own (and from today) on which `wanted` may be made; None when there is none.

    With a calendar the first such working day; raises NoWorkingDay when that calendar holds none.
    """

    def is_fine(day: date) -> bool:
        return _block(replace(wanted, day=day), history, limits, today) is None

    turns = _turns(history, limits, today)
    day = _first_fine(max(wanted.day, today), turns, is_fine)
    while day and calendar and not calendar.is_working_day(day):
        day = _first_fine(calendar.on_or_after(day), turns, is_fine)
    return day


def blocked_days(
    wanted: Contact, history: History, first: date, last: date, *, today: date, limits: Limits = USUAL_LIMITS
) -> frozenset[date]:
    """The days from `first` to `last` on which `wanted` may not be made.

    The answer changes only where a rule begins or stops forbidding, so only those days are asked.
    """
    edges = sorted(day for day in _edges(history, limits, today) if first < day <= last)
    blocked: set[date] = set()
    for start, end in pairwise([first, *edges, last + ONE_DAY]):
        if _block(replace(wanted, day=start), history, limits, today) is not None:
            blocked |= {start + timedelta(days=days) for days in range((end - start).days)}
    return frozenset(blocked)


def give_before_ask(history: History, until: date, limits: Limits = USUAL_LIMITS) -> Meter:
    """The meter on a day: what has happened up to then; what is queued or planned has helped nobody yet."""
    past = [one for one in history.contacts if one.state == State.HAPPENED and one.day <= until]
    last_pitch = max((one.day for one in past if one.is_pitch), default=date.min)
    helpful = sum(one.is_helpful and one.day > last_pitch for one in past)
    return Meter(helpful, limits.helpful_before_pitch)


def _block(wanted: Contact, history: History, limits: Limits, today: date) -> Blocked | None:
    """The first rule that stands against it; next day and alternatives are not worked out here."""
    closed = _closed_to(wanted, history)
    if closed:
        return Blocked(REASON_OF[closed])
    if is_reply(wanted, history):
        return None
    counted = counts(wanted, history)
    quiet = _quiet(wanted, history, counted)
    if quiet:
        return Blocked(quiet)
    missing = give_before_ask(history, wanted.day, limits).missing
    if missing and wanted.is_pitch and wanted.kind not in NEVER_COUNTED:
        return Blocked(Reason.PITCH_TOO_EARLY, missing=missing)
    return _crowd(wanted, history, limits, today) if counted else None


def _closed_to(wanted: Contact, history: History) -> Closed | None:
    closed = history.closed
    if closed is None or closed == Closed.STOPPED:
        return closed
    if closed == Closed.SUPPRESSED:
        return closed if wanted.channel == Channel.MAIL or wanted.is_letter else None
    is_left = wanted.kind in LEFT_BY_AN_END or is_reply(wanted, history)
    return None if is_left else closed


def _quiet(wanted: Contact, history: History, counted: bool) -> Reason | None:
    if counted and (history.awaits_award or (history.award_on and wanted.day <= history.award_on)):
        return Reason.BEFORE_AWARD
    if counted and history.paused_until and wanted.day < history.paused_until:
        return Reason.PAUSED
    # The agreed contact itself does not count, but not before its day either.
    is_held = (counted and not wanted.under_promise) or (wanted.is_agreed and wanted.kind == Kind.CHECK_IN)
    if is_held and history.agreed_on and wanted.day < history.agreed_on:
        return Reason.BEFORE_AGREED_DAY
    return None


def _crowd(wanted: Contact, history: History, limits: Limits, today: date) -> Blocked | None:
    """The two caps: days apart from any other touch, and at most so many in any span that holds the day."""
    day = _place(wanted, today)
    touches = _touches(wanted, history)
    others = (touch for touch in touches if not any(one is wanted for one in touch))
    near = _nearest(day, chain.from_iterable(others), limits.days_apart, today)
    if near:
        is_after = _place(near, today) <= day
        return Blocked(Reason.TOO_SOON_AFTER if is_after else Reason.TOO_CLOSE_BEFORE, by=near)
    days = [[_place(one, today) for one in touch] for touch in touches]
    return Blocked(Reason.TOO_MANY) if _fullest_span(day, days, limits.within_days) > limits.most else None


def _place(contact: Contact, today: date) -> date:
    """The day a contact stands on: what is planned for a day that has passed may happen today."""
    return max(contact.day, today) if contact.is_planned else contact.day


def _touches(wanted: Contact, history: History) -> list[list[Contact]]:
    """What counts, `wanted` with it: contacts that are one touch stand together."""
    standing = [one for one in history.contacts if not _gives_way(one, wanted)]
    counted = {id(one) for one in standing if counts(one, history)} | {id(wanted)}
    series = _series([*standing, wanted])
    kept = ([one for one in touch if id(one) in counted] for touch in series)
    return [touch for touch in kept if touch]


def _gives_way(other: Contact, wanted: Contact) -> bool:
    return wanted.kind == Kind.CHECK_IN and other.is_planned and other.kind in GIVES_WAY


def _series(contacts: Sequence[Contact]) -> list[list[Contact]]:
    """Each contact by itself, but a check-in with its retries: the later tries of the same plan."""
    touches: list[list[Contact]] = []
    running: dict[Hashable, list[Contact]] = {}
    for one in sorted(contacts, key=lambda one: (one.day, one.tries)):
        if one.kind == Kind.CHECK_IN and one.tries and one.plan in running:
            running[one.plan].append(one)
            continue
        touches.append([one])
        if one.kind == Kind.CHECK_IN:
            running[one.plan] = touches[-1]
    return touches


def _nearest(day: date, others: Iterable[Contact], days_apart: int, today: date) -> Contact | None:
    """The contact this day stands too near to: the last one up to it, else the first one after it."""

    def place(one: Contact) -> date:
        return _place(one, today)

    near = [one for one in others if abs((place(one) - day).days) < days_apart]
    before = [one for one in near if place(one) <= day]
    return max(before, key=place) if before else min(near, key=place, default=None)


def _fullest_span(day: date, touches: list[list[date]], within_days: int) -> int:
    """The most touches in a span of so many dates that holds `day`; the fullest begins with a contact."""
    earliest = day - timedelta(days=within_days - 1)
    starts = {one for touch in touches for one in touch if earliest <= one <= day}
    spans = [(start, start + timedelta(days=within_days - 1)) for start in starts]
    return max(sum(any(first <= one <= last for one in touch) for touch in touches) for first, last in spans)


def _edges(history: History, limits: Limits, today: date) -> set[date]:
    """The days on which the answer can change, either way: `_turns`, and where a rule begins to forbid."""
    named = {*history.named_days} | ({history.agreed_on} if history.agreed_on else set())
    edges = {*_turns(history, limits, today), *(day + ONE_DAY for day in named)}
    lengths = {limits.days_apart, limits.within_days, (history.letter_weeks or 0) * DAYS_A_WEEK}
    edges |= {day - timedelta(days=length - 1) for day in _stood(history, today) for length in lengths}
    begun = {(day, REPLY_WITHIN_DAYS) for day in (*history.they_sent_on, *history.noes_on)}
    begun |= {(day, ASK_WITHIN_DAYS) for day in history.noes_on}
    return edges | {day + timedelta(days=length + 1) for day, length in begun}


def _stood(history: History, today: date) -> set[date]:
    return {day for one in history.contacts for day in (one.day, _place(one, today))}


def _turns(history: History, limits: Limits, today: date) -> list[date]:
    """The days on which something blocked can become allowed, in order: where a rule stops forbidding."""
    lengths = {0, limits.days_apart, limits.within_days, (history.letter_weeks or 0) * DAYS_A_WEEK}
    stood = _stood(history, today)
    turns = {day + timedelta(days=length) for day in stood for length in lengths}
    turns |= {*history.named_days, *history.they_sent_on, *history.noes_on}
    turns |= {day for day in (history.agreed_on, history.paused_until) if day}
    turns |= {history.award_on + timedelta(days=1)} if history.award_on else set()
    return sorted(turns)


def _first_fine(start: date, turns: list[date], is_fine: Callable[[date], bool]) -> date | None:
    return next((day for day in [start, *(turn for turn in turns if turn > start)] if is_fine(day)), None)


def _moves(wanted: Contact, history: History, limits: Limits, today: date) -> tuple[Contact, ...]:
    """The planned contacts that gave way and would now be blocked where they stand."""
    if not counts(wanted, history):
        return ()
    planned = [one for one in history.contacts if _gives_way(one, wanted) and counts(one, history)]
    after = history.plus(wanted)
    return tuple(one for one in planned if _crowd(one, after.without(one), limits, today))


def _instead(
    wanted: Contact, blocked: Blocked, history: History, limits: Limits, today: date
) -> Iterator[Instead]:
    """What would be fine, each asked of the same rules."""
    if blocked.reason in FINAL:
        return

    def is_fine(other: Contact, among: History = history) -> bool:
        return _block(other, among, limits, today) is None

    if blocked.reason in {Reason.SAID_NO, Reason.LET_GO}:
        yield Instead.THANK_YOU
    if any(one.kind == Kind.PROMISE and one.is_planned for one in history.contacts):
        yield Instead.PROMISE
    planned = blocked.by if blocked.by and blocked.by.is_planned else None
    if planned and is_fine(replace(planned, day=wanted.day), history.without(planned)):
        yield Instead.PLANNED_ONE
    if blocked.reason == Reason.BEFORE_AGREED_DAY:
        yield Instead.AGREED_DAY
    helpful = Contact(wanted.day, touch=TouchKind.HELPFUL, channel=wanted.channel)
    if wanted.is_pitch and is_fine(helpful):
        yield Instead.HELPFUL
    if history.letter_weeks and not wanted.is_letter and is_fine(replace(helpful, is_letter=True)):
        yield Instead.LETTER
    yield Instead.REPLY
