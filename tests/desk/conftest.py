"""At the desk it is Monday, nine in the morning, unless a test says otherwise."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp
from tests.cast import NINE
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, step_of


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(owner: User) -> Client:
    """The owner's browser."""
    return signed_in(owner)


@pytest.fixture
def row(owner: User) -> FollowUp:
    """A check-in that is due today, its thank-you and debrief done."""
    loss = log(owner, on=day(-45), in_their_words="Come back in spring.")
    others = FollowUp.objects.filter(loss=loss).exclude(kind=Kind.CHECK_IN)
    others.update(status=Status.DONE, closed_at="2026-01-20T09:00Z")
    return step_of(loss.prospect)
