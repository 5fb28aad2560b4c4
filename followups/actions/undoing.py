"""Undo from the audit trail, without a time limit, as long as nothing built on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Change, SomethingBuiltOnIt, Trail, replay_before
from accounts.models import User
from followups.actions.plans import lock_owner
from followups.models import FollowUp

UNDOABLE = ("complete", "skip", "snooze")


class NothingToUndo(Exception):
    """Nobody has acted on this follow-up, or what was done has been taken back."""


def last_change(pk: UUID) -> Change | None:
    """The newest act on a follow-up that still stands: the one that left the highest version.

    By version and not by the hour: two acts can share an instant, and clocks are set back.
    """
    acts = Change.objects.filter(object_id=pk, action__in=UNDOABLE, undone_by__isnull=True)
    return max(acts, key=lambda act: _version_after(act, pk), default=None)


def _version_after(act: Change, pk: UUID) -> int:
    after = dict(act.after)[f"{FollowUp._meta.label_lower}:{pk}"]
    return int(after["version"])


@transaction.atomic
def undo(pk: UUID, *, by: User, now: datetime, expected_version: int | None = None) -> FollowUp:
    """Take back the last act on a follow-up: rows stand as before, what it planned is gone.

    Its version goes up all the same, so that stale pages and mailed links stay dead.
    Raises NothingToUndo (also when it stands at another version than `expected_version`: a second press of
    the same button), or SomethingBuiltOnIt when a later act touched what this one wrote.
    """
    lock_owner(FollowUp.objects.values_list("owner_id", flat=True).get(pk=pk))
    follow_up = FollowUp.objects.get(pk=pk)
    change = last_change(pk)
    if change is None or expected_version not in (None, follow_up.version):
        raise NothingToUndo
    next_version = follow_up.version + 1
    trail = Trail(actor=by, team=by.team, now=now)
    replay_before(change, trail)
    follow_up.refresh_from_db()
    trail.update(follow_up, version=next_version)
    trail.write("undo", follow_up, undoes=change)
    return follow_up


__all__ = ["NothingToUndo", "SomethingBuiltOnIt", "last_change", "undo"]
