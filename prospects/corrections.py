"""What is put right about a no that was logged, before it is written."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prospects.conversations import ExitConversation, ToldBy
from prospects.new_no import Behind, Offer

NOTHING_OFFERED = Offer()
NOTHING_BEHIND = Behind()


@dataclass(frozen=True)
class Correction:
    """A no as it should have been logged. Of `offer` title, value and currency count; of `behind` everybody
    but the people.
    """

    conversation: ExitConversation
    said_on: date
    in_their_words: str = ""
    told_by: ToldBy | None = None
    by_decision_maker: bool = False
    reason_id: UUID | None = None
    offer: Offer = NOTHING_OFFERED
    behind: Behind = NOTHING_BEHIND
    notes: str = ""
