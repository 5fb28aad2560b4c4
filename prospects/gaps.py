"""Pure: what we do not know yet of a person, and which of it to ask next (PRODUCT.md, row 9)."""

from dataclasses import dataclass
from enum import StrEnum


class Gap(StrEnum):
    """Something worth asking, in the order in which it is worth asking."""

    NEEDS = "needs"
    BUDGET = "budget"
    TIMING = "timing"
    DECISION = "decision"
    GOALS = "goals"
    WANTED = "wanted"
    CUES = "cues"


# What only a no tells: needs, timing and budget are about something offered.
ABOUT_AN_OFFER = frozenset({Gap.NEEDS, Gap.BUDGET, Gap.TIMING, Gap.DECISION})


@dataclass(frozen=True)
class KnownOf:
    """Which gaps are closed; `has_no` says whether there was an offer at all."""

    closed: frozenset[Gap]
    has_no: bool


def first_gap(known: KnownOf) -> Gap | None:
    """The one thing to ask next; None when nothing is left to ask."""
    open_ones = (gap for gap in Gap if gap not in known.closed)
    return next((gap for gap in open_ones if known.has_no or gap not in ABOUT_AN_OFFER), None)
