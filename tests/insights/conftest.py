"""At the figures it is the Monday of the cast, nine in the morning, unless a test says otherwise."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.cast import NINE
from tests.desk.visiting import signed_in


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(owner: User, clock: time_machine.Traveller) -> Client:
    """The owner's browser."""
    return signed_in(owner)
