"""What happened, in one line that says what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.changes import Change
from accounts.models import User
from desk.sentences import day_text, span_text
from followups.actions import Completed
from followups.kinds import STANDING_KINDS, EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan
from insights.came_back import told_of
from insights.came_back_words import story
from prospects.conversations import PromiseState
from prospects.models import Loss

MOST_RECEIPTS = 8


@dataclass(frozen=True)
class Receipt:
    """One act of today: who, what happened, what comes next; undone at `undo_url`."""

    id: UUID
    name: str
    organisation: str
    text: str
    undo_url: str
    prospect_url: str
    version: int
    # The deal they are interested in again: opened anew there, or a new need noted.
    deal_url: str = ""


def noted(loss: Loss, today: date) -> str:
    """What a saved no says: "Noted. Next check-in Tue 29 June." """
    plan = FollowUpPlan.objects.filter(prospect=loss.prospect).order_by("-created_at").first()
    open_rows = plan.follow_ups.filter(status=Status.OPEN, kind__in=STANDING_KINDS) if plan else None
    return noted_as(loss, plan, open_rows.first() if open_rows else None, today)


def noted_as(loss: Loss, plan: FollowUpPlan | None, step: FollowUp | None, today: date) -> str:
    """The same where plan and next step are at hand."""
    if plan is None or plan.status == PlanStatus.ENDED:
        return _noted_without_check_in(loss)
    if step is None:
        return _("Noted.")
    if step.kind == Kind.AGREED_MEETING:
        return _("Noted. You meet %(day)s.") % {"day": day_text(step.due_on, today)}
    return _("Noted. Next check-in %(day)s.") % {"day": day_text(step.due_on, today)}


def _noted_without_check_in(loss: Loss) -> str:
    """No further contact; what was begun or promised is still to do."""
    kinds = set(
        FollowUp.objects.filter(loss=loss, prospect=loss.prospect, status=Status.OPEN).values_list(
            "kind", flat=True
        )
    )
    if Kind.PROMISE in kinds:
        return _("Noted. No check-in. The thanks and what you promised still stand.")
    if Kind.THANK_YOU in kinds:
        return _("Noted. No check-in. The thanks still stand.")
    return _("Noted. Nothing more is planned for them.")


def receipt_of(follow_up: FollowUp, next_step: FollowUp | None, today: date) -> Receipt:
    """The receipt of a follow-up that was completed, skipped or put off."""
    prospect = follow_up.prospect
    return Receipt(
        id=follow_up.pk,
        name=prospect.name,
        organisation=prospect.organisation.name if prospect.organisation else "",
        text=f"{_happened(follow_up, today)} {_next(follow_up, next_step, today)}".strip(),
        undo_url=f"/followups/{follow_up.pk}/undo/",
        prospect_url=f"/prospects/{prospect.pk}/",
        version=follow_up.version,
        deal_url=_deal_url(follow_up),
    )


def _deal_url(follow_up: FollowUp) -> str:
    """The deal to go on with, of somebody who is interested again."""
    loss = follow_up.plan.loss
    is_theirs = loss is not None and loss.deal.prospect_id == follow_up.prospect_id
    if follow_up.outcome != Outcome.INTERESTED or loss is None or not is_theirs:
        return ""
    return loss.deal.get_absolute_url()


def receipt_for(completed: Completed, today: date) -> Receipt:
    """The receipt of what complete_follow_up or skip returned."""
    receipt = receipt_of(completed.follow_up, completed.next_step, today)
    more = [room_text(completed.made_room, today), _how_it_came(completed.follow_up)]
    return replace(receipt, text=" ".join(filter(None, [receipt.text, *more])))


def _how_it_came(follow_up: FollowUp) -> str:
    """Of a yes, once and quietly: which no, how long ago, what came before it."""
    loss = follow_up.plan.loss
    if follow_up.outcome != Outcome.WON_BACK or loss is None:
        return ""
    return story(told_of(loss.deal))


def room_text(rows: Iterable[FollowUp], today: date) -> str:
    """What was planned and made room, a sentence each; empty where nothing did."""
    return " ".join(_made_room(row, today) for row in rows)


def _made_room(row: FollowUp, today: date) -> str:
    if row.status != Status.OPEN:
        return {
            Kind.VALUE_ITEM: _("Something useful is left out: it would come too near."),
            Kind.CONGRATULATE: _("The congratulation is left out: it would come too near."),
        }.get(Kind(row.kind), _("The open question is left out: it would come too near."))
    form = {
        Kind.VALUE_ITEM: _("Something useful makes room and moves to %(day)s."),
        Kind.CONGRATULATE: _("The congratulation makes room and moves to %(day)s."),
    }.get(Kind(row.kind), _("The open question makes room and moves to %(day)s."))
    return form % {"day": day_text(row.due_on, today)}


def _happened(follow_up: FollowUp, today: date) -> str:
    if follow_up.status == Status.OPEN:
        return _("later, %(day)s.") % {"day": day_text(follow_up.due_on, today)}
    if follow_up.status == Status.SKIPPED:
        return _("skipped.")
    if follow_up.promise and follow_up.promise.state == PromiseState.NOT_KEPT:
        return _("not sent. Noted as not kept.")
    return {
        Outcome.SPOKE: _("a good talk."),
        Outcome.LEFT_MESSAGE: _("left a message."),
        Outcome.NO_ANSWER: _("no answer."),
        Outcome.NOT_YET: _("not yet."),
        Outcome.INTERESTED: _("interested again."),
        Outcome.NEW_NEED: _("a new need."),
        Outcome.ASKED_TO_STOP: _("asked you to stop. Nothing is planned any more."),
        Outcome.WON_BACK: _("came back."),
        Outcome.LEFT_COMPANY: _("has left the company. Whoever follows has a plan of their own now."),
    }.get(Outcome(follow_up.outcome or Outcome.DONE), _("done."))


def _next(follow_up: FollowUp, step: FollowUp | None, today: date) -> str:
    if follow_up.status == Status.OPEN:
        return ""
    if step is None:
        ended = follow_up.plan.ended_why == EndedWhy.CLOSED and follow_up.kind in STANDING_KINDS
        return _("That was the last one planned.") if ended else ""
    day = day_text(step.due_on, today)
    if follow_up.outcome == Outcome.LEFT_COMPANY:
        return _("The first check-in there: %(day)s.") % {"day": day}
    if step.tries:
        return _("Trying again %(day)s.") % {"day": day}
    if step.has_window():
        window = span_text(step.opens_on, step.closes_on)
        return _("Next check-in %(day)s, any day %(window)s.") % {"day": day, "window": window}
    return _("Next %(day)s.") % {"day": day}


def step_after(row: FollowUp) -> FollowUp | None:
    """The open check-in or meeting of a follow-up's plan; None for a row that plans nothing."""
    return _step_after(row, _open_steps([row.plan_id]))


