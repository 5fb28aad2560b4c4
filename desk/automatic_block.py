"""On a person's page: whether useful things go to them by themselves, how often, and when about the next."""

from dataclasses import dataclass
from datetime import date

from desk.sentences import day_text
from followups.contact_rules import Actor
from followups.mailed_items import mail_permission, next_turn, why_not_mailed
from followups.models import FollowUpPlan
from prospects.models import Prospect


@dataclass(frozen=True)
class Automatic:
    """The switch: `every_weeks` as they agreed, `next_on` in words; it may be on without a yes by now."""

    is_on: bool
    every_weeks: int
    next_on: str
    may_switch_on: bool


def automatic_block(person: Prospect, plan: FollowUpPlan | None, today: date) -> Automatic | None:
    """The switch, where they named a rhythm; None where there is nothing to switch. One to four queries."""
    if plan is None or not person.email:
        return None
    permission = mail_permission(person)
    weeks = permission.every_weeks if permission else None
    if permission is None or weeks is None:
        return Automatic(True, 0, "", may_switch_on=False) if plan.is_automatic else None
    may_switch_on = why_not_mailed(person, Actor.APP, today=today) is None
    if not (may_switch_on or plan.is_automatic):
        return None
    turn = next_turn(person, permission)
    return Automatic(plan.is_automatic, weeks, day_text(max(turn or today, today), today), may_switch_on)
