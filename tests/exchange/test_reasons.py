"""What people type as a reason, as a kind of no: proposed where the words say it, asked where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.reasons import Proposal, propose
from prospects.conversations import ExitConversation
from tests.exchange.real_files import needs_real_files, rows_of

NOT_A_PRIORITY = ExitConversation.NOT_A_PRIORITY
COMPETITOR = ExitConversation.COMPETITOR_CHOSEN
BETTER_FIT = ExitConversation.BETTER_FIT_ELSEWHERE
STAYING = ExitConversation.STAYING_WITH_SUPPLIER
DRIFTED = ExitConversation.DRIFTED
CANNOT = ExitConversation.CANNOT
DECLINED = ExitConversation.WE_DECLINED
UNKNOWN = ExitConversation.UNKNOWN

# By row of the collection of 121 real reasons, from 1: what a person says each text means. The texts stay
# where they are. A row in two lines may be either; a row in none says nothing about the conversation.
LABELS: dict[ExitConversation, str] = {
    NOT_A_PRIORITY: "3 6 10 11 12 19 20 30 31 32 39 40 51 53 58 60 61 62 70 71 75 77 79 84 87 89 90 97 98 99"
    " 101 102 107 110 115 120 121",
    COMPETITOR: "1 2 7 8 9 13 14 15 17 18 22 23 29 33 37 41 47 57 64 65 66 67 74 82 83 86 94 104 109",
    BETTER_FIT: "35 42 52 81 107 111 114 117",
    STAYING: "69",
    DRIFTED: "27 28 34 43 56 63 80 88 91 95 100 106 113 116",
    CANNOT: "26 49 50 70 105 108",
    DECLINED: "26 30 35 112",
    UNKNOWN: "36 45 59 76 118",
}
ABOUT_THE_PRICE = set(
    map(
        int,
        ["4", "5", "8", "9", "13", "15", "16", "18", "22", "23", "29", "37", "38", "46", "54", "68", "96"],
    )
)


def labels(row: int) -> set[ExitConversation]:
    return {kind for kind, rows in LABELS.items() if row in map(int, rows.split())}


@pytest.fixture(scope="module")
def proposals() -> dict[int, Proposal]:
    return {row: propose(each["text"]) for row, each in enumerate(rows_of("deals", "lost_reasons.csv"), 1)}


@needs_real_files
def test_of_121_real_reasons_none_gets_a_wrong_proposal(proposals: dict[int, Proposal]) -> None:
    wrong = {
        row: each
        for row, each in proposals.items()
        if each.conversation is not None and each.conversation not in labels(row)
    }
    assert wrong == {}
    assert len(proposals) == 121


@needs_real_files
def test_three_in_five_are_clear_and_seven_in_ten_have_a_proposal(proposals: dict[int, Proposal]) -> None:
    proposed = [row for row, each in proposals.items() if each.conversation is not None]
    clear = [row for row in proposed if proposals[row].is_clear]
    assert (len(proposed), len(clear)) == (85, 74)


@needs_real_files
def test_every_reason_about_the_price_is_known_as_one(proposals: dict[int, Proposal]) -> None:
    assert {row for row, each in proposals.items() if each.is_price} == ABOUT_THE_PRICE


@pytest.mark.parametrize("text", ["Too expensive", "Preis", "Trop cher", "Muy caro", "Дорого", "太贵"])
def test_price_alone_says_no_conversation_and_never_no_budget(text: str) -> None:
    proposal = propose(text)
    assert (proposal.conversation, proposal.is_price) == (None, True)


@pytest.mark.parametrize("text", ["No budget", "Kein Budget", "Sin presupuesto", "预算不足", "Нет бюджета"])
def test_no_budget_is_not_the_price(text: str) -> None:
    proposal = propose(text)
    assert (proposal.conversation, proposal.is_price) == (NOT_A_PRIORITY, False)


@pytest.mark.parametrize(
    ("text", "conversation"),
    [
        ("Staying with incumbent", STAYING),
        ("bleibt bei bestehendem Anbieter", STAYING),
        ("Keine Rückmeldung", DRIFTED),
        ("LOST_TO_COMPETITION", COMPETITOR),
        ("lostToCompetitor", COMPETITOR),
        ("We declined", DECLINED),
        ("Company policy", CANNOT),
        ("N/A", UNKNOWN),
        ("Konkurrenz gewählt", COMPETITOR),
        ("Pas le moment", NOT_A_PRIORITY),
        ("fehlende Funktionen", BETTER_FIT),
    ],
)
def test_words_of_several_languages(text: str, conversation: ExitConversation) -> None:
    assert propose(text).conversation is conversation


def test_two_kinds_in_one_text_are_asked() -> None:
    assert propose("Budget, went with a competitor").conversation is None
    assert propose("Timing / no response").conversation is None


def test_price_beside_a_kind_is_both() -> None:
    proposal = propose("Competitor was cheaper")
    assert (proposal.conversation, proposal.is_price) == (COMPETITOR, True)


def test_other_beside_something_says_the_something() -> None:
    assert propose("Other: no budget").conversation is NOT_A_PRIORITY
    assert propose("Other (price)").conversation is None


def test_other_with_words_we_do_not_know_is_asked() -> None:
    assert propose("Closed with the other broker").conversation is None
    assert propose("Other").conversation is UNKNOWN


def test_what_switching_costs_is_not_our_price() -> None:
    proposal = propose("Switching costs too much")
    assert (proposal.conversation, proposal.is_price) == (STAYING, False)


@pytest.mark.parametrize(
    "text",
    [
        "Chose not to proceed",
        "Chose to build in-house",
        "Lost to follow-up",
        "Too few concurrent users",
        "Presupuesto demasiado alto",
        "Over budget",
        "Expectations too high",
    ],
)
def test_words_that_only_look_like_a_kind_are_asked(text: str) -> None:
    assert propose(text) == Proposal()


def test_a_text_that_turns_its_words_round_is_asked() -> None:
    assert propose("It was not about the price or the budget") == Proposal()


def test_a_sentence_is_a_hint_at_most() -> None:
    proposal = propose("They told us at length over coffee that their budget for next year is not approved")
    assert proposal.conversation is NOT_A_PRIORITY
    assert not proposal.is_clear


def test_nothing_says_nothing() -> None:
    assert propose("") == propose(" - ") == propose("xyz") == Proposal()


@given(st.text(max_size=60))
def test_a_proposal_never_claims_more_than_the_text_holds(text: str) -> None:
    proposal = propose(text)
    assert 0 <= proposal.coverage <= 1
    assert proposal.conversation is not None or not proposal.is_clear