def todays_receipts(user: User, today: date) -> list[Receipt]:
    """What `user` did today and can still take back, newest first; two queries."""
    start = datetime.combine(today, time.min, tzinfo=user.zone())
    plan_of = dict(_acts().filter(actor=user, at__gte=start)[:MOST_RECEIPTS])
    if not plan_of:
        return []
    step = Q(plan_id__in=plan_of.values(), status=Status.OPEN, kind__in=STANDING_KINDS)
    rows = FollowUp.objects.filter(Q(pk__in=plan_of) | step).select_related(
        "prospect__organisation", "plan__loss__deal"
    )
    by_id = {row.pk: row for row in rows}
    steps = {row.plan_id: row for row in by_id.values() if row.is_open() and row.kind in STANDING_KINDS}
    acted = [by_id[pk] for pk in plan_of if pk in by_id]
    return [receipt_of(row, _step_after(row, steps), today) for row in acted]


@cache
def _acts() -> "QuerySet[Change, tuple[UUID, UUID]]":
    """What can be taken back and the plan it is about, the newest first; how, is found out once."""
    plan = FollowUp.objects.filter(pk=OuterRef("object_id")).values("plan_id")[:1]
    acts = Change.objects.filter(action__in=("complete", "skip", "snooze"), undone_by__isnull=True)
    return acts.order_by("-at").values_list("object_id", Subquery(plan))


def _open_steps(plan_ids: list[UUID]) -> dict[UUID, FollowUp]:
    rows = FollowUp.objects.filter(plan_id__in=plan_ids, status=Status.OPEN, kind__in=STANDING_KINDS)
    return {row.plan_id: row for row in rows}


def _step_after(row: FollowUp, steps: dict[UUID, FollowUp]) -> FollowUp | None:
    return steps.get(row.plan_id) if row.kind in STANDING_KINDS else None
