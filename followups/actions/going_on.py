"""What a follow-up's outcome leads to: the next step, an end, or something else to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.changes import Trail
from followups.actions.asks import answer_open_asks, ask_again
from followups.actions.introductions import go_on_with_referred
from followups.actions.left_company import Leaving, leave_company
from followups.actions.plans import (
    end_plan,
    follow_up_from,
    note_silence,
    plans_of,
    retime,
    stop_everything,
)
from followups.actions.promises import settle
from followups.contact_history import desk_for, history_of
from followups.contacts import History
from followups.kinds import STANDING_KINDS, TWO_WAY, UNANSWERED, EndedWhy, Kind, Outcome, PlanStatus
from followups.models import FollowUp, FollowUpPlan
from followups.planning import desk_of, desk_without, next_check_in
from followups.rhythm import silence_of
from followups.scheduling import (
    MOST_RETRIES,
    Desk,
    Planned,
    agreed_row,
    interested_check_in,
    retry,
)
from followups.silence import Silence, after
from prospects import actions as facts
from prospects.conversations import AskAnswer, AskKind, DealStatus, ExitConversation, Manner


@dataclass(frozen=True)
class Result:
    """How it went: outcome, a line to remember, and what some outcomes and kinds need besides.

    `kept` is about a promise, `answers` about what was still open, `relevance` says why it mattered to them,
    `leaving` where somebody went who left their company.
    """

    outcome: Outcome
    note: str = ""
    next_on: date | None = None
    why_yes: str = ""
    relevance: str = ""
    override_reason: str = ""
    kept: bool = True
    answers: Mapping[AskKind, AskAnswer] = field(default_factory=dict)
    leaving: Leaving = field(default_factory=Leaving)


def go_on(
    follow_up: FollowUp, result: Result, *, today: date, trail: Trail, history: History | None = None
) -> FollowUp | None:
    """Do what the outcome asks for; returns the row that comes next, if one was planned or moved.

    `history` is what stands between us and them by now, where it has been read.
    """
    if result.outcome == Outcome.ASKED_TO_STOP:
        stop_everything(follow_up.referred or follow_up.prospect, today=today, trail=trail)
        return None
    if result.outcome == Outcome.LEFT_COMPANY:
        return leave_company(follow_up.plan, result.leaving, today=today, trail=trail)
    if follow_up.kind == Kind.PROMISE:
        return settle(follow_up, result.kept, today=today, trail=trail)
    if follow_up.kind == Kind.REFERRAL:
        return go_on_with_referred(follow_up, result.outcome, today=today, trail=trail)
    if follow_up.kind in {Kind.THANK_YOU, Kind.ASK}:
        return _go_on_asking(follow_up, result, today, trail)
    if follow_up.plan.status != PlanStatus.ACTIVE:
        return None
    if follow_up.kind in STANDING_KINDS or result.outcome == Outcome.WON_BACK:
        return _go_on_checking_in(follow_up, result, today, trail, history)
    return _go_on_beside(follow_up, result, today, trail)


def _go_on_asking(follow_up: FollowUp, result: Result, today: date, trail: Trail) -> FollowUp | None:
    answer_open_asks(follow_up.prospect, result.answers, today=today, by=trail.actor, trail=trail)
    _reset_clock_if_spoken(follow_up, result, today, trail)
    return ask_again(follow_up, result.outcome, today=today, trail=trail)


def _go_on_checking_in(
    follow_up: FollowUp, result: Result, today: date, trail: Trail, history: History | None
) -> FollowUp | None:
    plan = follow_up.plan
    if result.outcome == Outcome.WON_BACK and plan.loss:
        facts.mark_came_back(plan.loss.deal, on=today, why=result.why_yes or result.note, trail=trail)
        # Somebody behind the no brought the yes: nobody asks the one who had said it any more.
        for ended in {plan, *plans_of(plan.loss.deal)}:
            end_plan(ended, EndedWhy.WON_BACK, today=today, trail=trail)
        return None
    if result.outcome == Outcome.NEW_NEED and plan.loss:
        facts.open_new_need(plan.loss, result.note, trail=trail)
    return _next_step(follow_up, result, today, trail, history or history_of(follow_up.prospect))


def _go_on_beside(follow_up: FollowUp, result: Result, today: date, trail: Trail) -> FollowUp | None:
    """A wake-up, something useful, a congratulation: the open check-in moves, if they said something."""
    plan = follow_up.plan
    if result.outcome == Outcome.NEW_NEED and plan.loss:
        facts.open_new_need(plan.loss, result.note, trail=trail)
    if result.outcome in UNANSWERED and follow_up.tries < MOST_RETRIES:
        planned = _another_try(follow_up, _desk_beside(follow_up, today))
        row = follow_up_from(replace(planned, kind=Kind(follow_up.kind)), plan, follow_up.loss, trail.now)
        row.wake_up = follow_up.wake_up
        return trail.create(row)
    return _reset_clock_if_spoken(follow_up, result, today, trail)


def _desk_beside(follow_up: FollowUp, today: date) -> Desk:
    """The desk of whoever plans, which is not always who did it: a colleague stood in."""
    prospect = follow_up.prospect
    return desk_of(follow_up.plan.owner, today).living_in(prospect.country, prospect.region)


def _another_try(follow_up: FollowUp, desk: Desk) -> Planned:
    return retry(follow_up.tries + 1, Manner(follow_up.manner) if follow_up.manner else None, desk)


def _reset_clock_if_spoken(follow_up: FollowUp, result: Result, today: date, trail: Trail) -> FollowUp | None:
    """A two-way touch moves the open check-in in its row; a day they named stays unless they name another."""
    plan = follow_up.plan
    if result.outcome not in TWO_WAY or plan.status != PlanStatus.ACTIVE:
        return None
    step = plan.follow_ups.open().standing().first()
    if result.outcome == Outcome.INTERESTED and not plan.is_hot:
        trail.update(plan, is_hot=True)
    if step is None or (step.is_agreed and result.outcome != Outcome.NOT_YET):
        return step
    owners_desk = desk_without(step, desk_of(plan.owner, today))
    desk = desk_for(owners_desk, history_of(follow_up.prospect, but=step))
    planned = next_row(follow_up, replace(result, outcome=_as_check_in(result.outcome)), desk)
    if planned is not None:
        retime(step, planned, step.loss, trail)
    return step


def _as_check_in(outcome: Outcome) -> Outcome:
    return outcome if outcome in {Outcome.NOT_YET, Outcome.INTERESTED, Outcome.NEW_NEED} else Outcome.SPOKE


def _next_step(
    follow_up: FollowUp, result: Result, today: date, trail: Trail, history: History
) -> FollowUp | None:
    """Write the plan's next check-in or meeting, or end a plan that has none."""
    plan = follow_up.plan
    if plan.is_hot != (result.outcome == Outcome.INTERESTED):
        trail.update(plan, is_hot=result.outcome == Outcome.INTERESTED)
    desk = desk_for(desk_of(plan.owner, today), history)
    return _write_or_end(plan, next_row(follow_up, result, desk), today, trail)


