"""It is Monday, nine in the morning; the owner has something that is nobody else's."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import User
from tests.cast import MONDAY, NINE
from tests.followups.telling import log
from tests.security.canaries import Planted, plant

LONG_AGO = MONDAY.replace(month=1, day=16)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def planted(owner: User) -> Planted:
    return plant(owner)


@pytest.fixture
def boss(owner: User) -> User:
    """An owner who is a manager too, so that every form is theirs."""
    User.objects.filter(pk=owner.pk).update(is_manager=True)
    owner.is_manager = True
    return owner


@pytest.fixture
def furnished(boss: User) -> Planted:
    """Everything planted for somebody who may do everything, and something due today."""
    planted = plant(boss)
    log(boss, "Due today", on=LONG_AGO, said_on=LONG_AGO)
    return planted
