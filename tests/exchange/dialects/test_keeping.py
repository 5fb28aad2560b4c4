"""Layouts and answers survive the way through JSON."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from exchange.amounts import Mark
from exchange.dates import Order
from exchange.dialects.answers import Answers, ReasonAnswer
from exchange.dialects.keeping import answers_as_json, answers_from_json, layout_as_json, layout_from_json
from exchange.dialects.recognition import Layout, by_hand, recognise
from exchange.lost import Outcome
from prospects.conversations import ExitConversation

TODAY, BERLIN = date(2026, 11, 30), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "layout", [by_hand(["Firma", "Grund"]), recognise(["Deal - Title", "Deal - Status"])]
)
def test_a_layout_comes_back(layout: Layout) -> None:
    kept = json.loads(json.dumps(layout_as_json(layout)))
    back = layout_from_json(kept)
    assert (back.dialect, back.kind, back.columns) == (layout.dialect, layout.kind, layout.columns)


def test_answers_come_back() -> None:
    answers = Answers(
        date_orders={"Close date": Order.DAY_FIRST},
        marks={"Amount": Mark.COMMA},
        outcomes={"dead": Outcome.DECLINED},
        reasons={"too expensive": ReasonAnswer(ExitConversation.COMPETITOR_CHOSEN, True, "7")},
        currencies={"$": "CAD"},
        home_currency="EUR",
        day_if_none=date(2026, 1, 2),
        leave_undated=True,
        today=TODAY,
        zone=BERLIN,
        take_won=True,
    )
    kept = json.loads(json.dumps(answers_as_json(answers)))
    assert answers_from_json(kept, today=TODAY, zone=BERLIN) == answers


def test_what_nobody_kept_is_refused() -> None:
    with pytest.raises(KeyError):
        layout_from_json({"dialect": "nobody", "kind": "deals", "columns": {}})
    with pytest.raises(ValueError, match="no_field"):
        layout_from_json({"dialect": "odoo", "kind": "deals", "columns": {"no_field": "x"}})
