"""It is Monday, nine in the morning; the owner has something that is nobody else's."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import User
from tests.cast import NINE
from tests.security.canaries import Planted, plant


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def planted(owner: User) -> Planted:
    return plant(owner)
