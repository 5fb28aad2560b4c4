"""What somebody has to know before they say "send": the mail as it arrives, and what stands against it."""

from dataclasses import dataclass
from datetime import datetime

from followups.contact_rules import Actor, Blocked
from followups.mailed_items import (
    history_before,
    introduction_due,
    verdict_on_mail,
    why_not_mailed,
)
from followups.permission_rules import Refusal
from nurture.composing import Composed, compose
from nurture.kinds import Obstacle
from nurture.models import Sending
from nurture.obstacles import first_obstacle
from nurture.standing import mailed_of, plan_of
from nurture.their_day import next_civil_for


@dataclass(frozen=True)
class Glance:
    """A proposed mail: how it arrives, when it would leave, and the first thing that stands against it.

    `blocked` is a contact rule; a person may go against most of them. Nothing else can be gone against.
    """

    mail: Composed
    leaves_at: datetime
    refusal: Refusal | None = None
    obstacle: Obstacle | None = None
    blocked: Blocked | None = None

    @property
    def may_override(self) -> bool:
        """Whether a reason would do."""
        return self.blocked is not None and self.blocked.may_override(Actor.APP_APPROVED)

    @property
    def may_send(self) -> bool:
        """Whether it can leave at all, with a reason if need be."""
        stands = self.refusal or self.obstacle
        return not stands and (self.blocked is None or self.may_override)


def glance_at(sending: Sending, now: datetime) -> Glance:
    """Look at a proposal; writes nothing."""
    plan = plan_of(sending.prospect)
    today = (plan.owner if plan else sending.owner).today(now)
    if plan:
        # Seen as it would leave: nothing of it is saved here.
        sending.introduces, sending.owner = introduction_due(plan), plan.owner
    seen = compose(sending)
    leaves_at = next_civil_for(sending.prospect, now)
    refusal = why_not_mailed(sending.prospect, Actor.APP_APPROVED, today=today)
    obstacle = first_obstacle(sending, plan, today=today, by_itself=False)
    blocked = None
    if plan and not refusal:
        mailed = mailed_of(sending, plan)
        verdict = verdict_on_mail(mailed, history_before(mailed), today=today)
        blocked = verdict if isinstance(verdict, Blocked) else None
    return Glance(seen, leaves_at, refusal, obstacle, blocked)
