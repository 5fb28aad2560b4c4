"""Pure: the states a mail row can be in, and who a mail is for."""

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


MOVING = (State.PENDING, State.SENDING)

# No mail ever leaves in more than two copies.
MOST_TRANSMISSIONS = 2

# How often a mail may be handed over while nobody knows whether the copy before it arrived.
TRANSMISSIONS_ALLOWED = {Audience.OURS: MOST_TRANSMISSIONS, Audience.PROSPECT: 1}

# What a mail becomes when that often was not enough.
WHEN_NOBODY_KNOWS = {Audience.OURS: State.UNKNOWN, Audience.PROSPECT: State.HELD}
