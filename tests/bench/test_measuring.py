"""Only the answer that was to be measured counts."""

import pytest

from bench.measuring import Unexpected, check
from bench.scenarios import SCENARIOS
from bench.web import Answer

[COMPLETE] = [one for one in SCENARIOS if one.what == "complete"]


def test_a_row_that_was_done_before_is_not_a_completion() -> None:
    check(COMPLETE, Answer(303, b"", {"location": "/"}, 1.0))
    with pytest.raises(Unexpected):
        check(COMPLETE, Answer(303, b"", {"location": "/followups/1/"}, 1.0))
