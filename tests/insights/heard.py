"""Short ways to say which noes were heard, and which came back."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from followups.actions import mark_won_back, note_new_need
from insights.selection import Selection, selection_of
from prospects.conversations import ExitConversation
from prospects.models import Deal, Loss, LossReason
from prospects.new_no import Offer
from tests.cast import MONDAY
from tests.followups.telling import log, nine_on


def heard(
    by: User, name: str, on: date, *, worth: int | None = None, currency: str = "EUR", **more: Any
) -> Loss:
    """A no, told us on a day, to an offer worth so much."""
    value = Decimal(worth) if worth is not None else None
    return log(by, name, on=on, offer=Offer(title=f"Offer to {name}", value=value, currency=currency), **more)


def back(loss: Loss, on: date) -> Deal:
    """Its deal became a yes on a day."""
    return mark_won_back(
        Deal.objects.get(pk=loss.deal_id), "", by=loss.prospect.owner, today=on, now=nine_on(on)
    )


def back_as_new(loss: Loss, on: date, worth: int, currency: str = "EUR") -> Deal:
    """A new deal grew out of it and became a yes on a day."""
    owner = loss.prospect.owner
    deal = note_new_need(loss.deal, "Something else", Decimal(worth), by=owner, now=nine_on(on))
    Deal.objects.filter(pk=deal.pk).update(currency=currency)
    return mark_won_back(Deal.objects.get(pk=deal.pk), "", by=owner, today=on, now=nine_on(on))


def reason_of(by: User, conversation: ExitConversation = ExitConversation.NOT_A_PRIORITY) -> LossReason:
    """The team's first reason under a kind of no."""
    return LossReason.objects.of_team(by.team_id).filter(conversation=conversation)[0]


def asked(user: User, **said: str) -> Selection:
    """What an address asks for on MONDAY."""
    return selection_of(said, user, MONDAY)
