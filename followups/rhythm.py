"""Where a plan stands in its rhythm: what the pure rules of cadence and silence need, read from its row."""

from datetime import date

from accounts.models import Team
from followups.cadence import Cadence, Span, span_after
from followups.contact_history import limits_of
from followups.kinds import STANDING_KINDS, Status
from followups.models import FollowUpPlan
from followups.scheduling import CHECK_IN_SPAN
from followups.silence import Hint, Silence, hint_for, span_in_silence
from followups.team_numbers import TeamNumbers
from prospects.conversations import ExitConversation


def numbers_of(team: Team) -> TeamNumbers:
    """What a team agreed on; a day outside the first window is none."""
    first, last = CHECK_IN_SPAN
    days = team.preferred_days or {}
    return TeamNumbers(
        preferred_days={kind: days[kind] for kind in ExitConversation if first <= days.get(kind, 0) <= last},
        value_item_day=team.value_item_day,
        contract_lead_days=team.contract_lead_days,
        budget_lead_days=team.budget_lead_days,
        settled_after_days=team.settled_after_days,
        cadence=team.cadence,
        cadences=team.cadences or {},
        limits=limits_of(team),
    )


def silence_of(plan: FollowUpPlan) -> Silence:
    """What has stayed without an answer, as the plan's row counts it."""
    return Silence(plan.windows_used, plan.unanswered_tries, plan.unanswered_check_ins)


def cadence_of(plan: FollowUpPlan, numbers: TeamNumbers) -> Cadence:
    """The cadence that holds for a plan without a window of its own."""
    return numbers.cadence_for(plan.conversation(), plan.cadence)


def span_of(plan: FollowUpPlan, silence: Silence, numbers: TeamNumbers) -> Span:
    """The window of a plan's next check-in: its own, else its cadence's; farther after a streak in vain."""
    if plan.window_from and plan.window_to:
        span = (plan.window_from, plan.window_to)
    else:
        span = span_after(cadence_of(plan, numbers), silence.windows_used)
    return span_in_silence(span, silence, plan.conversation())


def counts_from(plan: FollowUpPlan) -> date:
    """The day from which a plan's open window counts: the last two-way contact, or the day on which the last
    check-in since then was closed (in its owner's zone)."""
    if not plan.windows_used:
        return plan.last_two_way_on
    closed = plan.follow_ups.filter(kind__in=STANDING_KINDS, status__in=[Status.DONE, Status.SKIPPED])
    last = closed.order_by("-closed_at").values_list("closed_at", flat=True).first()
    return max(plan.last_two_way_on, plan.owner.today(last)) if last else plan.last_two_way_on


def hint_of(plan: FollowUpPlan, today: date) -> Hint | None:
    """What to say about a plan whose person does not answer; nothing about an ended one."""
    if plan.ended_why:
        return None
    return hint_for(
        silence_of(plan),
        plan.conversation(),
        last_two_way_on=plan.last_two_way_on,
        kept_on=plan.kept_on,
        today=today,
    )
