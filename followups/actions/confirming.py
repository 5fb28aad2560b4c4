"""What was agreed at a no goes out in writing: kept with the no, word for word."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail, row_key
from accounts.models import User
from common.text import clean_text
from followups.actions.completing import close_as, take
from followups.actions.going_on import Result
from followups.actions.plans import lock_planners, planner_among
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
    """A no with its confirmation; `change` is None when it had been noted before and nothing changed."""

    loss: Loss
    change: Change | None


@transaction.atomic
def note_confirmation(loss: Loss, text: str, *, by: User, today: date, now: datetime) -> Confirmed:
    """Keep the words that went out as evidence of what was agreed; the first time counts.

    Where the thank-you in the plan is this very answer (the reply to their mail, the closing note), it is
    done with it; else a touch is written, which counts towards no cap. `today` is the local date of `by`.
    Raises ValidationError for words that are missing or too many, NothingToConfirm.
    """
    owner = planner_among(lock_planners(loss.prospect), loss.prospect.owner_id)
    loss = Loss.objects.select_for_update(of=("self",)).select_related("prospect").get(pk=loss.pk)
    if loss.confirmed_at is not None:
        return Confirmed(loss, None)
    if closed_to_us(loss.prospect) == Closed.STOPPED:
        raise NothingToConfirm
    if not clean_text(text):
        raise ValidationError({"text": _("Which words went out? They are kept as you sent them.")})
    trail = Trail(actor=by, team=by.team, now=now)
    facts.note_confirmation_sent(loss, text, trail=trail)
    answer = _answer_of(loss)
    if answer is None:
        trail.create(_touch(loss, by, today, now))
    elif answer.is_open():
        day = today if owner.pk == by.pk else owner.today(now)
        answer = take(answer.pk)
        close_as(answer, Result(Outcome.DONE, note=text), by=by, today=day, trail=trail)
        return Confirmed(loss, trail.write("complete", answer))
    return Confirmed(loss, trail.write("confirm", loss))


def change_that_confirmed(loss: Loss) -> Change | None:
    """The change that noted the confirmation, to take it back; None when it doesn't stand any more."""
    thanks = _thanks_of(loss).values_list("pk", flat=True)
    about = Change.objects.filter(object_id__in=[loss.pk, *thanks], undone_by__isnull=True)
    rows = ((change, dict(change.after).get(row_key(loss))) for change in about.order_by("-at"))
    return next((change for change, row in rows if row and row.get("confirmed_at")), None)


def _answer_of(loss: Loss) -> FollowUp | None:
    """The thank-you that is the written answer to a no, open or done; None where it is written by hand."""
    if not is_answered_by_mail(loss):
        return None
    rows = _thanks_of(loss).filter(status__in=[Status.OPEN, Status.DONE])
    return rows.order_by("-created_at").first()


def _thanks_of(loss: Loss) -> QuerySet[FollowUp]:
    """The thank-you to whoever said it; people behind the no have one of their own."""
    return FollowUp.objects.filter(loss=loss, prospect=loss.prospect_id, kind=Kind.THANK_YOU)


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
