"""What days hold, before and after something would happen."""

from dataclasses import dataclass
from datetime import date

from common.days import long_day
from desk.rows import HIGHEST_PILE


@dataclass(frozen=True)
class DayLoad:
    """One day it is about: what it holds now, and what it would hold then."""

    day: date
    text: str
    before: int
    before_bricks: range
    was_full: bool
    then: int
    then_bricks: range
    is_full: bool


def day_load(day: date, before: int, then: int, limit: int) -> DayLoad:
    """A day with so many follow-ups before and after."""
    return DayLoad(
        day=day,
        text=long_day(day),
        before=before,
        before_bricks=range(min(before, HIGHEST_PILE)),
        was_full=before > limit,
        then=then,
        then_bricks=range(min(then, HIGHEST_PILE)),
        is_full=then > limit,
    )
