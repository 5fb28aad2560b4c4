"""Pure: the states a mail row can be in, who a mail is for, why an address is not written to."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a kind of mail is for; it decides what happens when nobody knows whether a copy left."""

    OURS = "ours"
    PROSPECT = "prospect"


class State(StrEnum):
    """Where a mail row stands; PENDING and SENDING are the ones that still move."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HELD = "held"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"
    SUPPRESSED = "suppressed"


class Reason(StrEnum):
    """Why an address is not written to: it sent mail back, or its owner does not want ours."""

    BOUNCE = "bounce"
    UNSUBSCRIBE = "unsubscribe"


MOVING = (State.PENDING, State.SENDING)

# No mail ever leaves in more than two copies.
MOST_TRANSMISSIONS = 2

# How often a mail may be handed over while nobody knows whether the copy before it arrived.
TRANSMISSIONS_ALLOWED = {Audience.OURS: MOST_TRANSMISSIONS, Audience.PROSPECT: 1}

# What a mail becomes when that often was not enough.
WHEN_NOBODY_KNOWS = {Audience.OURS: State.UNKNOWN, Audience.PROSPECT: State.HELD}

# Mail about accounts lets somebody in, or tells of it: its words are kept nowhere, and it is shown to nobody.
NEVER_SHOWN = ("invite", "password-reset", "confirm-address", "account-notice")


def copies_allowed(audience: Audience, by_a_person: int) -> int:
    """How many copies of a mail may leave; a person may have allowed one more, never more than two in all."""
    return min(max(TRANSMISSIONS_ALLOWED[audience], by_a_person), MOST_TRANSMISSIONS)


def when_nobody_knows(audience: Audience, transmissions: int) -> State:
    """What a mail becomes whose copies are used up: held, unless no further copy may leave at all."""
    return State.UNKNOWN if transmissions >= MOST_TRANSMISSIONS else WHEN_NOBODY_KNOWS[audience]
