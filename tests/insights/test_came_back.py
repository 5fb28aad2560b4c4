"""Which no came before a yes, which touch, and how long it took (PRODUCT.md, row 34)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from followups.actions import reopen
from followups.kinds import Channel, Outcome
from insights.came_back import Way, Yes, of_way, told, told_of, worth, yeses
from insights.came_back_words import story
from insights.kinds import Period, Whose
from insights.selection import Selection
from prospects.models import Deal
from prospects.new_no import Offer
from tests.cast import MONDAY
from tests.followups.telling import complete, day, log, nine_on, step_of
from tests.insights.coming_back import grows, says_yes, talks, wins

pytestmark = pytest.mark.django_db


def selection(viewer: User, **more: object) -> Selection:
    asked = Selection(viewer.pk, viewer.team_id, day(400), period=Period.ALL, last_on=day(400))
    return replace(asked, **more)  # type: ignore[arg-type]


def as_told(deal: Deal) -> tuple[object, ...]:
    deal.refresh_from_db()
    yes = told_of(deal)
    return yes.way, yes.loss, yes.days, yes.touches, yes.touch and yes.touch.happened_on


def test_the_declined_deal_itself(owner: User) -> None:
    loss = log(owner)
    talks(loss, day(20))
    talks(loss, day(40), Channel.MEETING)
    assert as_told(says_yes(loss.deal, day(97))) == (Way.ITSELF, loss, 97, 2, day(40))


def test_a_deal_that_grew_out_of_the_no_is_told_apart(owner: User) -> None:
    loss = log(owner)
    grown = grows(loss, "A pilot")
    talks(loss, day(30))
    assert as_told(says_yes(grown, day(50))) == (Way.GREW, loss, 50, 1, day(30))


def test_a_yes_without_a_no_has_none(owner: User) -> None:
    assert as_told(wins(owner, "Piet Claes", day(0))) == (Way.ALONE, None, None, 0, None)


def test_of_two_noes_the_newest_is_the_one(owner: User) -> None:
    first = log(owner)
    reopen(first.deal, by=owner, now=nine_on(day(30)))
    second = log(owner, on=day(60), prospect_id=first.prospect_id, offer=Offer(deal_id=first.deal_id))
    assert as_told(says_yes(second.deal, day(70)))[:3] == (Way.ITSELF, second, 10)


def test_the_talk_in_which_they_said_so_is_not_the_one_before(owner: User) -> None:
    loss = log(owner)
    talks(loss, day(10))
    step = step_of(loss.prospect)
    complete(step, Outcome.WON_BACK, on=day(45), why_yes="A new boss.")
    assert as_told(loss.deal) == (Way.ITSELF, loss, 45, 1, day(10))


def test_what_came_after_the_yes_does_not_count(owner: User) -> None:
    loss = log(owner)
    says_yes(loss.deal, day(45))
    talks(loss, day(60))
    assert as_told(loss.deal) == (Way.ITSELF, loss, 45, 0, None)


def test_it_is_told_in_a_sentence(owner: User) -> None:
    loss = log(owner)
    with translation.override("en"):
        assert story(told_of(says_yes(loss.deal, day(1)))) == (
            "One day after the no of 2 Mar 2026 (Not now). Nothing was noted in between."
        )
        other = log(owner, "Priya Raman")
        talks(other, day(20))
        assert story(told_of(says_yes(other.deal, day(97)))) == (
            "97 days after the no of 2 Mar 2026 (Not now). Last before it: call, 22 Mar 2026, Maren Vogt."
        )
    assert story(Yes(other.deal, Way.ALONE)) == ""


def test_whose_and_when(owner: User, colleague: User, stranger: User) -> None:
    mine = says_yes(log(owner).deal, day(50))
    theirs = says_yes(log(colleague, "Priya Raman").deal, day(60))
    says_yes(log(stranger, "Olga").deal, day(60))
    assert list(yeses(selection(owner))) == [mine]
    assert list(yeses(selection(owner, whose=Whose.TEAM))) == [theirs, mine]
    team = {"whose": Whose.TEAM, "period": None}
    assert list(yeses(selection(owner, **team, first_on=day(51)))) == [theirs]
    assert list(yeses(selection(owner, **team, last_on=day(50)))) == [mine]


def test_money_stands_apart_by_way_and_currency(owner: User) -> None:
    deals_told = (("A", 100, "EUR"), ("B", 200, "EUR"), ("C", 900, "CHF"), ("D", None, "EUR"))
    for name, value, currency in deals_told:
        offer = Offer(title="Deal", value=value and Decimal(value), currency=currency)
        says_yes(log(owner, f"Person {name}", offer=offer).deal, day(50))
    says_yes(grows(log(owner, "Person E"), "More", Decimal(7)), day(50))
    wins(owner, "Person F", MONDAY, value=Decimal(5))
    deals = yeses(selection(owner))
    found = worth(deals)
    assert found[Way.ITSELF].count == 4
    assert found[Way.ITSELF].amounts == {"CHF": Decimal(900), "EUR": Decimal(300)}
    assert (found[Way.GREW].count, found[Way.GREW].amounts) == (1, {"EUR": Decimal(7)})
    assert (found[Way.ALONE].count, found[Way.ALONE].amounts) == (1, {"EUR": Decimal(5)})
    assert {way: of_way(deals, way).count() for way in Way} == {
        way: worth_of.count for way, worth_of in found.items()
    }


def test_two_queries_tell_of_many(owner: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for n in range(5):
        loss = log(owner, f"Person {n}")
        talks(loss, day(10))
        says_yes(loss.deal if n % 2 else grows(loss, "More"), day(50))
    deals = list(yeses(selection(owner)))
    with django_assert_num_queries(2):
        assert {yes.days for yes in told(deals)} == {50}
