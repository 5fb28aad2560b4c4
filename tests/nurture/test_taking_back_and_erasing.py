"""What buyers said themselves, and what was on its way to them, when things are taken back or erased."""

from datetime import timedelta

import pytest

from accounts.models import User
from desk.erasing import erase
from followups.actions import SomethingBuiltOnIt, bring_back, merge, note_feedback, take_no_back
from followups.kinds import Kind
from library.models import ValueItem
from nurture.settling import settle_mail
from prospects.conversations import Decided
from prospects.models import Feedback, Loss, Prospect
from tests.cast import NINE
from tests.followups.handing import offer, take
from tests.followups.telling import log, nine_on, open_row
from tests.nurture.stage import DUE, an_item, approved, leave, somebody

pytestmark = pytest.mark.django_db
LATER = NINE + timedelta(hours=1)


@pytest.fixture
def loss(owner: User) -> Loss:
    loss = log(owner, email="ingrid@havbruk.example")
    note_feedback(loss.pk, Decided.PRICE, "Too slow", now=NINE + timedelta(minutes=5))
    return loss


def test_a_no_they_answered_about_is_not_taken_back(loss: Loss, owner: User) -> None:
    with pytest.raises(SomethingBuiltOnIt):
        take_no_back(loss, by=owner, now=LATER)
    assert Feedback.objects.get().loss == loss


def test_it_stands_with_the_row_that_stays(loss: Loss, owner: User, manager: User) -> None:
    other = log(owner, "Ingrid S.", email="i@havbruk.example").prospect
    merge(other.pk, loss.prospect_id, owner_id=owner.pk, by=manager, now=LATER)
    assert Feedback.objects.get().prospect == other


def test_it_goes_with_whoever_is_erased(loss: Loss, owner: User) -> None:
    erase(loss.prospect, by=owner, now=LATER)
    assert not Feedback.objects.exists()


def test_what_did_not_leave_is_to_be_done_by_whoever_has_the_plan_by_now(owner: User, marketer: User) -> None:
    """Given back while a mail waited: else its row stays with marketing, who would see all of the person."""
    person = somebody(owner)
    care = take(offer(person, marketer))
    approved(person, an_item(owner), by=marketer)
    bring_back(care.pk, by=marketer, now=nine_on(DUE))
    ValueItem.objects.update(archived_at=nine_on(DUE))
    assert leave() == []
    settle_mail(nine_on(DUE))
    assert open_row(person, Kind.VALUE_ITEM).owner == owner
    assert not Prospect.objects.visible_to(marketer).exists()


def test_so_it_is_when_marketing_took_over_meanwhile(owner: User, marketer: User) -> None:
    person = somebody(owner)
    offered = offer(person, marketer)
    approved(person, an_item(owner))
    take(offered, on=DUE)
    ValueItem.objects.update(archived_at=nine_on(DUE))
    assert leave() == []
    settle_mail(nine_on(DUE))
    assert open_row(person, Kind.VALUE_ITEM).owner == marketer
