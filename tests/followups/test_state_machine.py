"""Months of random work: after every act the rules of PRODUCT.md and RULES.md hold (tests/followups/months).

LOSTDEALS_MONTHS=2000 runs so many stories instead of a few, each of them another one every time;
LOSTDEALS_SHRINK=1 looks for the smallest story that fails, which takes minutes.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.followups.months.machine import Months

STORIES = int(os.environ.get("LOSTDEALS_MONTHS", "0"))
SHRINK = "LOSTDEALS_SHRINK" in os.environ
ACTS = 30


@pytest.mark.slow
def test_the_rules_hold_through_months_of_random_work(db: None) -> None:
    run_state_machine_as_test(
        Months,
        settings=settings(
            max_examples=STORIES or 20,
            stateful_step_count=ACTS,
            derandomize=not STORIES,
            deadline=None,
            database=None,
            print_blob=True,
            report_multiple_bugs=False,
            # The smallest story takes minutes to find: only where somebody looks for it.
            phases=[Phase.generate, *([Phase.shrink] if SHRINK else [])],
            suppress_health_check=list(HealthCheck),
        ),
    )
