"""Somebody's people go to a colleague, all at once and as one change."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.changes import Change, Trail
from accounts.members import lock_as_manager
from accounts.models import User
from followups.actions.batons import pass_to_new_owner
from followups.actions.plans import cancel, lock_owners
from followups.actions.together import NotAColleague
from followups.handing_on import Hands, people_of
from followups.models import FollowUp, FollowUpPlan, HandOver
from prospects.models import Prospect


class HandsChanged(Exception):
    """Something changed since it was shown: this is how it would be now."""

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self.hands = hands


@dataclass(frozen=True)
class Given:
    """What changed hands, and the change it is (to take it back); None when there was nothing to give."""

    hands: Hands
    change: Change | None


@transaction.atomic
def give_people(giver: User, to: User, *, by: User, now: datetime, shown: str | None = None) -> Given:
    """Give all people of a member to a colleague, with their plans and everything open in them.

    `shown` is the token of the hands somebody agreed to. Raises NotAColleague, HandsChanged,
    PermissionDenied.
    """
    lock_as_manager(by)
    giver, to = lock_both(giver, to, by)
    hands = people_of(giver, to, now=now)
    check_shown(hands, shown)
    trail = Trail(actor=by, team=by.team, now=now)
    hand_on(hands, trail)
    return Given(hands, trail.write("reassign", giver) if trail.after else None)


def lock_both(giver: User, to: User, by: User) -> tuple[User, User]:
    """Both as they stand, locked with whoever does something of the giver's at the moment.

    Raises NotAColleague unless `to` can take over: somebody else of the team, here, who sells.
    """
    doing = FollowUp.objects.filter(plan__owner=giver).open().values_list("owner_id", flat=True)
    holding = FollowUp.objects.owned_by(giver).open().values_list("plan__owner_id", flat=True)
    locked = lock_owners({giver.pk, to.pk, *doing, *holding, *with_a_baton(giver)})
    giver, to = locked[giver.pk], locked[to.pk]
    if not may_take_over(to, giver) or giver.team_id != by.team_id:
        raise NotAColleague
    return giver, to


def with_a_baton(user: User) -> set[UUID]:
    """Everybody on the other side of what somebody handed over, or was handed over."""
    rows = HandOver.objects.running().filter(Q(taker=user) | Q(giver=user) | Q(prospect__owner=user))
    return {pk for all_of in rows.values_list("taker", "giver", "prospect__owner") for pk in all_of}


def may_take_over(to: User, giver: User) -> bool:
    """Whether somebody can be given the people of `giver`."""
    return to.pk != giver.pk and to.team_id == giver.team_id and to.is_active and to.is_sales


def check_shown(hands: Hands, shown: str | None) -> None:
    """Raises HandsChanged unless the hands are those that were shown."""
    if shown is not None and shown != hands.token():
        raise HandsChanged(hands)


def hand_on(hands: Hands, trail: Trail) -> None:
    """Write down what changes hands; everybody it is about is locked."""
    to = hands.to
    for person in Prospect.objects.filter(pk__in=hands.people).order_by("pk").select_for_update(of=("self",)):
        trail.update(person, owner=to)
    plans = FollowUpPlan.objects.filter(pk__in=hands.plans).order_by("pk")
    for plan in plans.select_for_update(of=("self",)):
        trail.update(plan, owner=to)
    for move in hands.moves:
        row = hands.rows[move.row.ref]
        # That it was open is noted too: once somebody acted on it, this can't be taken back.
        trail.update(row, owner=to, status=row.status, **move.dates(), version=row.version + 1)
    for row in FollowUp.objects.filter(pk__in=hands.ends).order_by("pk"):
        cancel(row, trail)
    pass_to_new_owner(hands.people, to, by=trail.actor, trail=trail)
