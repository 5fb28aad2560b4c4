"""What of the library goes out with a planned "something useful": chosen, or left open again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.completing import Unfitting, take
from followups.kinds import Kind
from followups.models import FollowUp
from library.models import ValueItem


@transaction.atomic
def choose_item(pk: UUID, item: ValueItem | None, *, by: User, now: datetime) -> FollowUp:
    """Send this with it; None leaves open again what goes out. No act on the follow-up: its version stays.

    Raises NotOpen, Unfitting for a follow-up of another kind.
    """
    follow_up = take(pk)
    if follow_up.kind != Kind.VALUE_ITEM:
        raise Unfitting(follow_up.kind)
    if follow_up.value_item_id == (item.pk if item else None):
        return follow_up
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(follow_up, value_item=item)
    trail.write("choose_item", follow_up)
    return follow_up
