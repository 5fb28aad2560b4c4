"""Looking back on a no: what is said is kept, and the debrief that waited for it is done."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common.text import clean_line
from followups.actions import Completed, NotOpen, Result, complete_follow_up
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from insights.debriefs import LookBack, debrief_of, note_lesson, save_debrief
from insights.models import Debrief
from prospects.models import NAME_LENGTH, Loss


@transaction.atomic
def look_back(loss: Loss, said: LookBack, *, by: User, today: date, now: datetime) -> Debrief | None:
    """Save what `by` says about a no, and complete the debrief they still had to do; None when they say
    nothing. Raises Loss.DoesNotExist, ValidationError."""
    if said.is_anything():
        # Before the no is locked: whoever acts on a person takes its planner first.
        _complete_waiting(loss, by, today, now)
    return save_debrief(loss, said, by=by, today=today, now=now)


@transaction.atomic
def complete_debrief(
    pk: UUID, result: Result, *, by: User, today: date, now: datetime, expected_version: int | None = None
) -> Completed:
    """Complete a debrief as any follow-up; the line noted with it is its lesson, where it fits and none was
    written before. Raises what `complete_follow_up` raises."""
    done = complete_follow_up(pk, result, by=by, today=today, now=now, expected_version=expected_version)
    _keep_as_lesson(done.follow_up, by, now)
    return done


def _keep_as_lesson(done: FollowUp, by: User, now: datetime) -> None:
    line = clean_line(done.note)
    if done.kind != Kind.DEBRIEF or done.loss is None or not 0 < len(line) <= NAME_LENGTH:
        return
    standing = debrief_of(done.loss, by)
    if standing is None or not standing.lesson:
        note_lesson(done.loss, line, by=by, now=now)


def _complete_waiting(loss: Loss, by: User, today: date, now: datetime) -> None:
    waiting = FollowUp.objects.owned_by(by).open().filter(kind=Kind.DEBRIEF, loss=loss)
    for pk in list(waiting.values_list("pk", flat=True)):
        try:
            complete_follow_up(pk, Result(Outcome.DONE), by=by, today=today, now=now)
        except NotOpen:
            # Another tab was faster.
            continue