def next_after_skip(follow_up: FollowUp, *, today: date, trail: Trail) -> FollowUp | None:
    """Left out: the next window from today, or the end of a plan that has none."""
    plan = follow_up.plan
    if plan.is_hot:
        trail.update(plan, is_hot=False)
    silence = silence_of(plan).skipped()
    planned = None
    if not _ends_with_this(follow_up, plan):
        desk = desk_for(desk_of(plan.owner, today), history_of(follow_up.prospect))
        planned = next_check_in(plan, today, desk, silence)
    step = _write_or_end(plan, planned, today, trail)
    if step is not None:
        note_silence(plan, silence, trail)
    return step


def _write_or_end(plan: FollowUpPlan, planned: Planned | None, today: date, trail: Trail) -> FollowUp | None:
    if planned is None:
        end_plan(plan, EndedWhy.CLOSED, today=today, trail=trail)
        return None
    return trail.create(follow_up_from(planned, plan, plan.loss, trail.now))


def silence_after(follow_up: FollowUp, result: Result) -> Silence:
    """What has stayed unanswered once this is done; what somebody else said or not says nothing of them."""
    silence = silence_of(follow_up.plan)
    if follow_up.referred_id:
        return silence
    return after(silence, result.outcome, Kind(follow_up.kind), follow_up.tries)


def next_row(follow_up: FollowUp, result: Result, desk: Desk) -> Planned | None:
    """What an outcome plans next for an active plan; None when it ends. Writes nothing."""
    plan = follow_up.plan
    if result.outcome == Outcome.NOT_YET and result.next_on:
        return agreed_row(result.next_on, None, desk)
    if result.outcome == Outcome.INTERESTED:
        return interested_check_in(desk)
    if result.outcome in UNANSWERED and follow_up.tries < MOST_RETRIES:
        return _another_try(follow_up, desk.with_closed(frozenset()))
    if result.outcome != Outcome.NEW_NEED and _ends_with_this(follow_up, plan):
        return None
    return next_check_in(plan, desk.today, desk, silence_after(follow_up, result))


def _ends_with_this(follow_up: FollowUp, plan: FollowUpPlan) -> bool:
    """We said no ourselves: one check-in, then it is theirs to come back, unless a need grew out of it."""
    if plan.conversation() != ExitConversation.WE_DECLINED or follow_up.kind not in STANDING_KINDS:
        return False
    return not plan.prospect.deals.filter(status=DealStatus.OPEN, grew_out_of__isnull=False).exists()
