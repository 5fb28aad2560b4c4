"""What the plans of two rows of one person become: which next step stands, and when. Writes nothing."""

import hashlib
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accounts.models import User
from followups.contact_history import desk_for, history_of
from followups.contact_rules import Blocked
from followups.contacts import History
from followups.kinds import EndedWhy, Kind, PlanStatus
from followups.models import FollowUp, FollowUpPlan
from followups.planning import desk_of, desk_without, next_check_in, standing_for
from followups.rhythm import counts_from, silence_of
from followups.scheduling import Desk, Planned
from followups.silence import HEARD
from followups.verdicts import verdict_on
from prospects.joining import joined_columns
from prospects.models import Prospect

# The step that stands, and the one that goes.
Steps = tuple[FollowUp | None, FollowUp | None]


@dataclass(frozen=True)
class Joined:
    """What follows when `gone` becomes part of `keep`, planned for by `owner`.

    `plan` is the active plan that goes on (None: none does), with the values it gets; `dissolved` the other
    active one, whose rows join it. Of the open check-ins and meetings `stands` stays and `goes` is cancelled;
    `moved` is how the one that stays is timed anew. `ends` is why the plan ends, where it does; `stopped_on`
    the day since which they want no contact.
    """

    keep: Prospect
    gone: Prospect
    owner: User
    plan: FollowUpPlan | None = None
    dissolved: FollowUpPlan | None = None
    values: tuple[tuple[str, Any], ...] = ()
    stands: FollowUp | None = None
    goes: FollowUp | None = None
    moved: Planned | None = None
    ends: EndedWhy | None = None
    stopped_on: date | None = None

    def token(self) -> str:
        """Stands for what was shown: whoever agreed to it agreed to this, nothing else."""
        columns = sorted((name, str(value)) for name, value in joined_columns(self.keep, self.gone).items())
        rows = [(row.pk, row.version) if row else None for row in (self.stands, self.goes)]
        facts = (
            self.keep.pk,
            self.gone.pk,
            self.owner.pk,
            columns,
            rows,
            self.moved,
            self.ends,
            self.stopped_on,
        )
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def join(keep: Prospect, gone: Prospect, owner: User, *, today: date) -> Joined:
    """What becomes of the plans; `owner` plans afterwards, `today` is their local date."""
    stops = [day for row in (keep, gone) if (day := standing_for(row).stopped_on)]
    active = [plan for row in (keep, gone) if (plan := _active(row))]
    joined = Joined(keep, gone, owner, stopped_on=min(stops, default=None))
    if not active:
        return joined
    plan, dissolved = active[0], active[1] if len(active) > 1 else None
    newest = [found for row in (keep, gone) if (found := _newest(row))]
    lead = max(newest, key=lambda one: one.last_two_way_on)
    joined = replace(joined, plan=plan, dissolved=dissolved, values=_values(plan, active, lead))
    ends = EndedWhy.OPTED_OUT if stops else _refused_since(newest, lead)
    stands, goes = _steps(active)
    if ends:
        return replace(joined, ends=ends, stands=stands, goes=goes)
    moved = _moved(joined, plan, lead, (stands, goes), today)
    return replace(joined, stands=stands, goes=goes, moved=moved)


def _active(row: Prospect) -> FollowUpPlan | None:
    plans = FollowUpPlan.objects.select_related("loss__deal", "owner__team", "prospect")
    return plans.filter(prospect=row).active().first()


def _newest(row: Prospect) -> FollowUpPlan | None:
    # "active" comes before "ended".
    return FollowUpPlan.objects.filter(prospect=row).order_by("status", "-created_at").first()


def _refused_since(newest: list[FollowUpPlan], lead: FollowUpPlan) -> EndedWhy | None:
    """On one of the rows they wanted no further contact, and have not been heard since."""
    refusals = [plan for plan in newest if plan.ended_why == EndedWhy.CLOSED and plan.ended_on]
    return EndedWhy.CLOSED if any(_day(plan) >= lead.last_two_way_on for plan in refusals) else None


