"""Heals what must always hold: every active plan has exactly one open check-in or meeting, and whoever has
to do something is here to do it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from followups.actions.plans import follow_up_from, lock_owners, lock_planners
from followups.contact_history import desk_for, history_of
from followups.models import FollowUp, FollowUpPlan, FollowUpQuerySet
from followups.planning import desk_of, next_check_in
from followups.rhythm import counts_from

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reconciled:
    """How many active plans there were, and the follow-ups written for those without a next step."""

    active: int
    healed: tuple[FollowUp, ...]


def reconcile(now: datetime) -> Reconciled:
    """Give every active plan without an open check-in or meeting its next one, and report it.

    More than one is impossible: the database refuses it. Safe to run twice and at the same time.
    """
    lacking = FollowUpPlan.objects.without_next_step().order_by("pk").values_list("pk", flat=True)
    healed = [row for pk in list(lacking) if (row := _heal_or_log(pk, now))]
    return Reconciled(active=FollowUpPlan.objects.active().count(), healed=tuple(healed))


def _heal_or_log(pk: UUID, now: datetime) -> FollowUp | None:
    """One plan that can't be healed never stops the others."""
    try:
        return _heal(pk, now)
    except Exception:
        logger.exception("This plan could not be given its next step: %s", pk)
        return None


@transaction.atomic
def _heal(pk: UUID, now: datetime) -> FollowUp | None:
    lock_planners(FollowUpPlan.objects.select_related("prospect").get(pk=pk).prospect)
    plan = FollowUpPlan.objects.select_related("loss__deal", "owner__team", "prospect").get(pk=pk)
    owner = plan.owner
    if not FollowUpPlan.objects.without_next_step().filter(pk=pk).exists():
        return None
    desk = desk_for(desk_of(owner, owner.today(now)), history_of(plan.prospect))
    planned = next_check_in(plan, counts_from(plan), desk)
    trail = Trail(actor=None, team=owner.team, now=now)
    row = trail.create(follow_up_from(planned, plan, plan.loss, now))
    trail.write("reconcile", plan)
    return row


def give_to_somebody_here(now: datetime) -> tuple[int, int]:
    """Open follow-ups of people who have left go to whoever has the plan, or the person; how many did, and
    how many nobody here has.

    Leaving hands everything on, so there should be none. Safe to run twice and at the same time.
    """
    left = list(_of_nobody().order_by("pk").values_list("pk", flat=True))
    given = sum(_given_or_log(pk, now) for pk in left)
    return given, _of_nobody().count()


def _of_nobody() -> FollowUpQuerySet:
    return FollowUp.objects.open().filter(owner__is_active=False)


def _given_or_log(pk: UUID, now: datetime) -> bool:
    try:
        return _give(pk, now)
    except Exception:
        logger.exception("This follow-up of somebody who left could not be given to a colleague: %s", pk)
        return False


@transaction.atomic
def _give(pk: UUID, now: datetime) -> bool:
    row = FollowUp.objects.select_related("plan", "prospect").get(pk=pk)
    people = lock_owners({row.owner_id, row.plan.owner_id, row.prospect.owner_id})
    row = FollowUp.objects.select_related("plan", "prospect", "team").get(pk=pk)
    known = [people.get(row.plan.owner_id), people.get(row.prospect.owner_id)]
    here = next((one for one in known if one and one.is_active), None)
    if here is None or not _of_nobody().filter(pk=pk).exists():
        return False
    trail = Trail(actor=None, team=row.team, now=now)
    trail.update(row, owner=here, version=row.version + 1)
    trail.write("reconcile_owner", row)
    return True
