"""Pure: the kinds and states of follow-ups, plans, touches and outcomes, as codes."""

from enum import StrEnum
from typing import Final

from library.kinds import Purpose


class Kind(StrEnum):
    """What a follow-up asks somebody to do."""

    THANK_YOU = "thank_you"
    DEBRIEF = "debrief"
    ASK = "ask"
    PROMISE = "promise"
    VALUE_ITEM = "value_item"
    CHECK_IN = "check_in"
    AGREED_MEETING = "agreed_meeting"
    WAKE_UP = "wake_up"
    REFERRAL = "referral"
    CONGRATULATE = "congratulate"


# While a plan is active it has exactly one open row of these.
STANDING_KINDS = (Kind.CHECK_IN, Kind.AGREED_MEETING)


class Status(StrEnum):
    """Where a follow-up stands; everything but open is final, except by undo."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class PlanStatus(StrEnum):
    """Whether the plan still plans."""

    ACTIVE = "active"
    ENDED = "ended"


class EndedWhy(StrEnum):
    """Why a plan ended."""

    WON_BACK = "won_back"
    LET_GO = "let_go"
    OPTED_OUT = "opted_out"
    LEFT_COMPANY = "left_company"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a follow-up went (RULES.md, Outcomes)."""

    SPOKE = "spoke"
    DONE = "done"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    NOT_YET = "not_yet"
    INTERESTED = "interested"
    NEW_NEED = "new_need"
    ASKED_TO_STOP = "asked_to_stop"
    LEFT_COMPANY = "left_company"
    WON_BACK = "won_back"


UNANSWERED = frozenset({Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER})
# Outcomes in which they said something: these are two-way touches.
TWO_WAY = frozenset(
    {
        Outcome.SPOKE,
        Outcome.NOT_YET,
        Outcome.INTERESTED,
        Outcome.NEW_NEED,
        Outcome.ASKED_TO_STOP,
        Outcome.WON_BACK,
    }
)


class Channel(StrEnum):
    """How a touch happened."""

    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"
    LETTER = "letter"
    SOCIAL = "social"
    NOTE = "note"
    # Their own page of ours: they raised their hand there.
    PAGE = "page"


# How somebody of ours may say it was: what happens on their page is noted there.
NOTED_BY_HAND: Final = tuple(channel for channel in Channel if channel != Channel.PAGE)


class Direction(StrEnum):
    """Who reached out: they (in) or we (out)."""

    IN = "in"
    OUT = "out"


class TouchKind(StrEnum):
    """What a touch was for them: of use, between people, or about our offer."""

    HELPFUL = "helpful"
    PERSONAL = "personal"
    PITCH = "pitch"


# What getting something of the library is for them.
TOUCH_OF: Final = {Purpose.HELPFUL: TouchKind.HELPFUL, Purpose.PITCH: TouchKind.PITCH}


class Baton(StrEnum):
    """Where a hand-over stands."""

    OFFERED = "offered"
    # The taker wants to know something first.
    ASKED = "asked"
    TAKEN = "taken"
    SENT_BACK = "sent_back"
    # The giver took the offer back before anybody took it.
    WITHDRAWN = "withdrawn"
    # It was taken, and is with sales again.
    RETURNED = "returned"


# It waits for the taker's answer.
BATON_WAITS: Final = (Baton.OFFERED, Baton.ASKED)
BATON_RUNS: Final = (*BATON_WAITS, Baton.TAKEN)


class BatonStep(StrEnum):
    """What moved the baton on its way."""

    OFFERED = "offered"
    ASKED = "asked"
    ANSWERED = "answered"
    TAKEN = "taken"
    INTRODUCED = "introduced"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    # The ways back to sales: the day came, they raised their hand, they answered, one of us did it, the plan
    # ended.
    DAY_CAME = "day_came"
    RAISED_HAND = "raised_hand"
    REPLIED = "replied"
    RETURNED = "returned"
    PLAN_ENDED = "plan_ended"
