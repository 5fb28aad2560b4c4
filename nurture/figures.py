"""What came of mailing an item: sent, opened, answered, unsubscribed; found out each time, not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from followups.kinds import Direction
from followups.models import Touch
from library.models import ValueItem
from nurture.kinds import SendingState
from nurture.models import Sending
from prospects.conversations import PermissionChannel, PermissionSource
from prospects.models import Permission

# So long an answer, or the press of "unsubscribe", is taken to be about it.
WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Figures:
    """Of one item. `opened` counts presses on our own page, and only where the team notes them."""

    sent: int = 0
    opened: int = 0
    answered: int = 0
    unsubscribed: int = 0


def figures_of(item: ValueItem) -> Figures:
    """Three queries."""
    rows = Sending.objects.filter(item=item, state=SendingState.SENT, touch__isnull=False)
    sent = list(rows.values_list("prospect_id", "touch__happened_on", "opened_at"))
    days = {person: day for person, day, _opened in sent}
    if not days:
        return Figures()
    answers = Touch.objects.filter(prospect__in=days, direction=Direction.IN, loss=None)
    ends = Permission.objects.filter(
        prospect__in=days,
        channel=PermissionChannel.MAIL,
        is_granted=False,
        source=PermissionSource.PRESSED_LINK,
    )
    return Figures(
        sent=len(sent),
        opened=sum(opened is not None for _person, _day, opened in sent),
        answered=_soon_after(days, answers.values_list("prospect_id", "happened_on")),
        unsubscribed=_soon_after(days, ends.values_list("prospect_id", "given_on")),
    )


def _soon_after(days: dict[UUID, date], happened: Iterable[tuple[UUID, date]]) -> int:
    """How many people something happened with soon after they got it."""
    return len({person for person, day in happened if days[person] <= day <= days[person] + WITHIN})
