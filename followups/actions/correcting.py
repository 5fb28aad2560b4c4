"""A no that was written down wrongly: put right, or taken back as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.changes import Change, SomethingBuiltOnIt, Trail
from accounts.models import User
from followups.actions.giving_way import drop_what_no_longer_fits
from followups.actions.plans import lock_owners, retime
from followups.actions.recording import touch_of
from followups.actions.undoing import Also, NothingToUndo, last_change, nothing_else, undo_change
from followups.cadence import span_after
from followups.contact_history import desk_for, history_of
from followups.exit_plan import OLD_NO_AFTER
from followups.kinds import STANDING_KINDS, Direction, Kind, Status
from followups.models import FollowUp, FollowUpPlan, FollowUpPlanQuerySet, Touch
from followups.planning import desk_of, desk_without
from followups.scheduling import Desk, Planned, check_in, queued_check_in
from prospects import actions as facts
from prospects.conversations import ExitConversation, GoodDeal
from prospects.corrections import Correction
from prospects.models import Loss

# What the touch of a no repeats of it.
TOLD_IN_ITS_TOUCH = ("channel", "happened_on", "summary")


@dataclass(frozen=True)
class Corrected:
    """A no as it stands now, and its check-in where it moved; `change` is None when nothing was new."""

    loss: Loss
    moved: FollowUp | None
    change: Change | None


@transaction.atomic
def correct_no(
    loss: Loss, right: Correction | Callable[[Loss], Correction], *, by: User, today: date, now: datetime
) -> Corrected:
    """Put right what was written down about a no; `right` may be found from the no as it stands, locked.

    With another kind of no or another day, the open check-in of each plan that counts from it (theirs, and
    those of the people behind it) is timed again in its row, as long as nobody has acted on it. `today` is
    the local date of `by`. Raises ValidationError, LossReason.DoesNotExist.
    """
    owners = lock_owners({loss.prospect.owner_id, *_plans_of(loss).values_list("owner_id", flat=True)})
    about = ("deal", "prospect__team", "reason", "logged_by")
    loss = Loss.objects.select_for_update(of=("self",)).select_related(*about).get(pk=loss.pk)
    right = right(loss) if callable(right) else right
    if right.said_on > loss.logged_on:
        raise ValidationError({"said_on": _("It can't have been said after it was written down.")})
    before = (loss.conversation, loss.said_on)
    trail = Trail(actor=by, team=by.team, now=now)
    facts.correct_loss(loss, right, by=by, trail=trail)
    _correct_touch(loss, trail)
    moved = {}
    if before != (loss.conversation, loss.said_on):
        for plan in _plans_of(loss).filter(owner__in=owners):
            owner = owners[plan.owner_id]
            day = today if owner.pk == by.pk else owner.today(now)
            moved[plan.prospect_id] = _count_anew(loss, plan, before[1], owner, day, trail)
    change = trail.write("correct_no", loss) if trail.after else None
    return Corrected(loss, moved.get(loss.prospect_id), change)


@transaction.atomic
def take_no_back(loss: Loss, *, by: User, now: datetime, also: Also = nothing_else) -> Change:
    """A no that was logged about somebody else: everything it wrote is gone, its own corrections first.

    `also` takes away what rooms above hold of it. Returns the change that had logged it: its words can be
    logged again for the right person.
    Raises NothingToUndo for a no that came in another way, SomethingBuiltOnIt once anything built on it.
    """
    standing = Change.objects.filter(object_id=loss.pk, undone_by__isnull=True)
    recorded = standing.filter(action="record_no").first()
    if recorded is None:
        raise NothingToUndo
    corrections = list(standing.filter(action="correct_no").order_by("-at"))
    while corrections:
        corrections.remove(_take_one_back(corrections, by, now))
    return undo_change(recorded.pk, by=by, now=now, also=also)


def _take_one_back(corrections: list[Change], by: User, now: datetime) -> Change:
    """Take the newest one back. By what stands and not by the hour alone: two may share an instant."""
    refused = None
    for change in corrections:
        try:
            return undo_change(change.pk, by=by, now=now)
        except SomethingBuiltOnIt as refusal:
            refused = refused or refusal
    raise refused or NothingToUndo


def movable_check_in(loss: Loss) -> FollowUp | None:
    """The open check-in of whoever said it, as long as it counts from this no and nobody has acted on it.

    An agreed day is theirs, and what was put off, tried or done is somebody's own doing.
    """
    plan = _plan_of(loss)
    return _movable(plan, loss) if plan else None


def _movable(plan: FollowUpPlan, loss: Loss) -> FollowUp | None:
    if loss.pk not in _carried(plan):
        return None
    step = plan.follow_ups.open().standing().first()
    if step is None or step.kind != Kind.CHECK_IN or step.is_agreed or step.tries:
        return None
    acted = plan.follow_ups.filter(kind__in=STANDING_KINDS, status__in=[Status.DONE, Status.SKIPPED])
    was_acted_on = acted.filter(closed_at__gt=loss.logged_at).exists()
    return None if was_acted_on or last_change(step.pk) else step


def _plans_of(loss: Loss) -> FollowUpPlanQuerySet:
    """The active plans this no may count in: that of whoever said it, and of the people behind it."""
    plans = FollowUpPlan.objects.select_related("loss__deal", "prospect").active()
    return plans.filter(Q(prospect=loss.prospect_id) | Q(loss=loss)).order_by("pk")


def _plan_of(loss: Loss) -> FollowUpPlan | None:
    return _plans_of(loss).filter(prospect=loss.prospect_id).first()


def _carried(plan: FollowUpPlan) -> set[UUID]:
    """The noes a plan counts from: their own, or the one they stood behind. One that was let go left it to
    the others."""
    own = Q(follow_ups__plan=plan, prospect=plan.prospect_id)
    noes = Loss.objects.filter(own | Q(plans=plan))
    return set(noes.exclude(good_deal=GoodDeal.NO).values_list("pk", flat=True))


def _correct_touch(loss: Loss, trail: Trail) -> None:
    """The touch a no is, as the no stands now; silence is none."""
    row = Touch.objects.filter(loss=loss, direction=Direction.IN).first()
    if facts.is_silent(loss):
        if row is not None:
            trail.deleted(row)
            row.delete()
        return
    wanted = touch_of(loss, _plan_of(loss), trail.now)
    if row is None:
        trail.create(wanted)
        return
    values = {name: getattr(wanted, name) for name in TOLD_IN_ITS_TOUCH}
    if any(getattr(row, name) != value for name, value in values.items()):
        trail.update(row, **values)


def _count_anew(
    loss: Loss, plan: FollowUpPlan, said_before: date, owner: User, today: date, trail: Trail
) -> FollowUp | None:
    """A plan's newest no and last contact, and its check-in where it may move; returns that."""
    carried = _carried(plan)
    if loss.pk not in carried:
        return None
    step = _movable(plan, loss)
    noes = list(Loss.objects.filter(pk__in=carried).select_related("deal"))
    newest = max(noes, key=lambda no: (no.said_on, no.logged_at))
    contact = _last_contact(plan, noes, said_before)
    if (plan.loss_id, plan.last_two_way_on) != (newest.pk, contact):
        trail.update(plan, loss=newest, last_two_way_on=contact)
    moved = _moved(step, newest, contact, plan, owner, today, trail) if step else None
    drop_what_no_longer_fits(newest, plan, today=today, trail=trail)
    return moved


