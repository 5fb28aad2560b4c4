"""What we do not know yet of a person, and which of it to ask next."""

from hypothesis import given
from hypothesis import strategies as st

from prospects.gaps import ABOUT_AN_OFFER, Gap, KnownOf, first_gap

gaps = st.frozensets(st.sampled_from(Gap))


def test_after_a_no_the_need_comes_first_then_the_money() -> None:
    assert first_gap(KnownOf(frozenset(), has_no=True)) == Gap.NEEDS
    assert first_gap(KnownOf(frozenset({Gap.NEEDS}), has_no=True)) == Gap.BUDGET


def test_without_a_no_nobody_is_asked_about_money() -> None:
    assert first_gap(KnownOf(frozenset(), has_no=False)) == Gap.GOALS


def test_who_is_known_well_is_asked_nothing() -> None:
    assert first_gap(KnownOf(frozenset(Gap), has_no=True)) is None
    assert first_gap(KnownOf(frozenset(Gap) - ABOUT_AN_OFFER, has_no=False)) is None


@given(gaps, st.booleans())
def test_the_question_is_always_the_first_open_one(closed: frozenset[Gap], has_no: bool) -> None:
    askable = [gap for gap in Gap if has_no or gap not in ABOUT_AN_OFFER]
    still_open = [gap for gap in askable if gap not in closed]
    assert first_gap(KnownOf(closed, has_no)) == (still_open[0] if still_open else None)
