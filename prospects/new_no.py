"""What somebody tells us about a "no", before anything is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy


@dataclass(frozen=True)
class Who:
    """The person who said no: a known prospect, or a name with whatever else is known."""

    prospect_id: UUID | None = None
    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""


@dataclass(frozen=True)
class Offer:
    """What was offered: a known deal, or a title (may be empty) with a value in a currency (ISO 4217)."""

    deal_id: UUID | None = None
    title: str = ""
    value: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class NewNo:
    """One "no" as it was told; dates are local dates of the person who logs it."""

    conversation: ExitConversation
    said_on: date
    who: Who
    offer: Offer = Offer()
    submission: str = ""
    reason_id: UUID | None = None
    in_their_words: str = ""
    told_by: ToldBy | None = None
    is_decision_maker: bool = False
    offer_made: bool = True
    stay_in_touch: AskAnswer = AskAnswer.NOT_ASKED
    next_contact_on: date | None = None
    next_contact_manner: Manner | None = None
    good_deal: GoodDeal = GoodDeal.UNSURE
    notes: str = ""
