"""What somebody tells us about a yes that no "no" came before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from prospects.new_no import Who


@dataclass(frozen=True)
class NewWin:
    """Who said yes, on which day (local date of whoever writes it down), and why; the rest may be empty.

    `value` in `currency` (ISO 4217; empty: the team's). `owner_id` is who looks after somebody new; whoever
    writes it down unless told.
    """

    who: Who
    closed_on: date
    why_yes: str = ""
    title: str = ""
    value: Decimal | None = None
    currency: str = ""
    submission: str = ""
    owner_id: UUID | None = None
