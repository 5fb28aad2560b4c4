"""The noes of a selection as they are counted: every figure against noes told by hand."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from followups.actions import reopen
from insights.money import WonBack, money_won_back
from insights.noes import may_come_back, told_us
from insights.proportions import Share
from insights.survival import curve
from insights.tally import Amount, days, money_by_why, tally
from prospects.conversations import ExitConversation, GoodDeal
from prospects.models import Deal
from prospects.new_no import Offer, Who
from tests.cast import MONDAY
from tests.followups.telling import day, log, nine_on
from tests.insights.heard import asked, back, back_as_new, heard, reason_of

NOT_NOW, OTHER = ExitConversation.NOT_A_PRIORITY, ExitConversation.COMPETITOR_CHOSEN


def test_what_is_told_us_is_counted_and_the_rest_stands_apart(owner: User) -> None:
    heard(owner, "Told", day(-10))
    heard(owner, "Too", day(-20), conversation=OTHER)
    log(owner, "Ours", on=day(-10), conversation=ExitConversation.WE_DECLINED)
    log(owner, "Early", on=day(-10), offer_made=False)
    log(owner, "Not for us", on=day(-10), good_deal=GoodDeal.NO)
    counted = tally(asked(owner))
    assert (counted.everything, counted.told_us) == (5, 3)
    assert (counted.ours, counted.before_offer, counted.let_go_at_once, counted.declined_again) == (
        1,
        1,
        1,
        0,
    )
    assert counted.overall == Share(0, 2)
    assert counted.by_why() == {(NOT_NOW, None): 2, (OTHER, None): 1}


def test_the_counts_are_those_of_the_querysets(owner: User) -> None:
    for number, kind in enumerate(ExitConversation):
        log(owner, f"Person {number}", on=day(-number), conversation=kind, offer_made=number % 2 == 0)
    selection = asked(owner)
    counted = tally(selection)
    assert counted.told_us == told_us(selection).count()
    assert counted.overall.of == may_come_back(selection).count()


def test_a_deal_declined_twice_counts_once_in_the_rate(owner: User) -> None:
    first = heard(owner, "Ingrid", day(-50))
    reopen(Deal.objects.get(pk=first.deal_id), by=owner, now=nine_on(day(-40)))
    who = Who(name="Ingrid", prospect_id=first.prospect_id)
    again = log(owner, on=day(-5), who=who, offer=Offer(deal_id=first.deal_id))
    counted = tally(asked(owner))
    assert again.deal_id == first.deal_id
    assert (counted.told_us, counted.declined_again, counted.overall) == (2, 1, Share(0, 1))


def test_rates_are_by_kind_and_reason(owner: User) -> None:
    reason = reason_of(owner)
    first = heard(owner, "One", day(-60), reason_id=reason.pk)
    heard(owner, "Two", day(-60), reason_id=reason.pk)
    heard(owner, "Three", day(-60))
    back(first, day(-10))
    assert tally(asked(owner)).shares() == {(NOT_NOW, reason.pk): Share(1, 2), (NOT_NOW, None): Share(0, 1)}


def test_money_stands_by_currency_and_is_never_added_up_across(owner: User) -> None:
    heard(owner, "One", day(-9), worth=1000)
    heard(owner, "Two", day(-9), worth=500)
    heard(owner, "Three", day(-9), worth=70, currency="USD")
    heard(owner, "Four", day(-9))
    amounts = money_by_why(asked(owner))
    assert sorted(amounts, key=lambda one: one.currency) == [
        Amount((NOT_NOW, None), "EUR", Decimal(1500), 2),
        Amount((NOT_NOW, None), "USD", Decimal(70), 1),
    ]


def test_what_came_back_is_worth_what_the_yes_was_worth(owner: User) -> None:
    same = heard(owner, "Same", day(-90), worth=1000)
    other = heard(owner, "New", day(-90), worth=9000)
    abroad = heard(owner, "Abroad", day(-90), worth=1)
    heard(owner, "Waits", day(-90), worth=5000)
    back(same, day(-9))
    back_as_new(other, day(-8), 300)
    back_as_new(abroad, day(-7), 70, "USD")
    assert money_won_back(asked(owner)) == [
        WonBack("EUR", Decimal(1300), itself=1, grew=1),
        WonBack("USD", Decimal(70), itself=0, grew=1),
    ]


def test_days_are_counted_from_the_no_to_the_yes(owner: User) -> None:
    for name, ago, took in (("A", 90, 10), ("B", 90, 60), ("C", 100, 40)):
        back(heard(owner, name, day(-ago)), day(took - ago))
    heard(owner, "D", day(-30))
    found = days(asked(owner))
    assert found.waits == {10: 1, 60: 1, 40: 1}
    assert found.middle == 40
    assert found.still_waiting == {day(-30): 1}
    assert found.said == {day(-90): 2, day(-100): 1, day(-30): 1}
    assert found.came_back == {date(2025, 12, 1): 1, date(2026, 1, 1): 2}
    steps = curve(found.all_waits(MONDAY)).steps
    assert [(step.day, step.at_risk, step.happened) for step in steps] == [
        (10, 4, 1), (30, 3, 0), (40, 2, 1), (60, 1, 1),
    ]  # fmt: skip


def test_one_let_go_later_waits_on_and_one_let_go_at_once_never_did(owner: User) -> None:
    log(owner, "At once", on=day(-10), good_deal=GoodDeal.NO)
    heard(owner, "Later", day(-20))
    Deal.objects.filter(title="Offer to Later").update(status="let_go")
    assert days(asked(owner)).still_waiting == {day(-20): 1}


def test_of_none_nothing_is_the_middle(owner: User) -> None:
    assert days(asked(owner)).middle is None


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({}, {"A", "B"}),
        ({"whose": "team"}, {"A", "B"}),
        ({"period": "90d"}, {"A"}),
        ({"conversation": "competitor_chosen"}, {"B"}),
        ({"from": "2026-02-01", "to": "2026-03-02"}, {"A"}),
    ],
)
def test_a_selection_narrows_every_count(
    owner: User, colleague: User, said: dict[str, str], names: set[str]
) -> None:
    heard(owner, "A", day(-10))
    heard(owner, "B", day(-200), conversation=OTHER)
    heard(colleague, "C", day(-10))
    selection = asked(owner, **said)
    assert tally(selection).told_us == len(names)
    assert days(selection).said.total() == len(names)
    assert set(told_us(selection).values_list("prospect__name", flat=True)) == names


def test_a_manager_counts_the_team_and_nobody_elses(owner: User, manager: User, stranger: User) -> None:
    heard(owner, "A", day(-10), worth=10)
    heard(stranger, "S", day(-10), worth=99)
    selection = asked(manager, whose="team")
    assert tally(selection).told_us == 1
    assert [one.value for one in money_by_why(selection)] == [Decimal(10)]
    assert tally(asked(manager)).told_us == 0


def test_a_yes_on_the_very_day_took_no_days(owner: User) -> None:
    back(heard(owner, "A", day(-10)), day(-10))
    assert days(asked(owner)).waits == {0: 1}
    assert date(2026, 2, 1) in days(asked(owner)).came_back
