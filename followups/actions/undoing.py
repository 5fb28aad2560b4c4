"""Undo from the audit trail, without a time limit, as long as nothing built on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from accounts.changes import Change, Snapshot, SomethingBuiltOnIt, Trail, WasErased, replay_before, row_key
from accounts.models import User
from accounts.policy import Thing, may
from followups.actions.built_on import keys_in, moved_since, people_in, what_built_on
from followups.actions.plans import lock_owners, may_stand
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from followups.kinds import Baton, PlanStatus
from followups.models import FollowUp, FollowUpPlan, FollowUpQuerySet, HandOver, Touch
from followups.models.hand_over import HandOverQuerySet
from prospects import actions as facts
from prospects.models import Deal, Prospect

UNDOABLE = ("complete", "skip", "snooze", "change_channel")
# What is taken back as a change of its own, not as the last act on a follow-up.
UNDOABLE_CHANGES = (
    "record_no",
    "log_touch",
    "grant_permission",
    "withdraw_permission",
    "ask_to_stop",
    "keep_in_touch",
    "keep_silent",
    "close_kindly",
    "edit_prospect",
    "reopen_deal",
    "win_deal",
    "record_win",
    "let_deal_go",
    "new_need",
    "confirm",
    "correct_no",
    "go_away",
    "come_back",
    "spread_out",
    "add_side_prospect",
    "drop_wake_up",
    "snooze_together",
    "reassign",
    "merge",
    "hand_over",
    "take_over",
    "take_over_all",
    "send_back",
    "withdraw_hand_over",
    "bring_back",
)
# What only a manager does, and takes back.
OF_MANAGERS = ("merge",)
# Steps of a hand-over are taken back by whoever made them, or by a manager.
OF_THEIR_MAKERS = (
    "hand_over", "take_over", "take_over_all", "send_back", "withdraw_hand_over", "bring_back",
)  # fmt: skip
# With these everything open changes hands, or nothing does.
OF_HANDS = ("reassign", "take_over", "take_over_all", "bring_back")


# What a room above does with it, as part of the same change.
Also = Callable[[Trail], None]


def nothing_else(trail: Trail) -> None:
    """No room above holds anything of it."""


class NothingToUndo(Exception):
    """Nobody has acted on this, or what was done has been taken back."""


def last_change(pk: UUID) -> Change | None:
    """The newest act on a follow-up that still stands: the one that left the highest version.

    By version and not by the hour: two acts can share an instant, and clocks are set back.
    """
    acts = Change.objects.filter(object_id=pk, action__in=UNDOABLE, undone_by__isnull=True)
    acts = acts.filter(erased_at__isnull=True)
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
    lock_owners(FollowUp.objects.values_list("owner_id", "plan__owner_id", "prospect__owner_id").get(pk=pk))
    follow_up = FollowUp.objects.get(pk=pk)
    change = last_change(pk)
    if change is None or expected_version not in (None, follow_up.version):
        raise NothingToUndo
    next_version = follow_up.version + 1
    batons = dict(_hand_overs_in(change).values_list("pk", "version"))
    trail = Trail(actor=by, team=by.team, now=now)
    with _saying_what_was_built(change):
        replay_before(change, trail)
        _check_batons(change)
        _check_ends(change, trail)
        _settle_deals(change, trail)
    _raise_versions(batons, trail)
    follow_up.refresh_from_db()
    trail.update(follow_up, version=next_version)
    trail.write("undo", follow_up, undoes=change)
    return follow_up


@transaction.atomic
def undo_change(pk: UUID, *, by: User, now: datetime, also: Also = nothing_else) -> Change:
    """Take back one change (UNDOABLE_CHANGES): every row it touched stands as before, what it made is gone.

    `also` first takes away what rooms above hold of what it made. The versions of its follow-ups go up all
    the same, so that stale pages and mailed links stay dead.
    Raises NothingToUndo when it was taken back before (or can't be), SomethingBuiltOnIt when a later act
    touched what this one wrote, WasErased when what it knew is gone.
    """
    change = Change.objects.get(pk=pk)
    owners = _owners_in(change)
    lock_owners(owners)
    # Some changes touch nobody's planning: two who take one back wait for each other here.
    Change.objects.select_for_update(no_key=True).get(pk=pk)
    if change.action not in UNDOABLE_CHANGES or Change.objects.filter(undoes=change).exists():
        raise NothingToUndo
    if change.action in OF_MANAGERS and not may(by, Thing.MERGING):
        raise NothingToUndo
    if change.action in OF_THEIR_MAKERS and change.actor_id != by.pk and not by.is_manager:
        raise NothingToUndo
    versions = dict(_follow_ups_in(change).values_list("pk", "version"))
    batons = dict(_hand_overs_in(change).values_list("pk", "version"))
    trail = Trail(actor=by, team=by.team, now=now)
    also(trail)
    with _saying_what_was_built(change):
        replay_before(change, trail, moved_since(change, owners))
        _check_clocks(change)
        _check_batons(change)
        _check_ends(change, trail)
        _settle_deals(change, trail)
        _check_nothing_new(change)
    for row in FollowUp.objects.filter(pk__in=versions):
        trail.update(row, version=versions[row.pk] + 1)
    _raise_versions(batons, trail)
    trail.write("undo", _left_of(change), undoes=change)
    return change


def _settle_deals(change: Change, trail: Trail) -> None:
    """A yes that is taken back, or a no: another may stand that answers the same no."""
    if deals := keys_in(change, Deal):
        facts.settle_what_came_back(deals, trail=trail)


def _raise_versions(batons: Mapping[UUID, int], trail: Trail) -> None:
    """A page that shows a hand-over as it stood before is stale."""
    for row in HandOver.objects.filter(pk__in=batons):
        trail.update(row, version=batons[row.pk] + 1)


def _left_of(change: Change) -> Model:
    """What the change was about; where that is gone with it, whoever it was about."""
    about: Model = apps.get_model(change.object_type)(pk=change.object_id)
    if type(about)._default_manager.filter(pk=about.pk).exists():
        return about
    return Prospect.objects.filter(pk__in=people_in(change)).first() or about


@contextmanager
def _saying_what_was_built(change: Change) -> Iterator[None]:
    """A refusal names the later act that stands in the way."""
    try:
        yield
    except WasErased:
        raise
    except SomethingBuiltOnIt as refusal:
        raise SomethingBuiltOnIt(refusal.key, what_built_on(change, refusal.key)) from refusal


def _owners_in(change: Change) -> set[UUID]:
    """Everybody whose planning the change touched."""
    snapshots: Iterable[Snapshot | None] = (dict(change.before) | dict(change.after)).values()
    written = {UUID(row["owner_id"]) for row in snapshots if row and row.get("owner_id")}
    follow_ups = _follow_ups_in(change).values_list("owner_id", "plan__owner_id", "prospect__owner_id")
    return written | {pk for touched in follow_ups for pk in touched} | _batons_of(change)


def _batons_of(change: Change) -> set[UUID]:
    """Everybody on either side of the hand-overs it moved."""
    rows = _hand_overs_in(change).values_list("giver_id", "taker_id", "plan__owner_id", "prospect__owner_id")
    return {pk for people in rows for pk in people}


def _check_clocks(change: Change) -> None:
    """The clock of a plan never goes back behind a talk that was noted since."""
    for plan in FollowUpPlan.objects.filter(pk__in=keys_in(change, FollowUpPlan)):
        talks = Touch.objects.filter(prospect_id=plan.prospect_id, is_two_way=True, created_at__gte=change.at)
        if talks.filter(happened_on__gt=plan.last_two_way_on).exists():
            raise SomethingBuiltOnIt(str(change))


def _check_ends(change: Change, trail: Trail) -> None:
    """Nothing opens again on a plan that has ended since, but what an end may keep; and nothing becomes
    somebody's again who has left: what opens is whoever has the plan by now's to do."""
    for row in _follow_ups_in(change).open().select_related("plan__owner", "owner"):
        if not may_stand(row):
            raise SomethingBuiltOnIt(row_key(row.plan))
        if not row.owner.is_active or _had_it_in_care(row):
            trail.update(row, owner=_here(row.plan).owner)
    plans = FollowUpPlan.objects.filter(pk__in=keys_in(change, FollowUpPlan)).active()
    for plan in plans.select_related("prospect", "owner"):
        # A plan that had ended when they asked us to stop kept its own end.
        if closed_to_us(plan.prospect) == Closed.STOPPED:
            raise SomethingBuiltOnIt(row_key(plan.prospect))
        _here(plan)
    if people := keys_in(change, Prospect):
        for person in Prospect.objects.filter(pk__in=people, owner__is_active=False):
            raise SomethingBuiltOnIt(row_key(person))


def _had_it_in_care(row: FollowUp) -> bool:
    """Whether it was done in marketing's care, and what is open of the person is back with sales by now."""
    if row.owner_id == row.plan.owner_id:
        return False
    return HandOver.objects.filter(plan=row.plan_id, taker=row.owner_id, state=Baton.RETURNED).exists()


def _check_batons(change: Change) -> None:
    """A hand-over runs again only where it could be offered and taken; and nothing was heard or sent since
    that somebody did believing it had changed hands."""
    batons = _hand_overs_in(change).select_related("taker", "plan", "prospect")
    for row in batons.running():
        is_here = row.taker.is_active and row.taker_id != row.prospect.owner_id
        if not is_here or row.plan.status != PlanStatus.ACTIVE:
            raise SomethingBuiltOnIt(row_key(row))
    if change.action not in OF_HANDS:
        return
    plans = keys_in(change, FollowUpPlan) if batons.exists() else []
    for touch in Touch.objects.filter(plan__in=plans, created_at__gt=change.at)[:1]:
        raise SomethingBuiltOnIt(row_key(touch))


def _check_nothing_new(change: Change) -> None:
    """People go back with all that is open, or not at all: what was planned since is of whoever has them."""
    if change.action not in OF_HANDS:
        return
    plans = keys_in(change, FollowUpPlan)
    for row in FollowUp.objects.filter(plan__in=plans, created_at__gt=change.at).open()[:1]:
        raise SomethingBuiltOnIt(row_key(row))


def _here(plan: FollowUpPlan) -> FollowUpPlan:
    if not plan.owner.is_active:
        raise SomethingBuiltOnIt(row_key(plan))
    return plan


def _hand_overs_in(change: Change) -> HandOverQuerySet:
    return HandOver.objects.filter(pk__in=keys_in(change, HandOver))


def _follow_ups_in(change: Change) -> FollowUpQuerySet:
    return FollowUp.objects.filter(pk__in=keys_in(change, FollowUp))


__all__ = [
    "UNDOABLE_CHANGES",
    "NothingToUndo",
    "SomethingBuiltOnIt",
    "WasErased",
    "last_change",
    "undo",
    "undo_change",
]
