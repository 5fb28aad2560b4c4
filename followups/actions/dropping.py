"""What somebody waited for does not count any more."""

from datetime import datetime

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import User
from followups.actions.plans import cancel, lock_owner
from followups.models import FollowUp
from prospects import actions as facts
from prospects.conversations import WakeUpState
from prospects.models import WakeUp


@transaction.atomic
def drop_wake_up(wake_up: WakeUp, *, by: User, now: datetime) -> Change | None:
    """Wait for it no longer: its open follow-ups are cancelled with it.

    None when it waits no more as it is: it has happened, or was dropped before.
    """
    lock_owner(wake_up.prospect.owner_id)
    row = WakeUp.objects.select_for_update(of=("self",)).select_related("prospect").get(pk=wake_up.pk)
    if row.state != WakeUpState.WAITING:
        return None
    trail = Trail(actor=by, team=by.team, now=now)
    facts.drop_condition(row, trail=trail)
    for follow_up in FollowUp.objects.open().filter(wake_up=row).order_by("pk"):
        cancel(follow_up, trail)
    return trail.write("drop_wake_up", row.prospect)
