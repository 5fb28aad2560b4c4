"""Pure: what reaches a person, and what of it counts (RULES.md, "Contact rules", the two lists).

A *contact* is one thing that reaches a person: past, queued or planned, by anybody in the team or by the app.
What a caller puts into the history of a person:

* every row of the team with the same normalised address, seen or not: past and queued touches outwards (a
  queued mail on the day of its approval) and open follow-ups, without the row that is being judged;
* not what they sent us (its day goes into `they_sent_on`), and not the confirmation written within the hour.

Readings where the page leaves room:

* A wake-up and a referral stand in neither of its lists: their rows do not count, a pitch made of one does.
* A touch on its own, of whatever kind, counts like a value item; a note of our own is no contact.
* An ask later than 7 days after the no counts; so does a letter more often than they wanted it, or without
  a frequency.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from followups.kinds import Channel, Kind, TouchKind

REPLY_WITHIN_DAYS: Final = 7
ASK_WITHIN_DAYS: Final = 7
COLLEAGUES_WITHIN_DAYS: Final = 7
DAYS_A_WEEK: Final = 7

COUNTED: Final = frozenset({Kind.VALUE_ITEM, Kind.CONGRATULATE, Kind.CHECK_IN, Kind.ASK})
NEVER_COUNTED: Final = frozenset({Kind.THANK_YOU, Kind.PROMISE, Kind.AGREED_MEETING, Kind.DEBRIEF})
HELPFUL_KINDS: Final = frozenset({Kind.VALUE_ITEM, Kind.PROMISE})


class By(StrEnum):
    """Who made a contact. Of a colleague's no more is ever told than that there was one, and when."""

    YOU = "you"
    COLLEAGUE = "colleague"
    APP = "app"


class State(StrEnum):
    """Whether a contact has happened, is approved and on its way, or stands in the plan."""

    HAPPENED = "happened"
    QUEUED = "queued"
    PLANNED = "planned"


class Closed(StrEnum):
    """Why the door is not open: they refused, we let go, they said stop, the address takes no mail."""

    NO = "no"
    LET_GO = "let_go"
    STOPPED = "stopped"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Contact:
    """One contact with a person: `kind` if it is a follow-up, `touch` if it is one on its own, or both.

    `touch` says what it is for them; without it the kind says so. `plan` and `tries` (unanswered tries that
    went before, as in FollowUp) tell which tries are one check-in. `ref` is the caller's own mark, such as a
    primary key; no rule reads it. Raises ValueError without kind and touch.
    """

    day: date
    kind: Kind | None = None
    touch: TouchKind | None = None
    channel: Channel | None = None
    state: State = State.HAPPENED
    by: By = By.YOU
    plan: Hashable = None
    tries: int = 0
    # They named this contact's day (FollowUp.is_agreed); it stays agreed when it is made late.
    is_agreed: bool = False
    # It answers them; holds within 7 days of something they sent.
    is_reply: bool = False
    # The letter they subscribed to.
    is_letter: bool = False
    # The check-in a week after they were interested.
    after_interested: bool = False
    # A standing promise covers it ("an article a month").
    under_promise: bool = False
    ref: Hashable = None

    def __post_init__(self) -> None:
        if self.kind is None and self.touch is None:
            raise ValueError("a contact is a follow-up of some kind, or a touch of some kind")

    @property
    def is_planned(self) -> bool:
        """Whether it only stands in the plan."""
        return self.state == State.PLANNED

    @property
    def is_pitch(self) -> bool:
        """Whether it is about our offer."""
        return self.touch == TouchKind.PITCH

    @property
    def is_helpful(self) -> bool:
        """Whether it is of use to them."""
        return self.touch == TouchKind.HELPFUL if self.touch else self.kind in HELPFUL_KINDS

    @property
    def reaches_them(self) -> bool:
        """Whether they notice it; our own debrief and notes they don't."""
        return self.kind != Kind.DEBRIEF and self.channel != Channel.NOTE


