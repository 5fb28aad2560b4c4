"""Two rows of one person become one: a manager's act, shown before, and taken back by an undo."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail
from accounts.models import User
from accounts.policy import Thing, may
from followups.actions.batons import step_on
from followups.actions.plans import cancel, end_plan, lock_owners, owners_of_person, retime, stop_everything
from followups.actions.re_picking import keep_off_days_off
from followups.joining import Joined, is_agreed, join
from followups.kinds import Baton, BatonStep
from followups.models import ErasureNotice, FollowUp, FollowUpPlan, HandOver, Touch
from followups.planning import desk_of
from prospects import actions as facts
from prospects.conversations import PermissionSource
from prospects.models import Prospect

# Every key to a prospect that is no fact of prospects.actions.merging.
MOVED: tuple[tuple[type[Model], str], ...] = (
    (FollowUpPlan, "prospect"),
    (FollowUp, "prospect"),
    (FollowUp, "referred"),
    (Touch, "prospect"),
    (HandOver, "prospect"),
)
# What was noted about one of the rows alone, and is found out anew about both.
DROPPED: tuple[tuple[type[Model], str], ...] = ((ErasureNotice, "prospect"),)
# Every key to a plan: what joins the one that goes on.
JOINING: tuple[type[Model], ...] = (FollowUp, Touch, HandOver)


class NotTheSame(ValueError):
    """Only a manager merges, and only two different rows of the own team."""


class JoinsOtherwise(Exception):
    """Something changed since it was shown: this is how it would be now."""

    def __init__(self, joined: Joined) -> None:
        super().__init__()
        self.joined = joined


@transaction.atomic
def merge(
    keep_id: UUID, gone_id: UUID, *, owner_id: UUID, by: User, now: datetime, shown: str | None = None
) -> Change:
    """Make one row of two: what stands with `gone_id` joins `keep_id`, looked after by one of their owners.

    `shown` is the token of the preview somebody agreed to. Raises NotTheSame, JoinsOtherwise, and
    ValidationError where the notes of both are too long together.
    """
    people = {row.pk: row for row in _people(keep_id, gone_id, by)}
    if (
        len(people) != 2
        or not may(by, Thing.MERGING)
        or owner_id not in {row.owner_id for row in people.values()}
    ):
        raise NotTheSame
    owners = lock_owners(_owners_of([*people.values()], by))
    people = {row.pk: row for row in _people(keep_id, gone_id, by).select_for_update(of=("self",))}
    if len(people) != 2 or owner_id not in {row.owner_id for row in people.values()}:
        raise NotTheSame
    keep, gone, owner = people[keep_id], people[gone_id], owners[owner_id]
    today = owner.today(now)
    joined = join(keep, gone, owner, today=today)
    if shown is not None and shown != joined.token():
        raise JoinsOtherwise(joined)
    trail = Trail(actor=by, team=by.team, now=now)
    _hand_over(joined, trail)
    _join_plans(joined, trail)
    _move_rows(joined, trail)
    _drop_notices(joined, trail)
    facts.join_people(keep, gone, trail=trail)
    facts.remove_merged(gone, keep, trail=trail)
    if joined.stopped_on:
        facts.suppress_address(
            keep.team, gone.email, PermissionSource.ASKED_TO_STOP, on=joined.stopped_on, trail=trail
        )
        stop_everything(keep, today=today, trail=trail)
    elif joined.ends and joined.plan:
        end_plan(joined.plan, joined.ends, today=today, trail=trail)
    return trail.write("merge", keep)


def _people(keep_id: UUID, gone_id: UUID, by: User) -> "QuerySet[Prospect]":
    rows = Prospect.objects.filter(pk__in={keep_id, gone_id}, team_id=by.team_id).order_by("pk")
    return rows.select_related("team", "owner__team", "organisation")


def _owners_of(people: list[Prospect], by: User) -> set[UUID]:
    """Everybody whose planning it may touch: those of both rows, and of every row with their addresses."""
    rows = FollowUp.objects.filter(prospect__in=people).open()
    found = {by.pk, *rows.values_list("owner_id", flat=True)}
    for person in people:
        found |= {person.owner_id, *owners_of_person(person, team_id=person.team_id)}
    plans = FollowUpPlan.objects.filter(prospect__in=people)
    return found | set(plans.values_list("owner_id", flat=True))


def _hand_over(joined: Joined, trail: Trail) -> None:
    """Whoever looks after them now gets what the other one planned, and what marketing has in its care; what
    was done stays with who did it."""
    owner = joined.owner
    others = [row for row in (joined.keep, joined.gone) if row.owner_id != owner.pk]
    in_care = _end_batons(joined, trail)
    rows = FollowUp.objects.filter(Q(prospect__in=others) | Q(plan__in=in_care, owner=F("plan__owner")))
    rows = rows.open().exclude(owner=owner).order_by("pk")
    given = [_same_step(row, joined) for row in rows.select_related("prospect")]
    plans = FollowUpPlan.objects.filter(Q(prospect__in=others) | Q(pk__in=in_care)).exclude(owner=owner)
    for plan in plans.order_by("pk"):
        trail.update(_same(plan, joined), owner=owner)
    for row in given:
        trail.update(row, owner=owner, version=row.version + 1)
    moving = [
        row for row in given if row.pk not in {step.pk for step in (joined.stands, joined.goes) if step}
    ]
    keep_off_days_off(moving, desk_of(owner, owner.today(trail.now)), trail)
    facts.hand_to(joined.keep, owner.pk, trail=trail)


def _end_batons(joined: Joined, trail: Trail) -> list[UUID]:
    """Nothing of either is handed over any more; returns the plans that were in marketing's care."""
    running = HandOver.objects.running().filter(prospect__in=[joined.keep, joined.gone]).order_by("pk")
    rows = list(running.select_for_update(of=("self",)))
    in_care = [row.plan_id for row in rows if row.state == Baton.TAKEN]
    for row in rows:
        step = BatonStep.RETURNED if row.plan_id in in_care else BatonStep.WITHDRAWN
        step_on(row, step, by=trail.actor, trail=trail)
    return in_care


