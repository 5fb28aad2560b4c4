"""A sending with everything about it, locked in the one order that keeps acts from waiting in a circle."""

from uuid import UUID

from django.db.models import Q, QuerySet

from followups.actions import lock_person
from followups.mailed_items import Mailed
from followups.models import FollowUpPlan
from nurture.kinds import SENDING_RUNS, SendingState
from nurture.models import Sending, SendingQuerySet
from outbox.models import Delivery
from prospects.models import Prospect

ABOUT = (
    "prospect__team", "prospect__owner__team", "prospect__referred_by", "prospect__organisation", "item",
    "owner__team", "follow_up__plan", "follow_up__owner", "touch__follow_up__plan__owner",
    "touch__follow_up__owner", "introduces__taker", "introduces__giver", "delivery",
)  # fmt: skip
# It went to them, is about to, or is not to be offered again.
NEVER_AGAIN = (*SENDING_RUNS, SendingState.SENT, SendingState.DECLINED)


class Stale(Exception):
    """Somebody acted on it before: it stands as `sending` shows."""

    def __init__(self, sending: Sending) -> None:
        super().__init__(sending.state)
        self.sending = sending


def sendings() -> SendingQuerySet:
    """Sendings with what composing, judging and showing them needs."""
    return Sending.objects.select_related(*ABOUT)


def locked(pk: UUID) -> Sending:
    """A sending until the transaction ends: its mail first, as a claim holds it, then whoever plans for them,
    then its row. Raises Sending.DoesNotExist."""
    seen = Sending.objects.select_related("prospect").get(pk=pk)
    if seen.delivery_id:
        list(Delivery.objects.select_for_update().filter(pk=seen.delivery_id).values_list("pk"))
    lock_person(seen.prospect)
    return locked_row(pk)


def locked_row(pk: UUID) -> Sending:
    """The row itself, after everything else is locked."""
    return sendings().select_for_update(of=("self",)).get(pk=pk)


def check(sending: Sending, state: SendingState, version: int | None) -> None:
    """Raises Stale unless it stands as whoever pressed has seen it."""
    if sending.state != state or (version is not None and version != sending.version):
        raise Stale(sending)


def plan_of(person: Prospect) -> FollowUpPlan | None:
    """The plan that plans for somebody."""
    plans = FollowUpPlan.objects.select_related("owner__team", "prospect__team", "prospect__owner")
    return plans.filter(prospect=person).active().first()


def mailed_of(sending: Sending, plan: FollowUpPlan) -> Mailed:
    """What the rules are asked about."""
    return Mailed(sending.prospect, sending.item, plan, sending.follow_up)


def of_address(person: Prospect) -> "QuerySet[Sending]":
    """Everything of the kind for somebody, over the team's rows with their address."""
    theirs = Q(prospect=person)
    if person.email:
        theirs |= Q(prospect__team=person.team_id, prospect__email=person.email)
    return Sending.objects.filter(theirs)


def not_again(person: Prospect) -> set[UUID]:
    """The items that are not proposed to them (any more): of what did not leave, only what may have."""
    may_have_left = Q(state=SendingState.DROPPED, delivery__transmissions__gt=0)
    rows = of_address(person).filter(Q(state__in=NEVER_AGAIN) | may_have_left)
    return set(rows.values_list("item_id", flat=True))


def runs_for(person: Prospect) -> bool:
    """Whether something waits or is on its way to them already."""
    return of_address(person).filter(state__in=SENDING_RUNS).exists()
