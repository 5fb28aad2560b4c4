"""What charts are called: never more than their interval says, and how many more it takes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from insights.charts.months import Month
from insights.findings import finding
from insights.headlines import comes_back_most, lately, most_common, time_to_yes, too_few
from insights.proportions import Share

LABELS = {key: key for key in "abcdef"}
SHARES = st.integers(0, 60).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))
GROUPS = st.dictionaries(st.sampled_from("abcdef"), SHARES, max_size=6)


def test_too_few_says_how_many_more_it_takes() -> None:
    assert too_few(4) == "Too few to say. One more and we can."
    assert too_few(0) == "Too few to say. Five more and we can."


def test_the_most_common_no_is_counted_not_guessed() -> None:
    assert most_common({"Not now": 19, "Went quiet": 4}) == "You hear “Not now” most often: 19 of 23"
    assert most_common({"Not now": 9, "Went quiet": 9}) == "No single no stands out"
    assert most_common({"Not now": 3}) == "Too few to say. Two more and we can."
    assert most_common({}) == "Too few to say. Five more and we can."


def test_a_clear_difference_is_said() -> None:
    shares = {"a": Share(40, 60), "b": Share(5, 60), "c": Share(6, 60)}
    assert comes_back_most(shares, LABELS) == "“a” comes back more often than the others"
    lower = {"a": Share(0, 60), "b": Share(30, 60), "c": Share(28, 60)}
    assert comes_back_most(lower, LABELS) == "“a” comes back less often than the others"


def test_where_ranges_overlap_it_only_may_be() -> None:
    shares = {"a": Share(6, 19), "b": Share(2, 13), "c": Share(1, 11)}
    assert comes_back_most(shares, LABELS) == "“a” may be what comes back most; it is too early to say"


def test_where_nothing_differs_nothing_is_said() -> None:
    shares = {key: Share(5, 30) for key in "abcd"}
    assert comes_back_most(shares, LABELS) == "No kind of no comes back clearly more than another"
    assert comes_back_most({"a": Share(0, 30)}, LABELS) == "None has come back yet, of 30"
    assert comes_back_most({"a": Share(1, 2)}, LABELS) == "Too few to say. Three more and we can."


@given(GROUPS)
def test_more_or_less_often_is_said_only_of_what_is_found(groups: dict[str, Share]) -> None:
    claims = [key for key, one in finding(groups).items() if one.verdict.is_claim]
    title = comes_back_most(groups, LABELS)
    assert ("often than" in title) == bool(claims) or "Too few" in title or "None has" in title


def test_the_time_is_that_of_those_who_came_back() -> None:
    assert time_to_yes(92, 11, 64) == "The middle one of the 11 that came back took 92 days. Keep going."
    assert time_to_yes(30, 2, 64) == "2 came back so far, too few to say how long it takes"
    assert time_to_yes(None, 0, 64) == "None has come back yet. Keep going."
    assert time_to_yes(3, 1, 3) == "Too few to say. Two more and we can."


def test_the_last_three_months_are_counted_and_compared_with_nothing() -> None:
    months = [Month(date(2026, month, 1), noes, 1) for month, noes in ((1, 4), (2, 6), (3, 3), (4, 2))]
    assert (
        lately(months, date(2026, 4, 9)) == "Since February: 11 noes; of these and earlier ones, 3 came back"
    )
    assert lately(months[:1], date(2026, 4, 9)) == "Too few to say. One more and we can."