def _same(plan: FollowUpPlan, joined: Joined) -> FollowUpPlan:
    """The plan as the join knows it, so that one object is written."""
    return next((known for known in (joined.plan, joined.dissolved) if known == plan), plan)


def _same_step(row: FollowUp, joined: Joined) -> FollowUp:
    return next((known for known in (joined.stands, joined.goes) if known == row), row)


def _join_plans(joined: Joined, trail: Trail) -> None:
    """One plan goes on with exactly one next step; the rows of the other join it."""
    plan, dissolved = joined.plan, joined.dissolved
    if plan is None:
        return
    if joined.goes:
        if is_agreed(joined.goes):
            note = _("Two rows of one person became one; the earlier agreed day stands.")
            trail.update(joined.goes, note=f"{joined.goes.note}\n{note}".strip())
        cancel(joined.goes, trail)
    if dissolved:
        for model in JOINING:
            for row in model._default_manager.filter(plan=dissolved).order_by("pk"):
                trail.update(_known(row, joined), plan=plan)
        trail.deleted(dissolved)
        FollowUpPlan.objects.filter(pk=dissolved.pk).delete()
    if joined.values:
        trail.update(plan, **dict(joined.values))
    if joined.moved and joined.stands:
        retime(joined.stands, joined.moved, joined.stands.loss, trail)


def _known(row: Model, joined: Joined) -> Model:
    return _same_step(row, joined) if isinstance(row, FollowUp) else row


def _move_rows(joined: Joined, trail: Trail) -> None:
    """Plans, follow-ups and touches stand with the row that stays."""
    for model, name in MOVED:
        for row in model._default_manager.filter(**{name: joined.gone}).order_by("pk"):
            trail.update(_row(row, joined), **{name: joined.keep})


def _drop_notices(joined: Joined, trail: Trail) -> None:
    """Whether they are to be erased by themselves is another question now."""
    for model, name in DROPPED:
        for row in model._default_manager.filter(**{f"{name}__in": [joined.keep, joined.gone]}):
            trail.deleted(row)
            row.delete()


def _row(row: Model, joined: Joined) -> Model:
    if isinstance(row, FollowUpPlan):
        return _same(row, joined)
    return _known(row, joined)
