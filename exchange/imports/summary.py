"""What an import would bring, counted in one pass over its rows; no row is kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from exchange.dialects.answers import DealRow
from exchange.dialects.wishes import Wish
from exchange.imports.noes import is_unnamed, spelt
from exchange.imports.people import How, Met
from exchange.imports.sorting import COMING, LEFT_OUT, STUCK, Lot, Sorted


@dataclass
class Summary:
    """Rows by their lot; people by how we stand to them, each once; who gets a check-in placed.

    `days` are check-ins to place by whose they are (None: whoever imports); `sellers` are the names the files
    have for whoever sold there, with the rows of theirs that come in; `unnamed` are the organisations where
    the files name nobody, with their noes, but for those where we have somebody to be named already.
    Of people's wishes: how many opted out of something, how many allowed something, and of how many the files
    claim it without its day or its source.
    """

    lots: Counter[Lot] = field(default_factory=Counter)
    people: Counter[How] = field(default_factory=Counter)
    organisations: int = 0
    days: Counter[UUID | None] = field(default_factory=Counter)
    sellers: Counter[str] = field(default_factory=Counter)
    unnamed: Counter[str] = field(default_factory=Counter)
    stopped: int = 0
    opted_out: int = 0
    permitted: int = 0
    unproven: int = 0
    first_said: date | None = None
    last_said: date | None = None

    @property
    def rows(self) -> int:
        """All rows of the files of deals."""
        return self.lots.total()

    @property
    def coming(self) -> int:
        """Rows that come in."""
        return sum(self.lots[lot] for lot in COMING)

    @property
    def left_out(self) -> int:
        """Rows that are none of a no's business."""
        return sum(self.lots[lot] for lot in LEFT_OUT)

    @property
    def stuck(self) -> int:
        """Rows that cannot come in as they are."""
        return sum(self.lots[lot] for lot in STUCK)


class Counting:
    """Counts rows as they go by; `summary` is how it stands."""

    def __init__(self) -> None:
        self.summary = Summary()
        self._people: set[str] = set()
        self._placed: set[str] = set()
        self._places: set[str] = set()
        self._written: dict[str, str] = {}

    def add(self, one: Sorted) -> None:
        """Take in one row."""
        self.summary.lots[one.lot] += 1
        if one.met is None or not isinstance(one.row.read, DealRow):
            return
        self._add_person(one.met, one.row.read.person.wish)
        self._add_deal(one.row.read, one.met)
        if one.lot is Lot.NO and one.met.needs_a_day and one.met.key not in self._placed:
            self._placed.add(one.met.key)
            self.summary.days[one.met.owner_id] += 1

    def _add_person(self, met: Met, wish: Wish) -> None:
        if met.key not in self._people:
            self._people.add(met.key)
            self.summary.people[met.how] += 1
            self.summary.stopped += met.is_stopped
            self.summary.opted_out += bool(wish.closed)
            self.summary.permitted += bool(wish.allowed)
            self.summary.unproven += wish.is_unproven

    def _add_deal(self, deal: DealRow, met: Met) -> None:
        summary, said = self.summary, deal.said_on
        if deal.owner:
            summary.sellers[deal.owner] += 1
        if is_unnamed(deal) and (met.known is None or not met.known.is_unnamed):
            # However it is written, it is one place, and has one name to be typed.
            summary.unnamed[self._written.setdefault(spelt(deal.organisation), deal.organisation)] += 1
        if met.organisation:
            self._places.add(spelt(met.organisation))
            summary.organisations = len(self._places)
        if said:
            summary.first_said = min(said, summary.first_said or said)
            summary.last_said = max(said, summary.last_said or said)


def summed(rows: Iterable[Sorted]) -> Summary:
    """What these rows come to."""
    counting = Counting()
    for one in rows:
        counting.add(one)
    return counting.summary
