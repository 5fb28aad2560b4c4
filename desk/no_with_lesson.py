"""A no and the lesson of whoever writes it down: two rooms, one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction

from accounts.changes import Change, Snapshot, Trail
from accounts.models import User
from followups import actions
from insights import debriefs
from insights.debriefs import SomebodyLookedBack
from prospects.corrections import Correction
from prospects.models import Loss
from prospects.new_no import NewNo


def record(
    new_no: NewNo, lesson: str, *, by: User, today: date, now: datetime, again: Snapshot | None = None
) -> actions.Recorded:
    """Save a no with everything that follows from it, and the lesson; `again` is a debrief of `by` that was
    taken back with the no whose words these are. Raises what `record_no` raises."""
    if not lesson and not again:
        return actions.record_no(new_no, by=by, today=today, now=now)
    with transaction.atomic():
        recorded = actions.record_no(new_no, by=by, today=today, now=now)
        if recorded.is_new:
            said = debriefs.said_before(again or {}, lesson, today)
            debriefs.save_debrief(recorded.loss, said, by=by, today=today, now=now)
    return recorded


@dataclass(frozen=True)
class PutRight:
    """A no as it stands now; whether anything about it is new, the lesson included."""

    corrected: actions.Corrected
    is_new: bool


@transaction.atomic
def correct(
    loss: Loss,
    right: Callable[[Loss], tuple[Correction, str | None]],
    *,
    by: User,
    today: date,
    now: datetime,
) -> PutRight:
    """Put a no right, and the lesson of `by`; `right` finds both from the no as it stands, locked.

    A lesson of None stays as it is. Raises what `correct_no` raises.
    """
    lesson: list[str | None] = []

    def without_lesson(standing: Loss) -> Correction:
        correction, said = right(standing)
        lesson.append(said)
        return correction

    corrected = actions.correct_no(loss, without_lesson, by=by, today=today, now=now)
    is_new = corrected.change is not None
    if lesson[0] is not None and lesson[0] != lesson_of(loss, by):
        debriefs.note_lesson(loss, lesson[0], by=by, now=now)
        is_new = True
    return PutRight(corrected, is_new)


def take_back(loss: Loss, *, by: User, now: datetime) -> Change:
    """Take a no back with what `by` asked themselves about it; raises what `take_no_back` raises, and
    SomebodyLookedBack when somebody else did so too."""
    return actions.take_no_back(loss, by=by, now=now, also=partial(_take_away, loss, by))


def _take_away(loss: Loss, by: User, trail: Trail) -> None:
    debriefs.take_away(loss, trail, by=by)


def lesson_of(loss: Loss, author: User) -> str:
    """What `author` wrote they would do differently; "" for nothing."""
    debrief = debriefs.debrief_of(loss, author)
    return debrief.lesson if debrief else ""


__all__ = ["PutRight", "SomebodyLookedBack", "correct", "lesson_of", "record", "take_back"]
