"""Moves a deal on: reopened, come back, closed kindly, grown out of a no, won on its own."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db.models import Min, Q

from accounts.changes import Trail
from common.text import clean_line, clean_text
from prospects.conversations import DealStatus
from prospects.models import NAME_LENGTH, Deal, InvalidTransition, Loss, Prospect
from prospects.new_win import NewWin
from prospects.titles import default_title

YES: Final = (DealStatus.WON, DealStatus.WON_BACK)


def mark_came_back(deal: Deal, *, on: date, why: str, trail: Trail) -> None:
    """A deal became a yes: come back if it ever was declined, else won on its own.

    Raises InvalidTransition for a deal that was a yes before.
    """
    if deal.status != DealStatus.OPEN:
        deal.check_can_come_back()
    was_declined = deal.status != DealStatus.OPEN or deal.losses.exists()
    status = DealStatus.WON_BACK if was_declined else DealStatus.WON
    trail.update(deal, status=status, closed_on=on, why_yes=clean_text(why))
    settle_what_came_back([deal.pk], trail=trail)


def settle_what_came_back(deals: Collection[UUID], *, trail: Trail) -> None:
    """The noes that a yes to one of these deals answers know the day of the first yes, or that there is none.

    A yes answers the newest no to its own deal, and the no the deal grew out of.
    """
    answered = Loss.objects.filter(Q(deal__in=deals) | Q(grown_deals__in=deals)).distinct()
    for loss in answered.order_by("pk"):
        first = _first_yes(loss)
        if loss.came_back_on != first:
            trail.update(loss, came_back_on=first)


def _first_yes(loss: Loss) -> date | None:
    answering = Q(grew_out_of=loss)
    if not loss.declined_again:
        answering |= Q(pk=loss.deal_id)
    deals = Deal.objects.filter(answering, status__in=YES)
    first: date | None = deals.aggregate(first=Min("closed_on"))["first"]
    return first


def reopen_deal(deal: Deal, *, trail: Trail) -> None:
    """A declined deal is talked about again; raises InvalidTransition unless it was declined or let go."""
    deal.check_can_come_back()
    trail.update(deal, status=DealStatus.OPEN, closed_on=None)


def let_deal_go(deal: Deal, *, on: date, trail: Trail) -> None:
    """A door closed kindly; raises InvalidTransition unless the deal is open or declined."""
    if deal.status not in {DealStatus.OPEN, DealStatus.LOST}:
        raise InvalidTransition(deal.status)
    trail.update(deal, status=DealStatus.LET_GO, closed_on=on)


def open_new_need(loss: Loss, title: str, *, trail: Trail, pk: UUID | None = None) -> Deal:
    """A new deal, open, that grew out of a no; `pk` where the form it comes from knows it."""
    deal = Deal(
        pk=pk or uuid4(),
        team_id=loss.team_id,
        prospect=loss.prospect,
        title=clean_line(title)[:NAME_LENGTH] or default_title(loss.prospect),
        currency=loss.deal.currency,
        grew_out_of=loss,
        created_at=trail.now,
    )
    return trail.create(deal)


def add_won_deal(win: NewWin, prospect: Prospect, *, trail: Trail, pk: UUID | None = None) -> Deal:
    """A deal that was a yes when we first heard of it; `pk` where the form it comes from knows it.

    Raises ValidationError on an unusable value.
    """
    deal = Deal(
        pk=pk or uuid4(),
        team_id=prospect.team_id,
        prospect=prospect,
        title=clean_line(win.title) or default_title(prospect),
        value=win.value,
        currency=clean_line(win.currency).upper() or prospect.team.currency,
        status=DealStatus.WON,
        closed_on=win.closed_on,
        why_yes=clean_text(win.why_yes),
        created_at=trail.now,
    )
    return trail.create(deal)


def hand_deal_to_successor(deal: Deal, successor: Prospect, *, trail: Trail) -> None:
    """The chair keeps the deal when the person leaves."""
    trail.update(deal, prospect=successor)
