"""What stands on a person's page right after a no was saved, and until its confirmation has gone out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from desk.letters import answer_to, letters_beside
from desk.links_to_give import lines_to_add
from desk.written import Letter
from followups.exit_plan import THANK_YOU_AGE_LIMIT
from followups.kinds import Kind, Status
from followups.models import FollowUp
from followups.written_answers import is_answered_by_mail
from insights.models import Debrief
from prospects.conversations import DealStatus
from prospects.models import Loss, Prospect

DECLINED = {DealStatus.LOST, DealStatus.LET_GO}


@dataclass(frozen=True)
class ReceiptOfNo:
    """A no with what is to be sent; `answer` is what "I have sent it" is about, None once it is out.

    `meeting` is the meeting agreed with it.
    """

    loss: Loss
    answer: Letter | None
    others: tuple[Letter, ...]
    meeting: FollowUp | None

    def has_something(self) -> bool:
        """Whether there is anything to send or to keep."""
        return bool(self.answer or self.others or self.meeting)


def receipt_of(loss: Loss, user: User, today: date) -> ReceiptOfNo:
    """Everything that goes with one no, whenever it was said."""
    return ReceiptOfNo(
        loss=loss,
        answer=None if is_answered(loss) else answer_to(loss, user, today),
        others=tuple(_others(loss, user, today)),
        meeting=FollowUp.objects.filter(loss=loss, kind=Kind.AGREED_MEETING).open().first(),
    )


def _others(loss: Loss, user: User, today: date) -> list[Letter]:
    if loss.prospect.asked_to_stop_on:
        return []
    return [*([] if is_answered(loss) else lines_to_add(loss, today)), *letters_beside(loss, user)]


def is_answered(loss: Loss) -> bool:
    """Whether its words are out: kept here, or the thank-you that they are is done or left out."""
    if loss.confirmed_at is not None:
        return True
    thanks = FollowUp.objects.filter(loss=loss, prospect=loss.prospect_id, kind=Kind.THANK_YOU)
    done = thanks.filter(status__in=[Status.DONE, Status.SKIPPED])
    return is_answered_by_mail(loss) and done.exists()


def receipt_context(prospect: Prospect, user: User, today: date) -> dict[str, Any]:
    """What belongs on top of a person's page: on the day a no is logged all of it, later that it still waits.

    After two weeks nobody remembers the talk it thanks for: then it stands on its own page only.
    """
    context = {"look_back": look_back_of(prospect, user, today)}
    fresh = prospect.losses.filter(said_on__gte=today - timedelta(days=THANK_YOU_AGE_LIMIT))
    newest = fresh.select_related("deal", "prospect").order_by("-logged_at", "-said_on").first()
    if newest is None or prospect.asked_to_stop_on or newest.deal.status not in DECLINED:
        return context
    if newest.logged_on == today:
        receipt = receipt_of(newest, user, today)
        return context | ({"receipt": receipt} if receipt.has_something() else {})
    return context if is_answered(newest) else context | {"unconfirmed": newest}


def look_back_of(prospect: Prospect, user: User, today: date) -> Loss | None:
    """The no they logged today and have not looked back on: a minute, while it is fresh."""
    fresh = prospect.losses.filter(logged_by=user, logged_on=today)
    answered = Debrief.objects.of(user).answered().filter(loss__prospect=prospect)
    return fresh.exclude(debriefs__in=answered).order_by("-logged_at").first()
