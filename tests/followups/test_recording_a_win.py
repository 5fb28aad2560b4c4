"""A deal that was a yes is logged in one line; it plans nothing (PRODUCT.md, row 33)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import Change
from accounts.models import User
from followups.actions import MayBeTheDeclined, Won, ask_to_stop, let_go, record_win, undo_change
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Deal, Organisation, Prospect
from prospects.new_no import Who
from prospects.new_win import NewWin
from tests.cast import MONDAY, NINE
from tests.followups.telling import day, log, nine_on

PIET = Who(name="Piet Claes", organisation="Noordzee Vis", email="Piet@noordzee.example")


def win(by: User, who: Who = PIET, *, is_another: bool = False, **facts: Any) -> Won:
    told = NewWin(who=who, **{"closed_on": MONDAY, **facts})
    return record_win(told, by=by, today=MONDAY, now=NINE, is_another=is_another)


def test_a_yes_is_a_won_deal_of_a_new_client_and_plans_nothing(owner: User) -> None:
    won = win(owner, title="Cold chain", value=Decimal(18000), currency="nok", why_yes="You answered first.")
    deal = Deal.objects.get()
    assert won.deal == deal
    assert won.is_new
    assert (deal.status, deal.closed_on, deal.why_yes) == ("won", MONDAY, "You answered first.")
    assert (deal.title, deal.value, deal.currency) == ("Cold chain", Decimal(18000), "NOK")
    person = deal.prospect
    assert (person.name, str(person.organisation), person.email) == (
        "Piet Claes", "Noordzee Vis", "piet@noordzee.example"
    )  # fmt: skip
    assert (person.owner, person.relation) == (owner, "client")
    assert not FollowUpPlan.objects.exists()
    assert not FollowUp.objects.exists()


def test_a_name_is_enough(owner: User) -> None:
    deal = win(owner, Who(name="Piet Claes")).deal
    assert (deal.title, deal.value, deal.currency) == ("Offer to Piet Claes", None, owner.team.currency)


def test_somebody_known_by_address_is_that_person(owner: User) -> None:
    first = win(owner).deal
    second = win(owner, Who(name="P. Claes", email="PIET@noordzee.example"), title="More").deal
    assert second.prospect == first.prospect
    assert Prospect.objects.get().also_called == "P. Claes"


def test_somebody_of_another_team_is_nobody(owner: User, stranger: User) -> None:
    theirs = win(stranger).deal.prospect
    with pytest.raises(Prospect.DoesNotExist):
        win(owner, Who(prospect_id=theirs.pk, name=theirs.name))
    assert win(owner).deal.prospect != theirs


def test_a_yes_is_never_said_tomorrow(owner: User) -> None:
    with pytest.raises(ValidationError):
        win(owner, closed_on=day(1))
    assert not Deal.objects.exists()


def test_the_same_form_twice_makes_one(owner: User) -> None:
    first, second = (win(owner, submission="key") for _ in range(2))
    assert (first.deal, first.change, first.is_new) == (second.deal, second.change, True)
    assert not second.is_new
    assert Deal.objects.count() == Prospect.objects.count() == 1
    assert win(owner, Who(name="An Peeters"), submission="key").is_new


def test_whether_it_is_the_declined_deal_is_asked_not_guessed(owner: User) -> None:
    loss = log(owner, email="ingrid@havbruk.example")
    ingrid = Who(name="Ingrid Solheim", email="ingrid@havbruk.example")
    with pytest.raises(MayBeTheDeclined) as asked:
        win(owner, ingrid)
    assert (asked.value.person, asked.value.deals) == (loss.prospect, (loss.deal,))
    assert Deal.objects.count() == 1
    other = win(owner, ingrid, is_another=True, title="A pilot").deal
    loss.refresh_from_db()
    assert (other.status, other.grew_out_of, loss.came_back_on) == ("won", None, None)
    # Their declined deal still waits.
    assert FollowUpPlan.objects.active().filter(prospect=loss.prospect).exists()


def test_nothing_is_asked_of_somebody_whose_plan_has_ended(owner: User) -> None:
    loss = log(owner)
    let_go(loss.deal, by=owner, today=MONDAY, now=NINE)
    assert win(owner, Who(prospect_id=loss.prospect_id, name=loss.prospect.name)).is_new


def test_a_yes_taken_back_leaves_nothing(owner: User) -> None:
    won = win(owner)
    undo_change(won.change.pk, by=owner, now=nine_on(day(1)))
    assert not Deal.objects.exists()
    assert not Prospect.objects.exists()
    assert not Organisation.objects.exists()
    assert Change.objects.get(action="undo").undoes == won.change


def test_who_asked_a_colleague_to_stop_is_marked(owner: User, colleague: User) -> None:
    ask_to_stop(win(colleague).deal.prospect, by=colleague, today=MONDAY, now=NINE)
    assert win(owner).deal.prospect.asked_to_stop_on == MONDAY


@pytest.mark.parametrize("on", [MONDAY, date(2020, 2, 29)])
def test_an_old_yes_keeps_its_day(owner: User, on: date) -> None:
    assert win(owner, closed_on=on).deal.closed_on == on