def _moved(
    step: FollowUp,
    newest: Loss,
    contact: date,
    plan: FollowUpPlan,
    owner: User,
    today: date,
    trail: Trail,
) -> FollowUp | None:
    """The check-in timed again in its row; None when it stands where it should."""
    desk = desk_for(desk_without(step, desk_of(owner, today)), history_of(plan.prospect, but=step))
    planned = _step(newest, contact, desk, plan.cadence)
    if (step.opens_on, step.due_on, step.closes_on) == (planned.opens_on, planned.due_on, planned.closes_on):
        return None
    retime(step, planned, newest, trail)
    return step


def _last_contact(plan: FollowUpPlan, noes: list[Loss], said_before: date) -> date:
    """The last two-way contact; where it was this no's old day, the latest of what is left."""
    said = [no.said_on for no in noes]
    if plan.last_two_way_on != said_before:
        return max(plan.last_two_way_on, *said)
    spoken = plan.touches.filter(is_two_way=True).values_list("happened_on", flat=True)
    return max([*said, *spoken])


def _step(newest: Loss, contact: date, desk: Desk, own_cadence: str) -> Planned:
    """As logging the no would have planned it."""
    is_old = (newest.logged_on - newest.said_on).days > OLD_NO_AFTER
    if is_old and contact == newest.said_on:
        return queued_check_in(desk)
    quiet_until = newest.deal.award_on if newest.deal.is_tender else None
    conversation = ExitConversation(newest.conversation)
    span = span_after(desk.numbers.cadence_for(conversation, own_cadence), 0)
    return check_in(contact, conversation, desk, span, quiet_until)
