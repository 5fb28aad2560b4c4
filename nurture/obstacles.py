"""What stands against a mail beside permissions and contact rules; reads, and decides nothing."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from followups.mailed_items import introduction_due, is_muted, mail_permission, next_turn
from followups.models import FollowUpPlan
from followups.useful import has_had
from nurture.kinds import Obstacle, SendingState
from nurture.models import Sending
from outbox.states import State
from prospects.models import Prospect

# Whether a copy of such a mail has left is being found out.
ON_THE_WAY = (State.SENDING, State.HELD)


def first_obstacle(
    sending: Sending, plan: FollowUpPlan | None, *, today: date, by_itself: bool
) -> Obstacle | None:
    """The first thing that stands against it on the local date of the plan's owner."""
    return next(_obstacles(sending, plan, today, by_itself), None)


def _obstacles(
    sending: Sending, plan: FollowUpPlan | None, today: date, by_itself: bool
) -> Iterator[Obstacle]:
    person, item, touch = sending.prospect, sending.item, sending.touch_id
    if plan is None:
        yield Obstacle.PLAN_ENDED
        return
    if not (plan.owner.is_active and person.owner.is_active):
        yield Obstacle.OWNER_LEFT
    if not person.email:
        yield Obstacle.NO_ADDRESS
    if item.archived_at:
        yield Obstacle.ARCHIVED
    if is_muted(item, person):
        yield Obstacle.MUTED
    if has_had(person, item, touch):
        yield Obstacle.HAD
    if by_itself and not _is_its_turn(person, today, touch):
        yield Obstacle.NOT_ITS_TURN
    if _is_being_introduced(sending, plan):
        yield Obstacle.NOT_INTRODUCED
    if not person.team.public_name:
        yield Obstacle.NO_PUBLIC_NAME
    if not person.team.postal_address:
        yield Obstacle.NO_POSTAL_ADDRESS


def _is_its_turn(person: Prospect, today: date, but_touch: UUID | None) -> bool:
    """What goes by itself keeps to the rhythm they agreed to; without one nothing does."""
    permission = mail_permission(person)
    if permission is None or permission.every_weeks is None:
        return False
    turn = next_turn(person, permission, but_touch)
    return turn is None or turn <= today


def _is_being_introduced(sending: Sending, plan: FollowUpPlan) -> bool:
    """Whether another mail is the first one in this care, and nobody knows yet whether it has left."""
    hand_over = introduction_due(plan)
    if hand_over is None:
        return False
    others = Sending.objects.filter(
        introduces=hand_over, state=SendingState.APPROVED, delivery__state__in=ON_THE_WAY
    )
    return others.exclude(pk=sending.pk).exists()
