"""Fourteen days of the replay: real web, worker, beat and mail server under a moved clock."""

import sys

import pytest

from tests.replay.deals import SampleMissingError, declined_deals
from tests.replay.replay import play
from tests.rig.clock import ClockMissingError, library

SHORT_DAYS = 14


@pytest.mark.needs_service
@pytest.mark.slow
def test_fourteen_days_of_real_noes_are_planned_and_mailed_as_the_rules_say() -> None:
    try:
        expected = sum(deal.day < SHORT_DAYS for deal in declined_deals())
        library()
    except (SampleMissingError, ClockMissingError) as missing:
        pytest.skip(str(missing))
    result = play(days=SHORT_DAYS, say=lambda line: print(line, file=sys.stderr))
    assert result.notes == ()
    assert result.is_clean
    assert (result.noes, result.digests) == (expected, 8)  # eight working days: Good Friday is none
