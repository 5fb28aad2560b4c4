"""Pure: what a row of an export becomes, what can be asked about it, and the answers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from decimal import Decimal
from enum import StrEnum

from exchange.amounts import Mark
from exchange.dates import Order
from exchange.dialects.wishes import NO_WISH, Wish
from exchange.lost import Outcome
from prospects.conversations import ExitConversation


class Ask(StrEnum):
    """What can only be answered by somebody."""

    DATE_ORDER = "date_order"  # once per column
    AMOUNT_MARK = "amount_mark"  # once per column
    OUTCOME = "outcome"  # once per stage or status
    REASON = "reason"  # once per text
    CURRENCY = "currency"  # once per sign or name
    DAY = "day"  # once per file: there is none, or it has yet to come


class Why(StrEnum):
    """Why a row cannot become a deal."""

    DATE = "date"
    AMOUNT = "amount"
    NOBODY = "nobody"
    NO_DAY = "no_day"  # and somebody said to leave such rows out
    AHEAD = "ahead"  # the same, of a day that has yet to come


@dataclass(frozen=True)
class Question:
    """Something to ask once: about a column, or about a value in it. `example` stands in the row."""

    ask: Ask
    column: str
    value: str = ""
    example: str = field(default="", compare=False)


@dataclass(frozen=True)
class Problem:
    """A row that cannot be taken, and the cell that is the reason."""

    why: Why
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class ReasonAnswer:
    """What a reason's text means; `key` is the caller's own (one of the team's reasons, say)."""

    conversation: ExitConversation
    is_price: bool = False
    key: str = ""


# In `Answers.reasons`, what every text means that has no answer of its own. No folded text looks like it.
EVERY_OTHER = "*"


@dataclass(frozen=True)
class Answers:
    """What has been settled: by the columns, or by somebody. Texts are looked up folded (`plain`)."""

    date_orders: Mapping[str, Order] = field(default_factory=dict)  # by header
    marks: Mapping[str, Mark] = field(default_factory=dict)  # by header
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)  # by folded stage or status
    reasons: Mapping[str, ReasonAnswer] = field(default_factory=dict)  # by folded text
    currencies: Mapping[str, str] = field(default_factory=dict)  # by sign or name as written
    home_currency: str = ""  # where the file says none
    day_if_none: date | None = None
    leave_undated: bool = False  # rows without a day, or with one ahead, stay outside
    today: date | None = None  # a no later than this has not been said
    zone: tzinfo | None = None
    take_won: bool = False


@dataclass(frozen=True)
class Person:
    """Whoever a row names; any of it may be empty."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    job: str = ""
    record_id: str = ""
    wish: Wish = NO_WISH
    no_address: str = ""  # what stands where an e-mail address should and is none


@dataclass(frozen=True)
class DealRow:
    """A deal of an export in our words. Of one left out only outcome, title, stage and id are told."""

    outcome: Outcome
    record_id: str
    title: str
    stage: str
    said_on: date | None = None
    created_on: date | None = None
    value: Decimal | None = None
    currency: str = ""
    reason: str = ""
    conversation: ExitConversation | None = None
    is_price: bool = False
    reason_key: str = ""
    their_words: str = ""
    competitor: str = ""
    owner: str = ""
    source: str = ""
    note: str = ""
    person: Person = Person()
    further_people: tuple[Person, ...] = ()
    organisation: str = ""
    organisation_id: str = ""
    organisation_domain: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether this one comes along: told in full."""
        return self.said_on is not None
