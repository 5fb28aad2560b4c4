"""What the frame says about clock and mail: read anew after a moment, not on every page."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from desk.context import banners_for
from outbox.breaker import trip
from tests.cast import NINE


def warnings(user: User, seconds: int) -> list[str]:
    told = banners_for(user, NINE + timedelta(seconds=seconds))
    return [banner["text"] for banner in told if banner["level"] == "warn"]


@pytest.mark.parametrize(("known_for", "heard_at_once"), [(10, False), (0, True)])
def test_what_was_read_is_true_for_a_moment(
    owner: User, settings: Any, known_for: int, heard_at_once: bool
) -> None:
    settings.HEALTH_KNOWN_FOR_SECONDS = known_for
    assert warnings(owner, 0) == []
    trip("no connection", NINE)
    assert bool(warnings(owner, 9)) == heard_at_once
    assert len(warnings(owner, 20)) == 1
