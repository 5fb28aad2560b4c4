"""Short ways to say what tests of the follow-ups say over and over."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from desk.no_with_lesson import record
from followups.actions import Completed, Result, complete_follow_up
from followups.kinds import STANDING_KINDS, Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan
from insights.models import Debrief
from prospects.models import Loss, Prospect
from tests.cast import MONDAY, NINE, a_no


def day(offset: int) -> date:
    """MONDAY plus so many days."""
    return MONDAY + timedelta(days=offset)


def nine_on(local: date) -> datetime:
    """Nine in the morning (winter time) of that day in Berlin."""
    return NINE + (local - MONDAY)


def log(by: User, name: str = "Ingrid Solheim", on: date = MONDAY, **changes: Any) -> Loss:
    """Log a no on a day; said on that very day unless told otherwise. `lesson`: what `by` learned from it."""
    changes.setdefault("said_on", on)
    lesson = changes.pop("lesson", "")
    return record(a_no(name, **changes), lesson, by=by, today=on, now=nine_on(on)).loss


def lesson_of(loss: Loss, author: User) -> str:
    """What somebody wrote they would do differently after a no."""
    debrief = Debrief.objects.of(author).filter(loss=loss).first()
    return debrief.lesson if debrief else ""


def plan_of(prospect: Prospect) -> FollowUpPlan:
    """The newest plan of a person."""
    return FollowUpPlan.objects.filter(prospect=prospect).order_by("-created_at", "status")[0]


def step_of(prospect: Prospect) -> FollowUp:
    """The one open check-in or agreed meeting."""
    return FollowUp.objects.get(prospect=prospect, status=Status.OPEN, kind__in=STANDING_KINDS)


def open_rows(prospect: Prospect) -> list[tuple[str, date]]:
    """Kind and day of everything open, in the order of its day."""
    rows = FollowUp.objects.filter(prospect=prospect, status=Status.OPEN)
    return list(rows.order_by("due_on", "kind").values_list("kind", "due_on"))


def open_row(prospect: Prospect, kind: Kind) -> FollowUp:
    """The one open row of a kind."""
    return FollowUp.objects.get(prospect=prospect, status=Status.OPEN, kind=kind)


def complete(row: FollowUp, outcome: Outcome, *, on: date, by: User | None = None, **more: Any) -> Completed:
    """Complete a row on a day, by its owner unless told otherwise."""
    version = more.pop("expected_version", None)
    return complete_follow_up(
        row.pk,
        Result(outcome, **more),
        by=by or row.owner,
        today=on,
        now=nine_on(on),
        expected_version=version,
    )
