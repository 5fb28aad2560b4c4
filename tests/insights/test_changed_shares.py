"""What changed against the months before: claimed only where it is shown."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.month_story import changed_shares
from insights.proportions import Share

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), max_size=6)


def test_a_reason_that_was_given_far_more_often_is_named() -> None:
    found = changed_shares({"No budget": 14, "Other": 6}, {"No budget": 5, "Other": 95})
    assert found is not None
    assert [(one.label, one.is_more) for one in found] == [("No budget", True), ("Other", False)]
    assert (found[0].now, found[0].before) == (Share(14, 20), Share(5, 100))


def test_a_little_more_is_no_change() -> None:
    assert changed_shares({"a": 4, "b": 6}, {"a": 20, "b": 40}) == ()


@pytest.mark.parametrize(("now", "before"), [({}, {}), ({"a": 4}, {"a": 90}), ({"a": 90}, {"a": 4})])
def test_of_too_few_nothing_is_said(now: dict[str, int], before: dict[str, int]) -> None:
    assert changed_shares(now, before) is None


@given(COUNTS, COUNTS)
def test_what_is_claimed_is_true_of_the_counts(now: dict[str, int], before: dict[str, int]) -> None:
    for one in changed_shares(now, before) or ():
        assert one.now.rate is not None
        assert one.before.rate is not None
        assert (one.now.rate > one.before.rate) is one.is_more


def test_on_noise_hardly_ever_anything_is_claimed() -> None:
    chance, claims = Random(2026), 0
    for _ in range(200):
        now, before = (Counter(chance.choices("abcdef", k=k)) for k in (15, 80))
        claims += bool(changed_shares(now, before))
    assert claims <= 10
