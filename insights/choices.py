"""What the pages of the room let somebody choose: since when, and whose."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText

from insights.kinds import Period, Whose
from insights.labels import PERIODS, WHOSE


@dataclass(frozen=True)
class Choices:
    """Codes and their words."""

    periods: tuple[tuple[Period, LazyText], ...] = tuple(PERIODS.items())
    whose: tuple[tuple[Whose, LazyText], ...] = tuple(WHOSE.items())
