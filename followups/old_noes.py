"""Pure: the order in which a batch of old noes is placed (RULES.md, Old noes)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from prospects.conversations import Likelihood
from prospects.new_no import NewNo

# Nobody said how likely: between fair and low, as on Today.
_LIKELIHOOD: Final[Mapping[Likelihood | None, int]] = {
    Likelihood.HIGH: 0,
    Likelihood.FAIR: 1,
    None: 2,
    Likelihood.LOW: 3,
}


def queue_order(noes: Iterable[NewNo], today: date) -> list[NewNo]:
    """The noes of one batch in the order in which they are placed; equals stay as they came.

    Agreed days first: those still ahead keep their day and take their room, then those that have passed, the
    longest passed first. Then likelihood, then the newest.
    """
    return sorted(noes, key=lambda no: _place(no, today))


def _place(no: NewNo, today: date) -> tuple[int, int, int, int]:
    agreed = no.next_contact_on
    if agreed is not None and agreed >= today:
        return 0, agreed.toordinal(), 0, 0
    if agreed is not None:
        return 1, agreed.toordinal(), 0, 0
    return 2, 0, _LIKELIHOOD[no.behind.likelihood], -no.said_on.toordinal()