@dataclass(frozen=True)
class History:
    """What there is between us and one person; everything in any order.

    `they_sent_on`: days on which they sent something or raised their hand (a no is neither). `named_days`:
    days they named. `agreed_on`: the standing agreed day, as planned. `letter_weeks`: every how many weeks
    they want the letter. `paused_until`: they want to hear nothing before that day. `award_on`: the day a
    tender's award is final; `awaits_award` while nobody knows it. `country` and `region`: where they live,
    when we know; their holidays are no days for a check-in.
    """

    contacts: tuple[Contact, ...] = ()
    noes_on: tuple[date, ...] = ()
    they_sent_on: tuple[date, ...] = ()
    named_days: tuple[date, ...] = ()
    agreed_on: date | None = None
    letter_weeks: int | None = None
    paused_until: date | None = None
    award_on: date | None = None
    awaits_award: bool = False
    closed: Closed | None = None
    country: str = ""
    region: str = ""

    def plus(self, *contacts: Contact) -> "History":
        """The same with more contacts."""
        return replace(self, contacts=(*self.contacts, *contacts))

    def without(self, contact: Contact) -> "History":
        """The same without this very contact (an equal one stays)."""
        return replace(self, contacts=tuple(other for other in self.contacts if other is not contact))


def counts(contact: Contact, history: History) -> bool:
    """Whether a contact counts towards the caps."""
    if not contact.reaches_them or contact.kind in NEVER_COUNTED:
        return False
    if _is_on_their_word(contact, history) or is_reply(contact, history):
        return False
    if contact.is_letter:
        return not _is_within_frequency(contact, history)
    if contact.kind == Kind.ASK and _follows(contact.day, history.noes_on, ASK_WITHIN_DAYS):
        return False
    return contact.kind is None or contact.is_pitch or contact.kind in COUNTED


def is_reply(contact: Contact, history: History) -> bool:
    """Whether it answers what they sent, or a raised hand, in the 7 days before; a thank-you also a no."""
    days = history.they_sent_on
    if contact.kind == Kind.THANK_YOU:
        days += history.noes_on
    return contact.is_reply and _follows(contact.day, days, REPLY_WITHIN_DAYS)


def would_answer(day: date, history: History) -> bool:
    """Whether what goes out on a day is their answer: they sent something in the 7 days before, and nothing
    has gone out to them since."""
    made = [one.day for one in history.contacts if one.reaches_them and one.state == State.HAPPENED]
    return any(
        _follows(day, [sent], REPLY_WITHIN_DAYS) and not any(sent <= other <= day for other in made)
        for sent in history.they_sent_on
    )


def needs_relevance(contact: Contact, history: History) -> bool:
    """Whether it has to say why it matters to *them*: every touch outwards that is not a reply."""
    return contact.reaches_them and not is_reply(contact, history)


def must_name_source(history: History) -> bool:
    """Whether a *referred* person has yet to hear who named them: at the first contact."""
    return not any(one.reaches_them and not one.is_planned for one in history.contacts)


def colleagues_nearby(day: date, at_their_organisation: Iterable[Contact]) -> tuple[Contact, ...]:
    """Two of us at one organisation within 7 days see a notice: what colleagues do there around `day`."""
    theirs = (one for one in at_their_organisation if one.by == By.COLLEAGUE and one.reaches_them)
    return tuple(one for one in theirs if abs((one.day - day).days) <= COLLEAGUES_WITHIN_DAYS)


def _follows(day: date, days: Iterable[date], within: int) -> bool:
    return any(0 <= (day - other).days <= within for other in days)


def _is_on_their_word(contact: Contact, history: History) -> bool:
    """On a day they named, or the check-in they wanted by being interested."""
    named = (*history.named_days, history.agreed_on)
    return contact.is_agreed or contact.after_interested or contact.day in named


def _is_within_frequency(letter: Contact, history: History) -> bool:
    """Whether no letter before it lies nearer than they wanted."""
    if history.letter_weeks is None:
        return False
    others = [one.day for one in history.contacts if one.is_letter and one is not letter]
    return not _follows(letter.day, others, history.letter_weeks * DAYS_A_WEEK - 1)
