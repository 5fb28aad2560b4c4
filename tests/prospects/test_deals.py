"""Where a deal stands: open, declined, let go, came back."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.changes import Trail
from accounts.models import User
from prospects import actions as facts
from prospects.conversations import DealStatus, GoodDeal
from prospects.models import Deal, InvalidTransition, Loss
from prospects.new_no import Offer
from tests.cast import MONDAY, NINE
from tests.followups.telling import log


def an_open_deal(of: Loss) -> Deal:
    return Deal.objects.create(team=of.team, prospect=of.prospect, title="Retainer", currency="EUR")


def come_back(deal: Deal, by: User) -> None:
    facts.mark_came_back(
        deal, on=MONDAY, why=" they \x00asked ", trail=Trail(actor=by, team=by.team, now=NINE)
    )


def test_a_no_declines_the_offer(owner: User) -> None:
    deal = log(owner, offer=Offer(title="S&OP redesign", value=Decimal("118500"), currency="nok")).deal
    deal.refresh_from_db()
    assert (deal.status, deal.closed_on, deal.value, deal.currency) == (
        DealStatus.LOST,
        MONDAY,
        Decimal("118500.00"),
        "NOK",
    )


def test_an_offer_not_for_us_is_let_go(owner: User) -> None:
    assert log(owner, good_deal=GoodDeal.NO).deal.status == DealStatus.LET_GO


def test_a_deal_always_exists_and_has_the_teams_currency(owner: User) -> None:
    deal = log(owner, offer=Offer()).deal
    assert (deal.title, deal.currency, deal.value) == ("Offer to Havbruk Nordic", "EUR", None)
    assert log(owner, "Erik Dahl", organisation="", offer=Offer()).deal.title == "Offer to Erik Dahl"


def test_a_long_name_still_makes_a_title(owner: User) -> None:
    title = log(owner, organisation="x" * 200, offer=Offer()).deal.title
    assert len(title) <= 200


def test_a_known_open_deal_is_declined_in_its_own_row(owner: User) -> None:
    first = log(owner)
    retainer = an_open_deal(first)
    second = log(owner, prospect_id=first.prospect.pk, offer=Offer(deal_id=retainer.pk))
    retainer.refresh_from_db()
    assert second.deal == retainer
    assert retainer.status == DealStatus.LOST


@pytest.mark.parametrize("status", [DealStatus.LOST, DealStatus.WON, DealStatus.WON_BACK, DealStatus.LET_GO])
def test_a_deal_that_is_not_open_cant_be_declined(owner: User, status: DealStatus) -> None:
    first = log(owner)
    Deal.objects.filter(pk=first.deal.pk).update(status=status)
    with pytest.raises(InvalidTransition), transaction.atomic():
        log(owner, prospect_id=first.prospect.pk, offer=Offer(deal_id=first.deal.pk))
    assert Loss.objects.count() == 1


def test_the_deal_of_somebody_else_cant_be_declined(owner: User, colleague: User) -> None:
    theirs = an_open_deal(log(colleague, "Erik Dahl"))
    mine = log(owner)
    with pytest.raises(Deal.DoesNotExist), transaction.atomic():
        log(owner, prospect_id=mine.prospect.pk, offer=Offer(deal_id=theirs.pk))
    theirs.refresh_from_db()
    assert theirs.status == DealStatus.OPEN


@pytest.mark.parametrize("good_deal", [GoodDeal.UNSURE, GoodDeal.NO])
def test_a_declined_or_let_go_deal_can_come_back(owner: User, good_deal: GoodDeal) -> None:
    deal = log(owner, good_deal=good_deal).deal
    come_back(deal, owner)
    deal.refresh_from_db()
    assert (deal.status, deal.why_yes) == (DealStatus.WON_BACK, "they asked")


def test_an_open_deal_that_was_never_declined_is_won_on_its_own(owner: User) -> None:
    deal = an_open_deal(log(owner))
    come_back(deal, owner)
    assert deal.status == DealStatus.WON


def test_a_reopened_deal_comes_back(owner: User) -> None:
    deal = log(owner).deal
    deal.status = DealStatus.OPEN
    come_back(deal, owner)
    assert deal.status == DealStatus.WON_BACK


def test_what_was_a_yes_before_cant_come_back(owner: User) -> None:
    deal = an_open_deal(log(owner))
    for status in (DealStatus.WON, DealStatus.WON_BACK):
        deal.status = status
        with pytest.raises(InvalidTransition):
            come_back(deal, owner)


def test_a_new_need_is_an_open_deal_that_grew_out_of_the_no(owner: User) -> None:
    loss = log(owner)
    deal = facts.open_new_need(
        loss, "A second site\nin May", trail=Trail(actor=owner, team=owner.team, now=NINE)
    )
    assert (deal.title, deal.status, deal.grew_out_of) == ("A second site in May", DealStatus.OPEN, loss)


@pytest.mark.parametrize("value", [Decimal("-1"), Decimal("0.001"), Decimal(10) ** 12, Decimal("NaN")])
def test_a_value_no_column_takes_is_refused_and_nothing_is_saved(owner: User, value: Decimal) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        log(owner, offer=Offer(value=value))
    assert Deal.objects.count() == Loss.objects.count() == 0


def test_the_database_itself_refuses_what_a_deal_cant_be(owner: User) -> None:
    deal = log(owner).deal
    for wrong in ({"status": "forgotten"}, {"value": Decimal("-1")}, {"title": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deal.objects.filter(pk=deal.pk).update(**wrong)
