"""It is Monday, nine in the morning, unless a test says otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from accounts.models import User
from tests.cast import NINE
from tests.exchange.subscribing import Subscription, subscribe


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    """Files of a test lie in a folder of its own."""
    settings.UPLOADS_DIR, settings.RESULTS_DIR = tmp_path / "uploads", tmp_path / "results"


@pytest.fixture
def calendar(owner: User) -> Subscription:
    """A calendar that reads along with the owner."""
    return subscribe(owner)
