"""Pure: how many check-ins a day the rhythm asks for, and how many people a daily limit carries.

A plan whose window lies 30 to 60 days after the last contact asks for one check-in in 45 days, on average:
32 working days, so that six a day carry about 190 such plans. Retries come on top and are not reckoned.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from accounts.working_calendar import WorkingCalendar
from followups.cadence import Span

A_YEAR = 365


@dataclass(frozen=True)
class Capacity:
    """What so many plans ask for a working day, and how many of their kind the limit carries."""

    plans: int
    asked: float
    limit: int

    @property
    def carried(self) -> int:
        """How many plans of this rhythm the limit carries."""
        return int(self.limit * self.plans / self.asked) if self.asked else 0

    def is_too_much(self) -> bool:
        """Whether the rhythm asks for more than the limit, in the long run."""
        return self.asked > self.limit


def capacity_of(plans: Mapping[Span, int], calendar: WorkingCalendar, today: date, limit: int) -> Capacity:
    """What plans (by the window of their next check-in) ask for, on the working days of the coming year.

    A year without a working day is reckoned as if every day were one.
    """
    worked = len(calendar.days(today, today + timedelta(days=A_YEAR - 1))) or A_YEAR
    a_calendar_day = fsum(count / (sum(span) / 2) for span, count in plans.items())
    return Capacity(sum(plans.values()), a_calendar_day * A_YEAR / worked, limit)
