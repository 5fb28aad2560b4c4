"""Noes and what came back, grouped: against data made by hand."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from insights.counted import (
    NO_VALUE,
    Counted,
    counted,
    counted_by,
    counted_by_cell,
    counted_by_competitor,
    merged,
)
from insights.proportions import Share
from insights.selection import Selection, selection_of
from insights.value_bands import cell_of
from prospects.conversations import ExitConversation, GoodDeal
from prospects.models import Competitor, LossCompetitor
from tests.cast import MONDAY
from tests.insights.noted import a_noted_no, some_noes


def mine(user: User, **said: str) -> Selection:
    return selection_of(said, user, MONDAY)


def test_a_rate_is_out_of_noes_that_may_come_back(owner: User) -> None:
    some_noes(owner, 6, came_back=2)
    a_noted_no(owner, good_deal=GoodDeal.NO)
    a_noted_no(owner, declined_again=True)
    a_noted_no(owner, conversation=ExitConversation.WE_DECLINED)
    a_noted_no(owner, offer_made=False)
    assert counted(mine(owner)) == Counted(8, Share(2, 6))


def test_noes_are_grouped_by_what_was_noted_the_largest_first(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    some_noes(owner, 3, came_back=1, stage="Proposal")
    some_noes(owner, 5, stage="Pilot")
    a_noted_no(owner)
    with django_assert_num_queries(1):
        found = counted_by(mine(owner), "stage")
    assert list(found.items()) == [
        (("Pilot",), Counted(5, Share(0, 5))),
        (("Proposal",), Counted(3, Share(1, 3))),
        (("",), Counted(1, Share(0, 1))),
    ]


def test_only_the_largest_groups_are_read(owner: User) -> None:
    for place in range(4):
        some_noes(owner, place + 1, source=f"Source {place}")
    found = counted_by(mine(owner), "source", most=2)
    assert [source for (source,) in found] == ["Source 3", "Source 2"]
    assert counted(mine(owner)).without(found.values()) == Counted(3, Share(0, 3))


def test_values_are_counted_by_cell_and_currency(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for value, back in ((1_999, 10), (2_000, None), (2_000_000_000, None)):
        a_noted_no(owner, value=value, came_back=back)
    a_noted_no(owner, value=1_999, currency="USD")
    a_noted_no(owner)
    with django_assert_num_queries(1):
        cells = counted_by_cell(mine(owner))
    assert cells == {
        ("EUR", cell_of(1_999)): Counted(1, Share(1, 1)),
        ("EUR", cell_of(2_000)): Counted(1, Share(0, 1)),
        ("EUR", cell_of(2_000_000_000)): Counted(1, Share(0, 1)),
        ("USD", cell_of(1_999)): Counted(1, Share(0, 1)),
        ("EUR", NO_VALUE): Counted(1, Share(0, 1)),
    }
    assert merged(cells, "EUR", 0, 5_000) == Counted(2, Share(1, 2))
    assert merged(cells, "EUR", 5_000, None) == Counted(1, Share(0, 1))


def test_competitors_are_counted_as_the_main_one_and_as_any(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    acme, bolt = (Competitor.objects.create(team=owner.team, name=name) for name in ("Acme", "Bolt"))
    for back in (10, None, None):
        loss = a_noted_no(owner, came_back=back)
        LossCompetitor.objects.create(loss=loss, competitor=acme, is_main=True)
        LossCompetitor.objects.create(loss=loss, competitor=bolt)
    kindly_closed = a_noted_no(owner, good_deal=GoodDeal.NO)
    LossCompetitor.objects.create(loss=kindly_closed, competitor=acme, is_main=True)
    with django_assert_num_queries(1):
        found = counted_by_competitor(mine(owner))
    assert found == {
        (acme.pk, "Acme"): (Counted(4, Share(1, 3)), 4),
        (bolt.pk, "Bolt"): (Counted(0, Share(0, 0)), 3),
    }


@pytest.mark.parametrize("said", [{}, {"whose": "team"}])
def test_one_counts_ones_own_and_a_manager_the_team(
    owner: User, colleague: User, manager: User, stranger: User, said: dict[str, str]
) -> None:
    some_noes(owner, 2)
    some_noes(colleague, 3)
    some_noes(stranger, 4)
    assert counted(mine(owner, **said)).noes == 2
    assert counted(mine(manager, **said)).noes == (5 if said else 0)
    assert counted(mine(stranger, **said)).noes == 4
