"""What buyers said themselves, when a no is taken back, two rows become one, or somebody is erased."""

from datetime import timedelta

import pytest

from accounts.models import User
from desk.erasing import erase
from followups.actions import SomethingBuiltOnIt, merge, note_feedback, take_no_back
from prospects.conversations import Decided
from prospects.models import Feedback, Loss
from tests.cast import NINE
from tests.followups.telling import log

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
