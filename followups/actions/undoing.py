"""Undo from the audit trail, without a time limit, as long as nothing built on it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from accounts.changes import Change, Snapshot, SomethingBuiltOnIt, Trail, replay_before
from accounts.models import User
from followups.actions.plans import lock_owner, lock_owners
from followups.models import FollowUp, FollowUpPlan, FollowUpQuerySet, Touch

UNDOABLE = ("complete", "skip", "snooze")
# What is taken back as a change of its own, not as the last act on a follow-up.
UNDOABLE_CHANGES = (
    "record_no",
    "log_touch",
    "grant_permission",
    "withdraw_permission",
    "ask_to_stop",
    "keep_in_touch",
    "edit_prospect",
    "reopen_deal",
    "win_deal",
    "let_deal_go",
    "new_need",
    "confirm",
    "correct_no",
)


class NothingToUndo(Exception):
    """Nobody has acted on this, or what was done has been taken back."""


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


@transaction.atomic
def undo_change(pk: UUID, *, by: User, now: datetime) -> Change:
    """Take back one change (UNDOABLE_CHANGES): every row it touched stands as before, what it made is gone.

    The versions of its follow-ups go up all the same, so that stale pages and mailed links stay dead.
    Raises NothingToUndo when it was taken back before (or can't be), SomethingBuiltOnIt when a later act
    touched what this one wrote.
    """
    change = Change.objects.get(pk=pk)
    lock_owners(_owners_in(change))
    # Some changes touch nobody's planning: two who take one back wait for each other here.
    Change.objects.select_for_update(no_key=True).get(pk=pk)
    if change.action not in UNDOABLE_CHANGES or Change.objects.filter(undoes=change).exists():
        raise NothingToUndo
    versions = dict(_follow_ups_in(change).values_list("pk", "version"))
    trail = Trail(actor=by, team=by.team, now=now)
    replay_before(change, trail)
    _check_clocks(change)
    for row in FollowUp.objects.filter(pk__in=versions):
        trail.update(row, version=versions[row.pk] + 1)
    # What the change was about may be gone with it.
    trail.write("undo", apps.get_model(change.object_type)(pk=change.object_id), undoes=change)
    return change


def _owners_in(change: Change) -> set[UUID]:
    """Everybody whose planning the change touched."""
    snapshots: Iterable[Snapshot | None] = (dict(change.before) | dict(change.after)).values()
    written = {UUID(row["owner_id"]) for row in snapshots if row and row.get("owner_id")}
    return written | set(_follow_ups_in(change).values_list("owner_id", flat=True))


def _check_clocks(change: Change) -> None:
    """The clock of a plan never goes back behind a talk that was noted since."""
    for plan in FollowUpPlan.objects.filter(pk__in=_keys_in(change, FollowUpPlan)):
        talks = Touch.objects.filter(prospect_id=plan.prospect_id, is_two_way=True, created_at__gte=change.at)
        if talks.filter(happened_on__gt=plan.last_two_way_on).exists():
            raise SomethingBuiltOnIt(str(change))


def _follow_ups_in(change: Change) -> FollowUpQuerySet:
    return FollowUp.objects.filter(pk__in=_keys_in(change, FollowUp))


def _keys_in(change: Change, model: type[Model]) -> list[UUID]:
    keys = [key.partition(":") for key, _row in change.after]
    return [UUID(pk) for label, _colon, pk in keys if label == model._meta.label_lower]


__all__ = [
    "UNDOABLE_CHANGES",
    "NothingToUndo",
    "SomethingBuiltOnIt",
    "last_change",
    "undo",
    "undo_change",
]
