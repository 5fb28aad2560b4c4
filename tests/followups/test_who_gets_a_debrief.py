"""A debrief for each no until the team has twenty (this one counted), then for values above the median."""

from decimal import Decimal

import pytest

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp
from followups.planning import wants_debrief
from prospects.conversations import DealStatus
from prospects.models import Deal, Loss
from prospects.new_no import Offer
from tests.followups.telling import day, log


def has_debrief(loss: Loss) -> bool:
    return FollowUp.objects.filter(loss=loss, kind=Kind.DEBRIEF).exists()


def noes(by: User, values: list[int | None], currency: str = "EUR") -> list[Loss]:
    """A no for each value, in their order."""
    offers = [Offer(value=None if value is None else Decimal(value), currency=currency) for value in values]
    return [log(by, f"Person {n}", organisation="", offer=offer) for n, offer in enumerate(offers)]


@pytest.fixture
def nineteen(owner: User) -> list[Loss]:
    """Nineteen noes of 1 to 19; the median is 10."""
    return noes(owner, list(range(1, 20)))


def test_the_nineteenth_has_one_whatever_its_value(nineteen: list[Loss]) -> None:
    assert all(has_debrief(loss) for loss in nineteen)


@pytest.mark.parametrize(
    ("value", "offered"), [(None, False), (Decimal(1), False), (Decimal(10), False), (Decimal("10.01"), True)]
)
def test_from_the_twentieth_on_the_value_decides(
    owner: User, nineteen: list[Loss], value: Decimal | None, offered: bool
) -> None:
    assert has_debrief(log(owner, offer=Offer(value=value))) is offered


def test_of_an_even_number_the_middle_two_are_averaged(owner: User, nineteen: list[Loss]) -> None:
    log(owner, offer=Offer(value=Decimal(20)))  # 1 to 20: the median is 10.5
    assert [has_debrief(log(owner, offer=Offer(value=Decimal(text)))) for text in ("10.5", "10.6")] == [
        False,
        True,
    ]


def test_noes_without_a_value_count_as_noes_and_not_as_values(owner: User) -> None:
    noes(owner, [None] * 17 + [100, 300])
    assert [has_debrief(log(owner, offer=Offer(value=Decimal(n)))) for n in (200, 250)] == [False, True]


def test_each_currency_has_its_own_median(owner: User) -> None:
    noes(owner, [1000] * 10, "NOK")
    noes(owner, [10] * 9, "EUR")
    assert has_debrief(log(owner, offer=Offer(value=Decimal(11), currency="eur")))
    assert not has_debrief(log(owner, offer=Offer(value=Decimal(999), currency="NOK")))


def test_the_first_in_a_currency_has_nothing_to_lie_above(owner: User, nineteen: list[Loss]) -> None:
    assert not has_debrief(log(owner, offer=Offer(value=Decimal(10**6), currency="CHF")))


def test_the_team_counts_together(owner: User, colleague: User, nineteen: list[Loss]) -> None:
    assert not has_debrief(log(colleague))


def test_another_team_counts_for_itself(stranger: User, nineteen: list[Loss]) -> None:
    assert has_debrief(log(stranger))


def test_the_declined_deal_itself_is_not_among_the_earlier_ones(owner: User, nineteen: list[Loss]) -> None:
    first = nineteen[0]
    reopened = Deal.objects.create(
        team=owner.team, prospect=first.prospect, title="Open", value=Decimal(11), currency="EUR"
    )
    loss = log(owner, prospect_id=first.prospect.pk, offer=Offer(deal_id=reopened.pk), on=day(1))
    assert has_debrief(loss)
    assert not wants_debrief(owner.team, Decimal(10), "EUR", reopened)


def test_open_and_won_deals_are_no_declined_ones(owner: User, nineteen: list[Loss]) -> None:
    for status in (DealStatus.OPEN, DealStatus.WON):
        for _ in range(20):
            Deal.objects.create(
                team=owner.team,
                prospect=nineteen[0].prospect,
                title="x",
                value=1,
                currency="EUR",
                status=status,
            )
    assert not wants_debrief(owner.team, Decimal(10), "EUR")
    assert wants_debrief(owner.team, Decimal(11), "")  # the team's own currency
