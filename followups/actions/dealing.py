"""A deal moves on: opened again, come back, closed kindly, or a new one grows out of its no."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from common.submissions import row_id
from followups.actions.batons import bring_back_baton
from followups.actions.plans import end_plan, lock_planners, plans_of
from followups.kinds import BatonStep, EndedWhy
from prospects import actions as facts
from prospects.conversations import DealStatus
from prospects.models import Deal, InvalidTransition, Loss


@transaction.atomic
def reopen(deal: Deal, *, by: User, now: datetime) -> Deal:
    """A declined deal is talked about again; the plan goes on. Raises InvalidTransition."""
    deal, trail = _locked(deal, by, now)
    facts.reopen_deal(deal, trail=trail)
    _fetch_back(deal, trail)
    trail.write("reopen_deal", deal)
    return deal


@transaction.atomic
def mark_won_back(deal: Deal, why_yes: str, *, by: User, today: date, now: datetime) -> Deal:
    """A deal became a yes, and the person's plan ends with it. Raises InvalidTransition."""
    deal, trail = _locked(deal, by, now)
    facts.mark_came_back(deal, on=today, why=why_yes, trail=trail)
    plan = plans_of(deal).first()
    if plan:
        end_plan(plan, EndedWhy.WON_BACK, today=today, trail=trail)
    trail.write("win_deal", deal)
    return deal


@transaction.atomic
def let_go(deal: Deal, *, by: User, today: date, now: datetime) -> Deal:
    """Close the door kindly; the plan ends, unless another deal of theirs still waits.

    Raises InvalidTransition unless the deal is open or declined.
    """
    deal, trail = _locked(deal, by, now)
    facts.let_deal_go(deal, on=today, trail=trail)
    plan = plans_of(deal).first()
    waiting = deal.prospect.deals.filter(status__in=[DealStatus.LOST, DealStatus.OPEN])
    if plan and plan.loss_id and not waiting.exists():
        end_plan(plan, EndedWhy.LET_GO, today=today, trail=trail)
    trail.write("let_deal_go", deal)
    return deal


@transaction.atomic
def note_new_need(
    deal: Deal, title: str, value: Decimal | None, *, by: User, now: datetime, submission: str = ""
) -> Deal:
    """A new deal, open, that grew out of the deal's newest no; the plan goes on until that deal ends.

    The same submission (the key of the form) twice makes one; with another title in it it is another need.
    Raises InvalidTransition for a deal that was never declined, ValidationError on an unusable value.
    """
    deal, trail = _locked(deal, by, now)
    pk = row_id(by.pk, submission and f"{submission} {deal.pk} {title}", "note_new_need")
    if noted := Deal.objects.filter(pk=pk).first():
        return noted
    noes = Loss.objects.filter(deal=deal, declined_again=False).select_related("deal", "prospect")
    loss = noes.order_by("-said_on").first()
    if loss is None:
        raise InvalidTransition(deal.status)
    # Where the person left, the chair has the deal: the need is the chair's.
    loss.prospect = deal.prospect
    grown = facts.open_new_need(loss, title, trail=trail, pk=pk)
    if value is not None:
        trail.update(grown, value=value)
    _fetch_back(deal, trail)
    trail.write("new_need", grown)
    return grown


def _fetch_back(deal: Deal, trail: Trail) -> None:
    """They talk with sales again: what is in marketing's care comes back."""
    for plan in plans_of(deal).select_related("prospect__owner__team"):
        today = plan.prospect.owner.today(trail.now)
        bring_back_baton(plan, BatonStep.REPLIED, by=trail.actor, trail=trail, today=today)


def _locked(deal: Deal, by: User, now: datetime) -> tuple[Deal, Trail]:
    lock_planners(deal.prospect)
    fresh = Deal.objects.select_for_update(of=("self",)).select_related("prospect__team").get(pk=deal.pk)
    return fresh, Trail(actor=by, team=by.team, now=now)
