"""Pure: the numbers a team agreed on, as planning takes them; ours where the team wants nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from followups.cadence import Cadence, first_that_reads
from followups.contact_rules import USUAL_LIMITS, Limits
from prospects.conversations import PREFERRED_DAY, ExitConversation


@dataclass(frozen=True)
class TeamNumbers:
    """Days, and cadences as text: "" is ours, or in `cadences` the team's."""

    preferred_days: Mapping[str, int] = field(default_factory=dict)
    # "Something useful" about this day; the rest ahead of, or after, what a wake-up names.
    value_item_day: int = 15
    contract_lead_days: int = 90
    budget_lead_days: int = 120
    settled_after_days: int = 30
    cadence: str = ""
    cadences: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = USUAL_LIMITS

    def preferred_day(self, conversation: ExitConversation) -> int:
        """The day on which a check-in in the first window sits best."""
        return self.preferred_days.get(conversation, PREFERRED_DAY[conversation])

    def cadence_for(self, conversation: ExitConversation | None, own: str = "") -> Cadence:
        """The cadence that holds: a plan's own, else that of its kind of no, else the team's, else ours."""
        of_kind = self.cadences.get(conversation, "") if conversation else ""
        return first_that_reads(own, of_kind, self.cadence)


OUR_NUMBERS: Final = TeamNumbers()
