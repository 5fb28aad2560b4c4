"""What spreading out the days over the limit would do: page and save ask the same question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from accounts.models import User
from followups.kinds import Kind
from followups.levelling import Move, after, days_over, spread_out
from followups.models import FollowUp
from followups.open_rows import rows_for_levelling, token_of
from followups.planning import desk_of

# The days the load strip shows.
LEVELLED_DAYS = 14


@dataclass(frozen=True)
class Spread:
    """The days over the limit with what they hold, and the moves that would change that."""

    limit: int
    over: tuple[date, ...]
    before: Mapping[date, int]
    then: Mapping[date, int]
    moves: tuple[Move, ...] = ()
    rows: Mapping[UUID, FollowUp] = field(default_factory=dict)

    def token(self) -> str:
        """The same for the same moves."""
        return token_of(self.moves, self.rows)

    def days(self) -> list[date]:
        """The days it is about: those over the limit, and those that take something."""
        return sorted({*self.over, *(move.due_on for move in self.moves)})


def spread_of(owner: User, today: date) -> Spread:
    """How the next two weeks could be spread out; reads, writes nothing."""
    desk = desk_of(owner, today)
    last = today + timedelta(days=LEVELLED_DAYS - 1)
    over = days_over(desk, last)
    found = FollowUp.objects.owned_by(owner).open().filter(due_on__in=over, kind=Kind.CHECK_IN)
    rows = {row.pk: row for row in found.select_related("prospect__organisation", "plan", "loss")}
    moves = spread_out(rows_for_levelling(rows.values(), desk), desk, last)
    then = desk
    for move in moves:
        then = after(move, then)
    return Spread(desk.daily_limit, tuple(over), desk.load, then.load, moves, rows)
