"""Noes and what came back of them, grouped in the database by something that was noted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, Q, Value, When
from django.db.models.fields import IntegerField

from insights.noes import LET_GO_AT_ONCE, told_us
from insights.proportions import Share
from insights.selection import Selection
from insights.value_bands import BOUNDS
from prospects.conversations import GoodDeal
from prospects.models import LossCompetitor

# More groups than this are "all others": what somebody typed may be different every time.
MOST_GROUPS: Final = 12
MAY_COME_BACK: Final = ~LET_GO_AT_ONCE & Q(declined_again=False)
COUNTS: Final = {
    "noes": Count("pk"),
    "of": Count("pk", filter=MAY_COME_BACK),
    "hits": Count("pk", filter=MAY_COME_BACK & Q(came_back_on__isnull=False)),
}
NO_VALUE: Final = -1
NONE: Final = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many noes, and how many of those that may come back have."""

    noes: int = 0
    share: Share = NONE

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.noes + other.noes, self.share + other.share)

    def without(self, others: Iterable["Counted"]) -> "Counted":
        """What is left of all when some are taken off."""
        taken = sum(others, Counted())
        left = Share(self.share.hits - taken.share.hits, self.share.of - taken.share.of)
        return Counted(self.noes - taken.noes, left)


def counted(selection: Selection) -> Counted:
    """All noes we heard of the selection, together. One query."""
    found = told_us(selection).aggregate(**COUNTS)
    return Counted(found["noes"], Share(found["hits"], found["of"]))


def counted_by(selection: Selection, *names: str, most: int = MOST_GROUPS) -> dict[tuple[Any, ...], Counted]:
    """By the columns `names`, the largest groups first, at most `most` of them. One query."""
    grouped: Any = told_us(selection).values_list(*names).annotate(**COUNTS)
    return _by_key(grouped.order_by("-noes", *names)[:most])


def counted_by_cell(selection: Selection) -> dict[tuple[str, int], Counted]:
    """By currency and value, in the cells value bands are made of; NO_VALUE where none was noted."""
    whens = [When(deal__value__lt=bound, then=Value(cell)) for cell, bound in enumerate(BOUNDS[1:])]
    cell = Case(
        When(deal__value__isnull=True, then=Value(NO_VALUE)),
        *whens,
        default=Value(len(BOUNDS) - 1),
        output_field=IntegerField(),
    )
    rows = told_us(selection).annotate(cell=cell).values_list("deal__currency", "cell").annotate(**COUNTS)
    return {(currency, place): one for (currency, place), one in _by_key(rows.order_by()).items()}


def counted_by_competitor(
    selection: Selection, most: int = MOST_GROUPS
) -> dict[tuple[Any, str], tuple[Counted, int]]:
    """By competitor (id, name): noes of which they were the main one, and how many they were in at all."""
    main = Q(is_main=True)
    may = main & Q(loss__declined_again=False) & ~Q(loss__good_deal=GoodDeal.NO)
    rows = (
        LossCompetitor.objects.filter(loss__in=told_us(selection))
        .values_list("competitor_id", "competitor__name")
        .annotate(
            any=Count("pk"),
            noes=Count("pk", filter=main),
            of=Count("pk", filter=may),
            hits=Count("pk", filter=may & Q(loss__came_back_on__isnull=False)),
        )
        .order_by("-any", "-noes", "competitor__name")[:most]
    )
    return {(pk, name): (Counted(noes, Share(hits, of)), any_) for pk, name, any_, noes, of, hits in rows}


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], Counted]:
    return {tuple(keys): Counted(noes, Share(hits, of)) for *keys, noes, of, hits in rows}


def merged(cells: Mapping[tuple[str, int], Counted], currency: str, low: int, high: int | None) -> Counted:
    """The cells of a currency between two bounds, as one."""
    inside = (
        one
        for (of_currency, cell), one in cells.items()
        if of_currency == currency
        and cell != NO_VALUE
        and low <= BOUNDS[cell]
        and (high is None or BOUNDS[cell] < high)
    )
    return sum(inside, Counted())