def _day(plan: FollowUpPlan) -> date:
    return plan.ended_on or plan.last_two_way_on


def _values(
    plan: FollowUpPlan, active: list[FollowUpPlan], lead: FollowUpPlan
) -> tuple[tuple[str, Any], ...]:
    """The columns of the plan that goes on: the newest no, the latest talk, the rhythm since then."""
    noes = [one.loss for one in active if one.loss]
    silence = silence_of(lead) if lead.status == PlanStatus.ACTIVE else HEARD
    values = {
        "loss": max(noes, key=lambda no: (no.said_on, no.logged_at), default=None),
        "last_two_way_on": lead.last_two_way_on,
        "windows_used": silence.windows_used,
        "unanswered_tries": silence.unanswered_tries,
        "unanswered_check_ins": silence.unanswered_check_ins,
        "is_hot": any(one.is_hot for one in active),
        "kept_on": max((one.kept_on for one in active if one.kept_on), default=None),
        "cadence": next((one.cadence for one in active if one.cadence), ""),
    }
    return tuple((name, value) for name, value in values.items() if getattr(plan, name) != value)


def _steps(active: list[FollowUpPlan]) -> Steps:
    """The step that stands, and the one that goes. A day they named beats any other, of two the earlier."""
    rows = FollowUp.objects.open().standing().select_related("owner__team", "plan__loss", "prospect")
    steps = [step for plan in active if (step := rows.filter(plan=plan).first())]
    agreed = sorted((step for step in steps if is_agreed(step)), key=lambda step: step.due_on)
    stands = next(iter([*agreed, *steps]), None)
    return stands, next((step for step in steps if step != stands), None)


def is_agreed(step: FollowUp) -> bool:
    """Whether they named the day."""
    return step.is_agreed or step.kind == Kind.AGREED_MEETING


def _moved(
    joined: Joined, plan: FollowUpPlan, lead: FollowUpPlan, steps: Steps, today: date
) -> Planned | None:
    """The check-in timed anew, where somebody was heard since or the rules block its day; else it stays."""
    stands, goes = steps
    if stands is None or is_agreed(stands):
        return None
    history = _history_of_both(joined.keep, joined.gone, [stands, *([goes] if goes else [])])
    was_heard = lead.last_two_way_on > stands.plan.last_two_way_on
    verdict = verdict_on(stands, max(stands.due_on, today), history, today=today)
    if not was_heard and not isinstance(verdict, Blocked):
        return None
    plan = copy(plan)
    for name, value in joined.values:
        setattr(plan, name, value)
    desk = desk_for(_desk(joined.owner, stands, goes, today), history)
    planned = next_check_in(plan, counts_from(lead), desk)
    stand = (stands.opens_on, stands.due_on, stands.closes_on)
    return None if stand == (planned.opens_on, planned.due_on, planned.closes_on) else planned


def _desk(owner: User, stands: FollowUp, goes: FollowUp | None, today: date) -> Desk:
    desk = desk_of(owner, today)
    for row in (stands, goes):
        if row is not None and row.owner_id == owner.pk:
            desk = desk_without(row, desk)
    return desk


def _history_of_both(keep: Prospect, gone: Prospect, but: list[FollowUp]) -> History:
    """What there is between us and them over both rows, without some open rows."""
    one, other = history_of(keep), history_of(gone)
    left_out = {row.pk for row in but}
    contacts = {contact.ref: contact for contact in (*one.contacts, *other.contacts)}
    awards = [day for day in (one.award_on, other.award_on) if day]
    return replace(
        one,
        contacts=tuple(contact for ref, contact in contacts.items() if ref not in left_out),
        noes_on=tuple({*one.noes_on, *other.noes_on}),
        they_sent_on=tuple({*one.they_sent_on, *other.they_sent_on}),
        named_days=tuple({*one.named_days, *other.named_days}),
        agreed_on=None,
        letter_weeks=one.letter_weeks or other.letter_weeks,
        award_on=max(awards, default=None),
        closed=None,
        country=one.country or other.country,
        region=one.region if one.country else other.region,
    )
