"""It is Monday, nine in the morning, and somebody who sells sits at the desk."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import User
from tests.cast import NINE
from tests.practices.desk import Desk, of


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(owner: User, clock: time_machine.Traveller) -> Desk:
    """The owner's desk."""
    return of(owner, clock)


@pytest.fixture
def managers_desk(manager: User, clock: time_machine.Traveller) -> Desk:
    """The manager's."""
    return of(manager, clock)
