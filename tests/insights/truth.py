"""Years of noes whose truth is known: how often each reason comes back, how long that takes, who is watched.

The same seed gives the same noes. A share of each reason comes back, after a time by Weibull (a shape of 1
is exponential); the others never. Noes were said on any day of the span, so they have been watched for
anything between a day and all of it: what would come back after today is still waiting.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from insights.survival import Wait
from prospects.conversations import ExitConversation
from tests.insights.loading import OldNo

TODAY = date(2026, 3, 2)
COMPETITORS = ("", "", "Nordsoft", "Fjord Analytics", "In-house")
STAGES = ("First talk", "Proposal", "Negotiation")
SOURCES = ("Referral", "Website", "Fair", "Cold call")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as it truly is: of `of` noes a share of `rate` comes back, half of it within `half` days."""

    label: str
    conversation: ExitConversation
    of: int
    rate: float
    half: float = 120.0
    shape: float = 1.0

    @property
    def scale(self) -> float:
        """Of the Weibull distribution."""
        return self.half / math.log(2) ** (1 / self.shape)

    def still_waiting(self, day: int) -> float:
        """The true share that has not come back by the end of a day."""
        return 1 - self.rate + self.rate * math.exp(-((day / self.scale) ** self.shape))


def told(
    reasons: Sequence[Reason], seed: int, *, newest: int = 0, oldest: int = 730, today: date = TODAY
) -> Iterator[OldNo]:
    """The noes of a seed, said between `oldest` and `newest` days before today."""
    chance = random.Random(seed)
    for reason in reasons:
        for number in range(reason.of):
            said_on = today - timedelta(days=chance.randint(newest, oldest))
            days = _days_until_yes(reason, chance)
            back = said_on + timedelta(days=days) if days is not None else None
            yield OldNo(
                owner=chance.choice(["maren", "colleague", "manager"]),
                said_on=said_on,
                title=f"{reason.label} {number}",
                organisation=f"House {chance.randint(1, 60)}",
                conversation=reason.conversation,
                reason=reason.label,
                competitor=chance.choice(COMPETITORS),
                stage=chance.choice(STAGES),
                source=chance.choice(SOURCES),
                value=Decimal(chance.randint(1, 900)) * 100,
                came_back_on=back if back and back <= today else None,
                grown=chance.random() < 0.3 and back is not None and back <= today,
            )


def _days_until_yes(reason: Reason, chance: random.Random) -> int | None:
    took = max(1, math.ceil(chance.weibullvariate(reason.scale, reason.shape)))
    return took if chance.random() < reason.rate else None


def waits(noes: Sequence[OldNo], today: date = TODAY) -> list[Wait]:
    """How long each waited, and whether it came back then."""
    return [Wait(((no.came_back_on or today) - no.said_on).days, no.came_back_on is not None) for no in noes]


def alike(rate: float, sizes: Sequence[int], half: float = 120.0) -> list[Reason]:
    """Reasons that differ in nothing but their size: whatever a page says of one of them is wrong."""
    kinds = [kind for kind in ExitConversation if kind is not ExitConversation.WE_DECLINED]
    return [
        Reason(f"Reason {place}", kinds[place % len(kinds)], of, rate, half) for place, of in enumerate(sizes)
    ]
