"""Noes as rows, made by hand: what figures count, without the plan each no would write."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from followups.kinds import Channel, Direction, Kind, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import Decided, ExitConversation
from prospects.models import Deal, Feedback, Loss, LossReason, Prospect
from tests.cast import MONDAY, NINE

# Long enough ago for every landmark, inside twelve months.
SAID = MONDAY - timedelta(days=200)


def a_noted_no(by: User, name: str = "Ingrid Solheim", **facts: Any) -> Loss:
    """A no said on SAID. `came_back`: so many days later; `value`, `currency`: of the deal; `person`: of
    somebody there is; whatever else: columns of the no."""
    days: int | None = facts.pop("came_back", None)
    person = facts.pop("person", None) or Prospect.objects.create(team=by.team, owner=by, name=name)
    deal = Deal.objects.create(
        team=by.team,
        prospect=person,
        title="S&OP redesign",
        value=facts.pop("value", None),
        currency=facts.pop("currency", "EUR"),
        status="lost",
    )
    said_on: date = facts.pop("said_on", SAID)
    columns: dict[str, Any] = {
        "team": by.team,
        "prospect": person,
        "deal": deal,
        "conversation": ExitConversation.NOT_A_PRIORITY,
        "said_on": said_on,
        "logged_by": by,
        "logged_on": said_on,
        "logged_at": NINE,
        "came_back_on": None if days is None else said_on + timedelta(days=days),
    }
    return Loss.objects.create(**{**columns, **facts})


def some_noes(by: User, number: int, came_back: int = 0, **facts: Any) -> list[Loss]:
    """So many alike, of whom so many came back after 100 days."""
    return [
        a_noted_no(by, f"Somebody {place}", **facts, **({"came_back": 100} if place < came_back else {}))
        for place in range(number)
    ]


def reason_of(by: User, conversation: ExitConversation, label: str) -> LossReason:
    """A reason the team has."""
    return LossReason.objects.get(team=by.team, conversation=conversation, label=label)


def pressed(loss: Loss, decided: Decided, line: str = "") -> Feedback:
    """What the buyer answered."""
    return Feedback.objects.create(
        team=loss.team, prospect=loss.prospect, loss=loss, decided=decided, line=line
    )


def plan_for(loss: Loss, **columns: Any) -> FollowUpPlan:
    """A plan of the person, active."""
    return FollowUpPlan.objects.create(
        **{
            "team": loss.team,
            "prospect": loss.prospect,
            "owner": loss.prospect.owner,
            "loss": loss,
            "status": PlanStatus.ACTIVE,
            "last_two_way_on": loss.said_on,
            **columns,
        }
    )


def a_row(plan: FollowUpPlan, due_on: date, **columns: Any) -> FollowUp:
    """A follow-up of a plan, done unless told otherwise, its window from a week before to a week after."""
    status = columns.pop("status", Status.DONE)
    return FollowUp.objects.create(
        **{
            "team": plan.team,
            "plan": plan,
            "prospect": plan.prospect,
            "loss": plan.loss,
            "owner": plan.owner,
            "kind": Kind.CHECK_IN,
            "status": status,
            "opens_on": due_on - timedelta(days=7),
            "due_on": due_on,
            "closes_on": due_on + timedelta(days=7),
            "closed_at": None if status == Status.OPEN else NINE,
            **columns,
        }
    )


def a_touch(loss: Loss, after: int, /, **columns: Any) -> Touch:
    """Something of ours so many days after a no, without an answer unless told otherwise."""
    return Touch.objects.create(
        **{
            "team": loss.team,
            "prospect": loss.prospect,
            "by": loss.prospect.owner,
            "channel": Channel.CALL,
            "direction": Direction.OUT,
            "happened_on": loss.said_on + timedelta(days=after),
            **columns,
        }
    )


def a_check_in(loss: Loss, after: int, **columns: Any) -> Touch:
    """A check-in done so many days after a no; `columns` are those of its row."""
    plan = FollowUpPlan.objects.filter(prospect=loss.prospect).first() or plan_for(loss)
    row = a_row(plan, loss.said_on + timedelta(days=after), **columns)
    return a_touch(loss, after, plan=plan, follow_up=row)
