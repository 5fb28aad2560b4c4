"""What came back in money, currency by currency; never added up across them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Sum

from insights.noes import may_come_back
from insights.selection import Selection
from insights.tally import CAME_BACK
from prospects.conversations import DealStatus
from prospects.models import Deal

YESES = (DealStatus.WON, DealStatus.WON_BACK)


@dataclass(frozen=True, slots=True)
class WonBack:
    """What came back in one currency: by the declined deals themselves, and by new ones that grew out of a
    no. `value` is of those deals that have one.
    """

    currency: str
    value: Decimal
    itself: int
    grew: int

    @property
    def deals(self) -> int:
        """How many, with a value or without."""
        return self.itself + self.grew


def money_won_back(selection: Selection) -> list[WonBack]:
    """What the noes of a selection that came back were worth at the yes, largest first; two queries.

    A no answered twice, by its deal and by a new one, counts once, by its own deal.
    """
    back = may_come_back(selection).filter(CAME_BACK)
    own = (
        back.filter(deal__status=DealStatus.WON_BACK)
        .values_list("deal__currency")
        .annotate(sum=Sum("deal__value"), times=Count("*"))
    )
    # Few deals grew out of a no: asked of them, not of the noes.
    answered = back.exclude(deal__status=DealStatus.WON_BACK).filter(pk=OuterRef("grew_out_of_id"))
    grown = Deal.objects.filter(
        Exists(answered),
        grew_out_of__isnull=False,
        status__in=YESES,
        closed_on=F("grew_out_of__came_back_on"),
    )
    grew = grown.order_by().values_list("currency").annotate(sum=Sum("value"), times=Count("*"))
    return _added(list(own), list(grew))


def _added(
    own: list[tuple[str, Decimal | None, int]], grew: list[tuple[str, Decimal | None, int]]
) -> list[WonBack]:
    found: dict[str, WonBack] = {}
    for currency, value, deals in own:
        found[currency] = WonBack(currency, value or Decimal(0), deals, 0)
    for currency, value, deals in grew:
        before = found.get(currency, WonBack(currency, Decimal(0), 0, 0))
        found[currency] = WonBack(currency, before.value + (value or 0), before.itself, deals)
    return sorted(found.values(), key=lambda one: (-one.value, one.currency))
