"""What was agreed at a no goes out in writing: kept with the no, word for word."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail
from accounts.models import User
from common.text import clean_text
from followups.actions.completing import close_as, take
from followups.actions.going_on import Result
from followups.actions.plans import lock_owner
from followups.actions.undoing import NothingToUndo, undo, undo_change
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from followups.kinds import Channel, Direction, Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.written_answers import is_answered_by_mail
from prospects import actions as facts
from prospects.models import Loss


class NothingToConfirm(Exception):
    """They asked us to stop: nothing goes out to them, no confirmation either."""


@dataclass(frozen=True)
class Confirmed:
    """A no with its confirmation; `is_new` is false when it had been noted before and nothing changed."""

    loss: Loss
    is_new: bool


@transaction.atomic
def note_confirmation(loss: Loss, text: str, *, by: User, today: date, now: datetime) -> Confirmed:
    """Keep the words that went out as evidence of what was agreed; the first time counts.

    Where the thank-you in the plan is this very answer (the reply to their mail, the closing note), it is
    done with it; else a touch is written, which counts towards no cap. `today` is the local date of `by`.
    Raises ValidationError for words that are missing or too many, NothingToConfirm.
    """
    owner = lock_owner(loss.prospect.owner_id)
    loss = Loss.objects.select_for_update(of=("self",)).select_related("prospect").get(pk=loss.pk)
    if loss.confirmed_at is not None:
        return Confirmed(loss, is_new=False)
    if closed_to_us(loss.prospect) == Closed.STOPPED:
        raise NothingToConfirm
    if not clean_text(text):
        raise ValidationError({"text": _("Which words went out? They are kept as you sent them.")})
    trail = Trail(actor=by, team=by.team, now=now)
    facts.note_confirmation_sent(loss, text, trail=trail)
    answer = _answer_of(loss)
    if answer is None:
        trail.create(_touch(loss, by, today, now))
        trail.write("confirm", loss)
    elif answer.is_open():
        day = today if owner.pk == by.pk else owner.today(now)
        answer = take(answer.pk)
        close_as(answer, Result(Outcome.DONE, note=text), by=by, today=day, trail=trail)
        trail.write("complete", answer)
    else:
        trail.write("confirm", loss)
    return Confirmed(loss, is_new=True)


@transaction.atomic
def take_confirmation_back(loss: Loss, *, by: User, now: datetime) -> None:
    """It did not go out after all: the no stands unconfirmed, and an answer in the plan is open again.

    Raises NothingToUndo, SomethingBuiltOnIt.
    """
    about_the_no = Change.objects.filter(object_id=loss.pk, action="confirm", undone_by__isnull=True)
    if change := about_the_no.order_by("-at").first():
        undo_change(change.pk, by=by, now=now)
        return
    answer = _answer_of(loss)
    if answer is None or loss.confirmed_at is None:
        raise NothingToUndo
    undo(answer.pk, by=by, now=now)


def _answer_of(loss: Loss) -> FollowUp | None:
    """The thank-you that is the written answer to a no, open or done; None where it is written by hand."""
    if not is_answered_by_mail(loss):
        return None
    rows = FollowUp.objects.filter(loss=loss, kind=Kind.THANK_YOU, status__in=[Status.OPEN, Status.DONE])
    return rows.order_by("-created_at").first()


def _touch(loss: Loss, by: User, today: date, now: datetime) -> Touch:
    plan = FollowUpPlan.objects.filter(prospect=loss.prospect).order_by("status", "-created_at").first()
    return Touch(
        team_id=loss.team_id,
        prospect=loss.prospect,
        plan=plan,
        loss=loss,
        by=by,
        channel=Channel.MAIL,
        direction=Direction.OUT,
        happened_on=today,
        summary=loss.confirmation,
        created_at=now,
    )
