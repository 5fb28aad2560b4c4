"""Finds what would be useful to whom, and lays it before whoever looks after them, or lets it go by itself.

Safe to run twice, at the same time, late or never: everything is asked again once the person is locked.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.changes import Trail
from accounts.models import User
from followups.actions import MayNotMail, NotPlanned, lock_person
from followups.contact_history import history_of
from followups.contact_rules import Actor, Allowed
from followups.contacts import History
from followups.kinds import Kind, Status
from followups.mailed_items import (
    Mailed,
    mail_permission,
    next_turn,
    shared_topics,
    verdict_on_mail,
    why_not_mailed,
)
from followups.models import FollowUp, FollowUpPlan
from followups.useful import has_had, useful_for
from library.models import ValueItem
from nurture.approving import approve_by_itself
from nurture.composing import first_reason
from nurture.kinds import SENDING_RUNS, SendingState
from nurture.models import Sending
from nurture.obstacles import first_obstacle
from nurture.standing import locked_row, not_again, of_address, plan_of, runs_for
from nurture.their_day import is_civil_for
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.models import Permission, Prospect

logger = logging.getLogger(__name__)

MOST_PER_RUN = 500
# Multiples of it are scattered evenly over all keys.
GOLDEN, ALL_KEYS = 0x9E3779B97F4A7C15F39CC0605CEDC835, 1 << 128
# How far a local date may be ahead of that of Greenwich.
ONE_DAY = timedelta(days=1)


class HadBefore(Exception):
    """They got it already, or said no more of it: nothing goes to anybody twice."""


@dataclass(frozen=True)
class ProposeReport:
    """How many were proposed, how many went by themselves, for how many people it failed."""

    proposed: int
    by_itself: int
    failed: int = 0


def propose_due(now: datetime) -> ProposeReport:
    """Propose what is due at `now` (aware) to whoever gave their yes in writing."""
    made = [_or_log(pk, now) for pk in _this_time(now)]
    states = [one.state for one in made if isinstance(one, Sending)]
    return ProposeReport(
        proposed=states.count(SendingState.PROPOSED),
        by_itself=states.count(SendingState.APPROVED),
        failed=made.count(False),
    )


def _this_time(now: datetime) -> list[UUID]:
    """So many of the candidates, each minute from another one on: those who have nothing due for long never
    stand before the others."""
    start = UUID(int=int(now.timestamp()) // 60 * GOLDEN % ALL_KEYS)
    candidates = _candidates(now)
    found = list(candidates.filter(pk__gte=start)[:MOST_PER_RUN])
    return found + list(candidates.filter(pk__lt=start)[: MOST_PER_RUN - len(found)])


def _candidates(now: datetime) -> "QuerySet[FollowUpPlan, UUID]":
    """Plans that may have something to send; whether they do is asked of each."""
    due = FollowUp.objects.filter(
        plan=OuterRef("pk"), kind=Kind.VALUE_ITEM, status=Status.OPEN, opens_on__lte=now.date() + ONE_DAY
    )
    granted = Permission.objects.filter(
        prospect__team=OuterRef("team"),
        prospect__email=OuterRef("prospect__email"),
        channel=PermissionChannel.MAIL,
        is_granted=True,
        strength=PermissionStrength.CONFIRMED,
    )
    runs = Sending.objects.filter(prospect=OuterRef("prospect"), state__in=SENDING_RUNS)
    plans = FollowUpPlan.objects.active().filter(prospect__asked_to_stop_on=None)
    plans = plans.exclude(prospect__email="").filter(Q(is_automatic=True) | Exists(due))
    plans = plans.filter(Exists(granted), ~Exists(runs))
    return plans.order_by("pk").values_list("pk", flat=True)


def _or_log(pk: UUID, now: datetime) -> Sending | bool | None:
    """One person after the other: what goes wrong for one stops no other. False when it did."""
    try:
        return _propose(pk, now)
    except Exception:
        logger.exception("Nothing could be proposed for plan %s", pk)
        return False


@transaction.atomic
def _propose(pk: UUID, now: datetime) -> Sending | None:
    found = FollowUpPlan.objects.select_related("prospect").get(pk=pk)
    lock_person(found.prospect)
    plan = plan_of(found.prospect)
    if plan is None or not plan.owner.is_active:
        return None
    person, today = plan.prospect, plan.owner.today(now)
    permission = _permission_now(person, today)
    if permission is None:
        return None
    by_itself = plan.is_automatic and permission.every_weeks is not None
    row = _open_row(person, today)
    if row is None and not by_itself:
        return None
    mailed = _what_fits(plan, row, today)
    if mailed is None:
        return None
    # By themselves only mails leave that need nobody's look: while people work, with nothing missing.
    if by_itself and not is_civil_for(person, now):
        return None
    sending = _lay(mailed, trail=Trail(actor=None, team=person.team, now=now))
    if by_itself and _is_complete(sending, plan, today):
        return approve_by_itself(sending, now=now)
    return sending


def _is_complete(sending: Sending, plan: FollowUpPlan, today: date) -> bool:
    """Whether it needs nobody: it says why it is for them, and nothing stands against it."""
    return bool(sending.relevance) and first_obstacle(sending, plan, today=today, by_itself=True) is None


def _permission_now(person: Prospect, today: date) -> Permission | None:
    """Their yes in writing, if something may go out today; None where anything stands against it."""
    if not person.email or runs_for(person) or why_not_mailed(person, Actor.APP, today=today):
        return None
    permission = mail_permission(person)
    turn = next_turn(person, permission) if permission else None
    return None if turn and turn > today else permission


def _open_row(person: Prospect, today: date) -> FollowUp | None:
    """The "something useful" that is open to be done."""
    rows = FollowUp.objects.open().filter(prospect=person, kind=Kind.VALUE_ITEM, opens_on__lte=today)
    return rows.select_related("value_item", "plan", "owner").order_by("due_on", "pk").first()


def _what_fits(plan: FollowUpPlan, row: FollowUp | None, today: date) -> Mailed | None:
    """What somebody chose, else the best of the library, as long as the rules allow it today."""
    history = history_of(plan.prospect, but=row)
    for item in _items(plan.prospect, row, history, today):
        mailed = Mailed(plan.prospect, item, plan, row)
        if isinstance(verdict_on_mail(mailed, history, today=today), Allowed):
            return mailed
    return None


def _items(person: Prospect, row: FollowUp | None, history: History, today: date) -> list[ValueItem]:
    taken = not_again(person)
    if row and row.value_item:
        item = row.value_item
        is_free = item.archived_at is None and item.pk not in taken and not has_had(person, item)
        return [item] if is_free else []
    ranked = [one.item_id for one in useful_for(person, history, today=today) if one.item_id not in taken]
    items = ValueItem.objects.in_bulk(ranked[:5])
    return [items[pk] for pk in ranked[:5]]


@transaction.atomic
def propose(
    person: Prospect, item: ValueItem, follow_up: FollowUp | None, *, by: User, now: datetime
) -> Sending:
    """Lay an item somebody chose before whoever holds the plan; the same one twice is one.

    Raises HadBefore, NotPlanned without a plan that plans, MayNotMail where no glance would help. What else
    stands against it is said when it is looked at.
    """
    lock_person(person)
    plan = plan_of(person)
    if plan is None or not person.email or item.archived_at:
        raise NotPlanned
    known = of_address(person).filter(item=item, state__in=SENDING_RUNS).first()
    if known:
        return known
    if refusal := why_not_mailed(plan.prospect, Actor.APP_APPROVED, today=plan.owner.today(now)):
        raise MayNotMail(refusal)
    was_declined = of_address(person).filter(item=item, state=SendingState.DECLINED).exists()
    if has_had(person, item) or (item.pk in not_again(person) and not was_declined):
        raise HadBefore
    trail = Trail(actor=by, team=by.team, now=now)
    return _lay(Mailed(plan.prospect, item, plan, follow_up), trail=trail)


def _lay(mailed: Mailed, *, trail: Trail) -> Sending:
    """The proposal; a row of the two that was given up before is the same row."""
    person, item = mailed.prospect, mailed.item
    values = {
        "owner": mailed.plan.owner,
        "state": SendingState.PROPOSED,
        "follow_up": mailed.follow_up,
        "introduces": None,
        "touch": None,
        "delivery": None,
        "is_automatic": False,
        "relevance": first_reason(item, shared_topics(item, person), person)[:200],
        "subject": item.title[:200],
        "decided_by": None,
        "decided_at": None,
        "reason": "",
    }
    known = Sending.objects.filter(prospect=person, item=item).first()
    if known:
        trail.update(known, **values, version=known.version + 1)
    else:
        known = Sending(team_id=person.team_id, prospect=person, item=item, created_at=trail.now, **values)
        trail.create(known)
    trail.write("propose_mail", person)
    return locked_row(known.pk)
