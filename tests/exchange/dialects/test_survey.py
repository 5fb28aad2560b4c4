"""A whole file: what its columns settle, what is asked once however many rows wait, and what is left out."""

from dataclasses import replace
from datetime import date

from exchange.amounts import Mark
from exchange.dates import Order
from exchange.dialects.answers import Answers, Ask, ReasonAnswer
from exchange.dialects.recognition import by_hand
from exchange.dialects.survey import settle, survey
from exchange.lost import Outcome
from exchange.reasons import propose
from prospects.conversations import ExitConversation

EUR = Answers(home_currency="EUR")
HEADERS = ("Company", "Stage", "Close date", "Created", "Amount", "Reason")
LAYOUT = by_hand(HEADERS)


def row(*cells: str) -> dict[str, str | None]:
    return dict(zip(HEADERS, cells, strict=True))


MIXED = [
    row("A", "Lost", "03/04/2026", "13/01/2026", "1.234", "no budget"),
    row("B", "Lost", "05/06/2026", "14/01/2026", "2.000", "No Budget"),
    row("C", "Lost", "05/05/2026", "15/01/2026", "500", "went elsewhere"),
    row("D", "Won", "05/06/2026", "16/01/2026", "9.000", ""),
    row("E", "Talking", "", "17/01/2026", "", ""),
    row("F", "Lost", "soon", "", "", ""),
]


def test_each_thing_is_asked_once_with_the_number_of_rows_that_wait() -> None:
    found = survey(LAYOUT, MIXED, settle(LAYOUT, MIXED, EUR))
    assert {(each.question.ask, each.question.value, each.rows) for each in found.questions} == {
        (Ask.DATE_ORDER, "", 2),
        (Ask.AMOUNT_MARK, "", 2),
        (Ask.REASON, "no budget", 2),
        (Ask.REASON, "went elsewhere", 1),
    }
    assert found.outcomes == {Outcome.DECLINED: 4, Outcome.WON: 1, Outcome.OPEN: 1}
    assert (found.taken, found.waiting, found.problems) == (0, 3, 1)


def test_a_column_beside_it_hints_at_the_order_of_days() -> None:
    found = survey(LAYOUT, MIXED, EUR)
    likely = {each.question.ask: each.likely for each in found.questions}
    assert likely[Ask.DATE_ORDER] is Order.DAY_FIRST


def test_a_reason_comes_with_its_proposal_and_as_it_was_first_written() -> None:
    found = survey(LAYOUT, MIXED, EUR)
    (budget,) = (each for each in found.questions if each.question.value == "no budget")
    assert budget.question.example == "no budget"
    assert budget.likely == propose("no budget")


def test_answered_everything_is_read() -> None:
    answers = replace(
        EUR,
        date_orders={"Close date": Order.DAY_FIRST},
        marks={"Amount": Mark.COMMA},
        reasons={
            "no budget": ReasonAnswer(ExitConversation.NOT_A_PRIORITY),
            "went elsewhere": ReasonAnswer(ExitConversation.COMPETITOR_CHOSEN),
        },
    )
    found = survey(LAYOUT, MIXED, answers)
    assert (found.taken, found.waiting, found.problems, found.questions) == (3, 0, 1, ())


def test_what_a_column_proves_is_not_asked_and_an_answer_stands_above_it() -> None:
    rows = [row("A", "Lost", "13/04/2026", "", "1,5", ""), row("B", "Lost", "03/04/2026", "", "1.234", "")]
    settled = settle(LAYOUT, rows, EUR)
    assert settled.date_orders == {"Close date": Order.DAY_FIRST}
    assert settled.marks == {"Amount": Mark.COMMA}
    assert survey(LAYOUT, rows, settled).taken == 2
    answered = settle(LAYOUT, rows, replace(EUR, date_orders={"Close date": Order.MONTH_FIRST}))
    assert answered.date_orders == {"Close date": Order.MONTH_FIRST}
    assert survey(LAYOUT, rows, answered).problems == 1


def test_a_file_without_days_asks_for_one_day() -> None:
    layout = by_hand(["Company", "Status"])
    rows = [{"Company": name, "Status": "lost"} for name in "ABC"]
    (asked,) = survey(layout, rows, EUR).questions
    assert (asked.question.ask, asked.rows) == (Ask.DAY, 3)
    assert survey(layout, rows, replace(EUR, day_if_none=date(2026, 1, 2))).taken == 3


def test_rows_may_go_by_only_once() -> None:
    assert survey(LAYOUT, iter(MIXED), EUR) == survey(LAYOUT, MIXED, EUR)
    assert settle(LAYOUT, iter(MIXED), EUR) == settle(LAYOUT, MIXED, EUR)
