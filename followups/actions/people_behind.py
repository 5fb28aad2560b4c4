"""Several people behind one no: each gets a plan of their own (PRODUCT.md, row 14)."""

from collections.abc import Iterable
from datetime import date

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import follow_up_from
from followups.exit_plan import NoFacts, first_plan, plan_ends
from followups.kinds import PlanStatus
from followups.models import FollowUpPlan
from followups.planning import desk_of, standing_for
from prospects import actions as facts
from prospects.models import Loss, Prospect
from prospects.new_no import Other


def plan_people_behind(
    people: Iterable[Other], loss: Loss, no: NoFacts, *, owner: User, today: date, trail: Trail
) -> None:
    """A thank-you and a check-in for each; who has a plan already (or asked us to stop) is only noted.

    Nothing that was asked, agreed or promised was asked of them. Until a tender's award they are left alone
    like everybody on that side.
    """
    theirs = NoFacts(
        no.conversation,
        no.said_on,
        good_deal=no.good_deal,
        wants_debrief=False,
        tender=no.tender,
        was_asked=False,
        is_imported=no.is_imported,
    )
    for other in people:
        prospect = facts.add_colleague_of(loss.prospect, other.name, other.role, trail=trail)
        facts.note_person_behind(loss, prospect, other.role, other.tone, trail=trail)
        standing = standing_for(prospect)
        if standing.plan is None and not standing.opted_out:
            _write_plan(prospect, loss, theirs, owner, today, trail)


def _write_plan(prospect: Prospect, loss: Loss, no: NoFacts, owner: User, today: date, trail: Trail) -> None:
    ends = plan_ends(no)
    plan = trail.create(
        FollowUpPlan(
            team_id=loss.team_id,
            prospect=prospect,
            owner_id=prospect.owner_id,
            loss=loss,
            status=PlanStatus.ENDED if ends else PlanStatus.ACTIVE,
            ended_why=ends or "",
            ended_on=today if ends else None,
            last_two_way_on=loss.said_on,
            created_at=trail.now,
        )
    )
    desk = desk_of(owner, today).living_in(prospect.country, prospect.region)
    rows = first_plan(no, desk)
    trail.create_all(follow_up_from(row, plan, loss, trail.now) for row in rows)
