"""What the follow-ups of a no are about: the promise made, the wake-ups waited for, the person named."""

from dataclasses import dataclass

from accounts.changes import Trail
from followups.kinds import Kind
from followups.models import FollowUp
from followups.scheduling import Planned
from prospects import actions as facts
from prospects.conversations import AskAnswer, AskKind, WakeUpKind
from prospects.models import Loss, Promise, Prospect, WakeUp
from prospects.names import ASKED, Names
from prospects.new_no import NewNo


@dataclass(frozen=True)
class Subjects:
    """The rows that follow-ups of one no point at; None where the no holds none."""

    promise: Promise | None = None
    wake_up: WakeUp | None = None
    re_entry: WakeUp | None = None
    referred: Prospect | None = None


def write_subjects(new_no: NewNo, loss: Loss, *, trail: Trail, names: Names = ASKED) -> Subjects:
    """Write what was promised, what would wake them up, and whom they named."""
    prospect = loss.prospect
    condition = new_no.condition
    named = new_no.referral
    wants_re_entry = new_no.answer(AskKind.REENTRY) == AskAnswer.YES
    named_the_day = condition and condition.kind == WakeUpKind.VENDOR_STUMBLES and condition.on
    return Subjects(
        promise=facts.write_promise(new_no.promise, prospect, loss, trail=trail) if new_no.promise else None,
        wake_up=facts.write_condition(condition, prospect, loss, trail=trail) if condition else None,
        re_entry=facts.write_re_entry(loss, trail=trail) if wants_re_entry and not named_the_day else None,
        referred=facts.add_named(named, prospect, trail=trail, names=names) if named else None,
    )


def about(row: FollowUp, planned: Planned, subjects: Subjects) -> FollowUp:
    """The follow-up with what it is about."""
    if planned.kind == Kind.PROMISE:
        row.promise = subjects.promise
    elif planned.kind == Kind.WAKE_UP:
        row.wake_up = subjects.re_entry if planned.is_re_entry else subjects.wake_up
    elif planned.kind == Kind.REFERRAL:
        row.referred = subjects.referred
    return row
