"""Pure: of the noes of a quarter, which share came back within so many days, as far as it was watched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from insights.calendar_quarters import Quarter, quarter_of
from insights.proportions import Interval
from insights.ranking import FEWEST
from insights.survival import Curve, Wait, curve

WITHIN: Final = (90, 180, 365)
# "Nine chances in ten".
CONFIDENCE: Final = 0.90


@dataclass(frozen=True, slots=True)
class Counted:
    """So many noes said on one day, and the day they came back, if they did."""

    said_on: date
    came_back_on: date | None
    times: int


@dataclass(frozen=True)
class Reached:
    """How many had come back by a day, their share, and how many were still followed then.

    `share` is None where fewer than five were: too few to say, or not watched as long yet.
    """

    day: int
    followed: int
    came_back: int = 0
    share: float | None = None
    likely: Interval | None = None


@dataclass(frozen=True)
class Cohort:
    """The noes of one quarter: how many came back so far, and by each of the days."""

    quarter: Quarter
    noes: int
    came_back: int
    reached: tuple[Reached, ...]


def cohorts(counted: Iterable[Counted], quarters: Iterable[Quarter], today: date) -> list[Cohort]:
    """A cohort for each of these quarters, whether or not it has any noes.

    Whoever has not come back has waited until `today`, and no longer: Kaplan and Meier (insights.survival).
    """
    waits: dict[Quarter, list[Wait]] = {quarter: [] for quarter in quarters}
    for one in counted:
        found = waits.get(quarter_of(one.said_on))
        if found is not None and one.said_on <= today:
            found.append(_wait(one, today))
    return [_cohort(quarter, those) for quarter, those in waits.items()]


def _wait(one: Counted, today: date) -> Wait:
    happened = one.came_back_on is not None and one.came_back_on <= today
    until = one.came_back_on if happened and one.came_back_on else today
    return Wait(max(0, (until - one.said_on).days), happened, one.times)


def _cohort(quarter: Quarter, waits: list[Wait]) -> Cohort:
    drawn = curve(waits, CONFIDENCE)
    return Cohort(quarter, drawn.of, drawn.happened, tuple(_reached(drawn, day) for day in WITHIN))


def _reached(drawn: Curve, day: int) -> Reached:
    followed = drawn.at_risk(day)
    waiting = drawn.waiting_after(day)
    # All may have come back before: nobody is left to follow, and everything is known.
    came_back = sum(step.happened for step in drawn.steps if step.day <= day)
    if waiting is None or (followed < FEWEST and waiting > 0) or drawn.of < FEWEST:
        return Reached(day, followed, came_back)
    band = drawn.band_at(day)
    return Reached(day, followed, came_back, 1 - waiting, Interval(1 - band.high, 1 - band.low))


def last_quarters(last: Quarter, many: int) -> list[Quarter]:
    """So many quarters up to this one, the newest first."""
    found = [last]
    while len(found) < many:
        found.append(found[-1].before())
    return found
