"""Pure: where something useful on its way to a prospect stands, as codes."""

from enum import StrEnum
from typing import Final


class SendingState(StrEnum):
    """Where it stands; everything from SENT on is final."""

    # Waits for a glance of whoever looks after them.
    PROPOSED = "proposed"
    # Approved, or agreed to go by itself: its mail is on its way, its touch is noted.
    APPROVED = "approved"
    SENT = "sent"
    # "Not this one": never proposed to them again.
    DECLINED = "declined"
    # It was approved and did not leave: something stood against it at the claim, or a person gave it up.
    DROPPED = "dropped"


# Its item counts as theirs, or as on its way to them.
SENDING_RUNS: Final = (SendingState.PROPOSED, SendingState.APPROVED)


class Obstacle(StrEnum):
    """What stands against a mail beside permissions and contact rules."""

    PLAN_ENDED = "plan_ended"
    OWNER_LEFT = "owner_left"
    NO_ADDRESS = "no_address"
    MUTED = "muted"
    ARCHIVED = "archived"
    HAD = "had"
    NOT_ITS_TURN = "not_its_turn"
    NOT_INTRODUCED = "not_introduced"
    NO_PUBLIC_NAME = "no_public_name"
    NO_POSTAL_ADDRESS = "no_postal_address"


# Something of ours is missing: it waits until that is there.
MENDABLE: Final = frozenset({Obstacle.NO_PUBLIC_NAME, Obstacle.NO_POSTAL_ADDRESS})
