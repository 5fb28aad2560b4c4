"""Pure: how long something takes when for many it has not happened yet.

A wait ends when it happened (won back), or is only known to last until now (still waiting): "censored".
Leaving those out, or counting them as never, would both be wrong. Days are whole days.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from insights.proportions import NOTHING_KNOWN, USUAL_CONFIDENCE, Interval, Share, deviate, wilson

# A curve that ought to stand at exactly a half is off by rounding, as R's survfit allows for.
ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Wait:
    """How many days, and whether it happened then; if not, they have waited that long and wait on.

    `times`: of how many that is true, so that a database can count them.
    """

    days: int
    happened: bool
    times: int = 1

    def __post_init__(self) -> None:
        if self.days < 0 or self.times < 1:
            raise ValueError(f"{self.times} waits of {self.days} days")


@dataclass(frozen=True, slots=True)
class Day:
    """How many waits ended on a day because it happened, and how many are known no further."""

    day: int
    happened: int
    censored: int

    @property
    def ended(self) -> int:
        """How many are not at risk on the next day."""
        return self.happened + self.censored


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which it happened to somebody, or somebody's wait is known no further.

    `waiting`: the share still waiting after that day. `error`: its standard error. `at_risk`: who had waited
    until that day.
    """

    day: int
    at_risk: int
    happened: int
    censored: int
    waiting: float
    error: float
    band: Interval


@dataclass(frozen=True)
class Curve:
    """The share still waiting, day by day; `steps` are in order of days."""

    steps: tuple[Step, ...]
    confidence: float = USUAL_CONFIDENCE

    @property
    def of(self) -> int:
        """How many waits it is drawn from."""
        return self.steps[0].at_risk if self.steps else 0

    @property
    def happened(self) -> int:
        """To how many of them it happened."""
        return sum(step.happened for step in self.steps)

    @property
    def median(self) -> int | None:
        """The first day on which no more than half wait; None while more than half still do.

        E. L. Kaplan and P. Meier (1958), JASA 53:457-481.
        """
        return self._first_day(step.waiting for step in self.steps)

    @property
    def median_bounds(self) -> tuple[int | None, int | None]:
        """Between which days the median lies: where the band's edges reach a half; None is not reached.

        R. Brookmeyer and J. Crowley (1982), Biometrics 38:29-41, with the band that the curve has.
        """
        low = self._first_day(step.band.low for step in self.steps)
        high = self._first_day(step.band.high for step in self.steps)
        return low, high

    def waiting_after(self, day: int) -> float | None:
        """The share that waits after `day`; None where nobody was watched as long."""
        if not self.steps or (day > self.steps[-1].day and self.steps[-1].waiting > 0.0):
            return None
        step = self._step(day)
        return step.waiting if step else 1.0

    def band_at(self, day: int) -> Interval:
        """Between which bounds the share lies after `day`; anything where nobody was watched as long."""
        if self.waiting_after(day) is None:
            return NOTHING_KNOWN
        step = self._step(day)
        # Until the first time, all that is known is how many have waited so long for nothing.
        return step.band if step else wilson(Share(self.of, self.of), self.confidence)

    def at_risk(self, day: int) -> int:
        """How many had waited until `day`, it not having happened to them before."""
        place = bisect_left(self.steps, day, key=attrgetter("day"))
        return self.steps[place].at_risk if place < len(self.steps) else 0

    def _step(self, day: int) -> Step | None:
        place = bisect_right(self.steps, day, key=attrgetter("day"))
        return self.steps[place - 1] if place else None

    def _first_day(self, heights: Iterable[float]) -> int | None:
        days = (
            step.day for step, height in zip(self.steps, heights, strict=True) if height <= 0.5 + ROUNDING
        )
        return next(days, None)


def curve(waits: Iterable[Wait], confidence: float = USUAL_CONFIDENCE) -> Curve:
    """The Kaplan-Meier estimate with its pointwise log-log band.

    E. L. Kaplan and P. Meier (1958), JASA 53:457-481: S = product of (1 - d / n), with their convention for
    ties (what happened on a day happened before waits end on it unfinished). Variance: M. Greenwood (1926),
    as quoted there, S^2 x V with V = sum of d / (n (n - d)). Band: J. D. Kalbfleisch and R. L. Prentice
    (1980), sec. 1.3, S^exp(+- z sqrt(V) / log S). Where that says nothing (S is 0 or 1), Wilson's interval
    of those at risk stands in: nobody of three is not "nobody ever".
    """
    return Curve(tuple(_steps(by_day(waits), confidence)), confidence)


def median_follow_up(waits: Iterable[Wait]) -> int | None:
    """How long half of them would have been watched, had it happened to none: None if not reached.

    The reverse Kaplan-Meier estimate: M. Schemper and T. L. Smith (1996), Controlled Clinical Trials
    17:343-346. To whom it happened on a day is not watched any more when others' watch ends on it.
    """
    days = by_day(waits)
    watched, at_risk = 1.0, sum(one.ended for one in days)
    for one in days:
        at_risk -= one.happened
        if one.censored:
            watched *= 1 - one.censored / at_risk
        at_risk -= one.censored
        if watched <= 0.5 + ROUNDING:
            return one.day
    return None


def by_day(waits: Iterable[Wait]) -> list[Day]:
    """The days on which waits ended, in order."""
    counted: Counter[tuple[int, bool]] = Counter()
    for wait in waits:
        counted[wait.days, wait.happened] += wait.times
    return [Day(day, counted[day, True], counted[day, False]) for day in sorted({day for day, _ in counted})]


def _steps(days: list[Day], confidence: float) -> Iterator[Step]:
    at_risk, waiting, summed, band = sum(one.ended for one in days), 1.0, 0.0, NOTHING_KNOWN
    for one in days:
        waiting *= 1 - one.happened / at_risk
        # When it has happened to all, the sum would be infinite and the error is nought: neither is of use.
        summed += one.happened / (at_risk * max(1, at_risk - one.happened))
        band = _band(waiting, summed, at_risk, band, confidence)
        error = waiting * math.sqrt(summed)
        yield Step(one.day, at_risk, one.happened, one.censored, waiting, error, band)
        at_risk -= one.ended


def _band(waiting: float, summed: float, at_risk: int, before: Interval, confidence: float) -> Interval:
    """The log-log band, or what stands in for it at the ends."""
    if waiting == 1.0:
        return wilson(Share(at_risk, at_risk), confidence)
    if waiting == 0.0:
        return Interval(0.0, min(before.high, wilson(Share(0, at_risk), confidence).high))
    reach = deviate(confidence) * math.sqrt(summed) / math.log(waiting)
    return Interval(waiting ** math.exp(-reach), waiting ** math.exp(reach))
