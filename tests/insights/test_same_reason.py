"""Our reason beside the buyer's: what maps to what, and what stands apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.same_reason import MEANS, SAYS_NO_REASON, beside, is_named, our_label
from prospects.conversations import Decided, ExitConversation

pairs = st.dictionaries(
    st.tuples(st.sampled_from(ExitConversation), st.booleans(), st.sampled_from(Decided)),
    st.integers(1, 50),
)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (ExitConversation.COMPETITOR_CHOSEN, Decided.SOMEONE_ELSE),
        (ExitConversation.NOT_A_PRIORITY, Decided.TIMING),
        (ExitConversation.DRIFTED, Decided.TIMING),
        (ExitConversation.BETTER_FIT_ELSEWHERE, Decided.BETTER_FIT),
        (ExitConversation.STAYING_WITH_SUPPLIER, Decided.STAYING),
        (ExitConversation.CANNOT, Decided.COULD_NOT_WORK),
    ],
)
def test_each_conversation_has_its_answer(ours: ExitConversation, theirs: Decided) -> None:
    assert beside({(ours, False, theirs): 3}, 0.9).agreement.share.hits == 3


def test_price_is_a_reason_under_every_conversation() -> None:
    for conversation in MEANS:
        assert our_label(conversation, is_price=True) is Decided.PRICE


def test_price_of_ours_is_not_someone_else_of_theirs() -> None:
    seen = beside({(ExitConversation.COMPETITOR_CHOSEN, True, Decided.SOMEONE_ELSE): 2}, 0.9)
    assert (seen.agreement.share.hits, seen.agreement.share.of) == (0, 2)


def test_whoever_would_rather_not_say_neither_agrees_nor_disagrees() -> None:
    seen = beside(
        {
            (ExitConversation.COMPETITOR_CHOSEN, False, Decided.RATHER_NOT_SAY): 4,
            (ExitConversation.DRIFTED, False, Decided.NOTHING_YET): 2,
            (ExitConversation.UNKNOWN, True, Decided.PRICE): 3,
            (ExitConversation.WE_DECLINED, False, Decided.TIMING): 1,
        },
        0.9,
    )
    assert seen.agreement.share.of == 0
    assert seen.apart == {"rather_not_say": 4, "nothing_yet": 2, "unknown": 3, "we_declined": 1}
    assert seen.answered == 10


def test_agreement_is_counted_and_set_beside_chance() -> None:
    # 10 of 16 on the diagonal; by chance (10 x 8 + 6 x 8) / 16^2 = 0.5; kappa (0.625 - 0.5) / 0.5.
    seen = beside(
        {
            (ExitConversation.NOT_A_PRIORITY, True, Decided.PRICE): 6,
            (ExitConversation.NOT_A_PRIORITY, True, Decided.TIMING): 4,
            (ExitConversation.NOT_A_PRIORITY, False, Decided.TIMING): 4,
            (ExitConversation.DRIFTED, True, Decided.RATHER_NOT_SAY): 5,
            (ExitConversation.DRIFTED, False, Decided.PRICE): 2,
        },
        0.9,
    )
    assert (seen.agreement.share.hits, seen.agreement.share.of) == (10, 16)
    assert seen.agreement.by_chance == pytest.approx(0.5)
    assert seen.agreement.kappa == pytest.approx(0.25)


@given(pairs)
def test_nobody_who_answered_is_dropped(seen: dict[tuple[ExitConversation, bool, Decided], int]) -> None:
    result = beside(seen, 0.9)
    assert result.answered == sum(seen.values())
    assert not any(theirs in SAYS_NO_REASON for _ours, theirs in result.matrix)


def test_a_label_names_the_price_in_any_case_of_letters() -> None:
    assert is_named("Our price, per seat", ("Price", "Preis"))
    assert is_named("PREIS", ("Price", "Preis"))
    assert not is_named("No budget this year", ("Price", "Preis"))
