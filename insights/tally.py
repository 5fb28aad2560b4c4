"""The noes of a selection, counted once by the database: everything the page of figures says is added up
from these few rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from insights.day_count import DaysBetween, MonthOf
from insights.noes import LET_GO_AT_ONCE, may_come_back, noes, told_us
from insights.proportions import Share, together
from insights.selection import Selection
from insights.survival import Wait
from prospects.conversations import ExitConversation, GoodDeal

CAME_BACK = Q(came_back_on__isnull=False)
# A kind of no, and the team's own reason under it (None: not said).
Why = tuple[ExitConversation, UUID | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """So many noes that are alike in all of this."""

    why: Why
    offer_made: bool
    let_go_at_once: bool
    declined_again: bool
    came_back: bool
    noes: int

    @property
    def is_ours(self) -> bool:
        """We said it, not they."""
        return self.why[0] is ExitConversation.WE_DECLINED

    @property
    def is_told_us(self) -> bool:
        """Heard, to something we had offered."""
        return self.offer_made and not self.is_ours

    @property
    def may_come_back(self) -> bool:
        """What rates are out of."""
        return self.is_told_us and not self.let_go_at_once and not self.declined_again


@dataclass(frozen=True)
class Tally:
    """What was counted of one selection. The same definitions as in insights.noes."""

    cells: tuple[Cell, ...]

    @property
    def everything(self) -> int:
        """Every no, whatever it was."""
        return self._count(lambda cell: True)

    @property
    def told_us(self) -> int:
        """The noes we heard to something we had offered."""
        return self._count(lambda cell: cell.is_told_us)

    @property
    def ours(self) -> int:
        """Those we said ourselves."""
        return self._count(lambda cell: cell.is_ours)

    @property
    def before_offer(self) -> int:
        """Those we heard before we had offered anything."""
        return self._count(lambda cell: not cell.is_ours and not cell.offer_made)

    @property
    def let_go_at_once(self) -> int:
        """Those we were glad of."""
        return self._count(lambda cell: cell.is_told_us and cell.let_go_at_once)

    @property
    def declined_again(self) -> int:
        """Those that a later no to the same deal stands for."""
        return self._count(lambda cell: cell.is_told_us and not cell.let_go_at_once and cell.declined_again)

    def by_why(self) -> Counter[Why]:
        """The noes we heard, by reason."""
        counted: Counter[Why] = Counter()
        for cell in self.cells:
            if cell.is_told_us:
                counted[cell.why] += cell.noes
        return counted

    def shares(self) -> dict[Why, Share]:
        """How many came back of those that may, by reason."""
        shares: dict[Why, Share] = defaultdict(lambda: Share(0, 0))
        for cell in self.cells:
            if cell.may_come_back:
                shares[cell.why] += Share(cell.noes if cell.came_back else 0, cell.noes)
        return dict(shares)

    @property
    def overall(self) -> Share:
        """How many came back of all that may."""
        return together(self.shares().values())

    def _count(self, holds: Callable[[Cell], bool]) -> int:
        return sum(cell.noes for cell in self.cells if holds(cell))


def tally(selection: Selection) -> Tally:
    """Count the noes of a selection; one query."""
    rows = (
        noes(selection)
        .values_list("conversation", "reason_id", "offer_made", "good_deal", "declined_again")
        .annotate(times=Count("*"), back=Count("came_back_on"))
    )
    cells = []
    for kind, reason, offered, deal, again, times, back in rows:
        alike = ((ExitConversation(kind), reason), offered, deal == GoodDeal.NO, again)
        cells += [Cell(*alike, came_back=True, noes=back)] if back else []
        cells += [Cell(*alike, came_back=False, noes=times - back)] if times > back else []
    return Tally(tuple(cells))


@dataclass(frozen=True, slots=True)
class Amount:
    """What the noes of a reason were worth in one currency, and how many of them had a value."""

    why: Why
    currency: str
    value: Decimal
    noes: int


def money_by_why(selection: Selection) -> list[Amount]:
    """What was declined, by reason and currency; noes without a value are not in it. One query."""
    rows = (
        told_us(selection)
        .filter(deal__value__isnull=False)
        .values_list("conversation", "reason_id", "deal__currency")
        .annotate(value=Sum("deal__value"), times=Count("*"))
    )
    return [
        Amount((ExitConversation(kind), reason), currency, value, times)
        for kind, reason, currency, value, times in rows
    ]


@dataclass(frozen=True)
class Days:
    """When the noes were said and came back. `said`: noes we heard by day; `still_waiting`: of those that
    may come back, by day of the no; `waits`: how many days those took that came back; `came_back`: by month,
    its first day."""

    said: Counter[date]
    still_waiting: Counter[date]
    waits: Counter[int]
    came_back: Counter[date]

    def all_waits(self, today: date) -> Iterable[Wait]:
        """Those that came back, and those still waiting until today (docs/decisions/0034)."""
        yield from (Wait(max(0, days), happened=True, times=times) for days, times in self.waits.items())
        for said_on, times in self.still_waiting.items():
            yield Wait(max(0, (today - said_on).days), happened=False, times=times)

    @property
    def middle(self) -> int | None:
        """How long the middle one of those took that came back; of none None."""
        left = (self.waits.total() + 1) // 2
        for days in sorted(self.waits):
            left -= self.waits[days]
            if left <= 0:
                return days
        return None


def days(selection: Selection) -> Days:
    """Count the noes of a selection by day; three queries."""
    found = Days(Counter(), Counter(), Counter(), Counter())
    waiting = ~CAME_BACK & ~LET_GO_AT_ONCE & Q(declined_again=False)
    by_day = (
        told_us(selection)
        .values_list("said_on")
        .annotate(times=Count("*"), waits=Count("said_on", filter=waiting))
    )
    for said_on, times, waits in by_day:
        found.said[said_on] = times
        if waits:
            found.still_waiting[said_on] = waits
    back = may_come_back(selection).filter(CAME_BACK)
    by_wait = back.annotate(took=DaysBetween("said_on", "came_back_on")).values_list("took")
    found.waits.update(dict(by_wait.annotate(times=Count("*"))))
    by_month = back.annotate(month=MonthOf("came_back_on")).values_list("month")
    for month, times in by_month.annotate(times=Count("*")):
        found.came_back[date.fromisoformat(f"{month}-01")] = times
    return found
