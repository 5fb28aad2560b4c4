"""Which noes of a batch get a debrief: what decides it, read once and counted along."""

from bisect import insort
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounts.models import Team
from common.text import clean_line
from followups.exit_plan import OLD_NO_AFTER
from followups.planning import declined_values, has_a_debrief_each, median_of, noes_so_far
from prospects.models import Deal
from prospects.new_no import NewNo


class Debriefs:
    """The team's first noes, and the values of its declined deals by currency."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._noes = noes_so_far(team)
        self._values: dict[str, list[Decimal]] = {}

    def is_wanted(self, no: NewNo, day: date) -> bool:
        """As followups.planning.wants_debrief has it; of an old no it is never asked."""
        if (day - no.said_on).days > OLD_NO_AFTER:
            return False
        if has_a_debrief_each(self._noes):
            return True
        value = no.offer.value
        if value is None:
            return False
        values = self._declined(clean_line(no.offer.currency).upper() or self._team.currency)
        median = median_of(values, len(values))
        return median is not None and value > median

    def _declined(self, currency: str) -> Sequence[Decimal]:
        if currency not in self._values:
            self._values[currency] = [
                value for value in declined_values(self._team, currency) if value is not None
            ]
        return self._values[currency]

    def note(self, deal: Deal) -> None:
        """Another deal was declined."""
        self._noes += 1
        if deal.value is not None and deal.currency in self._values:
            insort(self._values[deal.currency], deal.value)

    def forget(self) -> None:
        """Noes went by without being counted here."""
        self._noes = noes_so_far(self._team)
        self._values.clear()
