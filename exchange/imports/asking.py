"""What is asked about an import, once per column or value: as a field of a form, and as an answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from exchange.amounts import Mark
from exchange.currencies import CODES
from exchange.dates import Order
from exchange.dialects.answers import EVERY_OTHER, Answers, Ask, Question, ReasonAnswer
from exchange.imports.reason_choices import ReasonChoices, as_value
from exchange.lost import Outcome

ENDS = (Outcome.DECLINED, Outcome.WON, Outcome.OPEN)
# The other answer to "which day?": rows that tell none stay outside.
LEAVE = "leave"
_FIRST_YEAR = 1951


@dataclass(frozen=True)
class Asking:
    """A question and how many rows wait for its answer; `likely` is what the column points to (an Order)."""

    question: Question
    rows: int = 0
    likely: str = ""

    @property
    def name(self) -> str:
        """The name of its field: the same for the same question, whatever somebody wrote in a file."""
        asked = self.question
        told = "\x1f".join((asked.ask, asked.column, asked.value))
        return f"{asked.ask}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    @property
    def how(self) -> str:
        """The name of the field beside it that leaves such rows out (of a day)."""
        return f"{self.name}-how"

    def as_json(self) -> list[Any]:
        """To be kept until the import is over."""
        asked = self.question
        return [asked.ask, asked.column, asked.value, asked.example, self.rows, self.likely]


def asking_from_json(kept: list[Any]) -> Asking:
    """The question that was kept."""
    ask, column, value, example, rows, likely = kept
    return Asking(Question(Ask(ask), column, value, example), rows, likely)


def every_other() -> Asking:
    """What all reasons mean that have no answer of their own."""
    return Asking(Question(Ask.REASON, "", EVERY_OTHER))


def answer_to(asking: Asking, answers: Answers) -> str:
    """What was answered, as the value of its field; "" where nothing was."""
    asked = asking.question
    match asked.ask:
        case Ask.DATE_ORDER:
            return answers.date_orders.get(asked.column, "")
        case Ask.AMOUNT_MARK:
            return answers.marks.get(asked.column, "")
        case Ask.OUTCOME:
            return answers.outcomes.get(asked.value, "")
        case Ask.CURRENCY:
            return answers.currencies.get(asked.value, "")
        case Ask.DAY:
            day = answers.day_if_none
            return LEAVE if answers.leave_undated else day.isoformat() if day else ""
        case Ask.REASON:
            answer = answers.reasons.get(asked.value)
            return as_value(answer.conversation, answer.key) if answer else ""


def taken(asking: Asking, typed: str, answers: Answers, reasons: ReasonChoices) -> Answers:
    """The answers with this one; as they were where what was typed is no answer."""
    asked = asking.question
    match asked.ask:
        case Ask.DATE_ORDER if typed in set(Order):
            return replace(answers, date_orders={**answers.date_orders, asked.column: Order(typed)})
        case Ask.AMOUNT_MARK if typed in set(Mark):
            return replace(answers, marks={**answers.marks, asked.column: Mark(typed)})
        case Ask.OUTCOME if typed in ENDS:
            return replace(answers, outcomes={**answers.outcomes, asked.value: Outcome(typed)})
        case Ask.CURRENCY if typed in CODES:
            return replace(answers, currencies={**answers.currencies, asked.value: typed})
        case Ask.DAY if typed == LEAVE:
            return replace(answers, leave_undated=True, day_if_none=None)
        case Ask.DAY:
            return replace(
                answers, leave_undated=False, day_if_none=day_of(typed, answers.today) or answers.day_if_none
            )
        case Ask.REASON:
            return replace(answers, reasons=_with_reason(asking, typed, answers.reasons, reasons))
    return answers


def _with_reason(
    asking: Asking, typed: str, known: Mapping[str, ReasonAnswer], reasons: ReasonChoices
) -> Mapping[str, ReasonAnswer]:
    asked = asking.question
    if not typed:
        return {text: answer for text, answer in known.items() if text != asked.value}
    answer = reasons.answer(typed, asked.example)
    return {**known, asked.value: answer} if answer else known


def posted_for(asking: Asking, posted: Mapping[str, str], said: Answers) -> str | None:
    """What was answered in a form; None where it did not ask.

    A day typed now stands above a tick from before that leaves such rows out.
    """
    typed = posted.get(asking.name)
    if posted.get(asking.how) == LEAVE and not (said.leave_undated and typed):
        return LEAVE
    return typed


def day_of(typed: str, today: date | None) -> date | None:
    """A day that is not ahead; None for anything else."""
    day = read_day(typed)
    return day if day and (today is None or day <= today) else None


def read_day(typed: str) -> date | None:
    """A day of the calendar as browsers write it, of this century or near it; None for anything else."""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None
