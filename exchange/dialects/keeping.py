"""Pure: layouts and answers as plain JSON values, to be kept between one page and the next."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from exchange.amounts import Mark
from exchange.dates import Order
from exchange.dialects.answers import Answers, ReasonAnswer
from exchange.dialects.by_hand import BY_HAND
from exchange.dialects.fields import Field, Kind
from exchange.dialects.recognition import DIALECTS, Layout
from exchange.lost import Outcome
from prospects.conversations import ExitConversation

_BY_CODE = {dialect.code: dialect for dialect in (*DIALECTS, BY_HAND)}


def layout_as_json(layout: Layout) -> dict[str, Any]:
    """A layout, without its score."""
    return {"dialect": layout.dialect.code, "kind": layout.kind, "columns": dict(layout.columns)}


def layout_from_json(kept: dict[str, Any]) -> Layout:
    """The layout that was kept; raises KeyError or ValueError for what is none."""
    columns = {Field(name): str(header) for name, header in kept["columns"].items()}
    return Layout(_BY_CODE[kept["dialect"]], Kind(kept["kind"]), columns)


def answers_as_json(answers: Answers) -> dict[str, Any]:
    """What somebody answered. Today and the zone are the reader's and are not kept."""
    return {
        "date_orders": dict(answers.date_orders),
        "marks": dict(answers.marks),
        "outcomes": dict(answers.outcomes),
        "reasons": {
            text: [answer.conversation, answer.is_price, answer.key]
            for text, answer in answers.reasons.items()
        },
        "currencies": dict(answers.currencies),
        "home_currency": answers.home_currency,
        "day_if_none": answers.day_if_none.isoformat() if answers.day_if_none else None,
        "leave_undated": answers.leave_undated,
        "take_won": answers.take_won,
    }


def answers_from_json(kept: dict[str, Any], *, today: date, zone: ZoneInfo) -> Answers:
    """The answers that were kept; raises KeyError or ValueError for what is none."""
    day = kept["day_if_none"]
    return Answers(
        date_orders={header: Order(order) for header, order in kept["date_orders"].items()},
        marks={header: Mark(mark) for header, mark in kept["marks"].items()},
        outcomes={name: Outcome(outcome) for name, outcome in kept["outcomes"].items()},
        reasons={
            text: ReasonAnswer(ExitConversation(conversation), bool(is_price), str(key))
            for text, (conversation, is_price, key) in kept["reasons"].items()
        },
        currencies={sign: str(code) for sign, code in kept["currencies"].items()},
        home_currency=str(kept["home_currency"]),
        day_if_none=date.fromisoformat(day) if day else None,
        leave_undated=bool(kept.get("leave_undated", False)),
        today=today,
        zone=zone,
        take_won=bool(kept["take_won"]),
    )
