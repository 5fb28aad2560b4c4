"""PRODUCT.md, row 4: a rational no from the decision maker, told in person, is worth the most."""

import pytest

from prospects.conversations import ToldBy
from prospects.labels import TOLD_BY
from prospects.models import Loss
from tests.practices.desk import Desk, timeline


@pytest.mark.parametrize("told_by", TOLD_BY)
def test_how_it_reached_us_is_recorded_and_shown(desk: Desk, told_by: ToldBy) -> None:
    page = desk.log(told_by=told_by.value)
    assert Loss.objects.get().told_by == told_by
    assert str(TOLD_BY[told_by]) in timeline(page)[0]


def test_a_no_from_the_decision_maker_says_so(desk: Desk) -> None:
    page = desk.log(is_decision_maker="on")
    loss = Loss.objects.get()
    assert loss.by_decision_maker
    assert loss.prospect.is_decision_maker
    assert "decision maker" in page.text


def test_the_best_no_there_is_is_marked(desk: Desk) -> None:
    page = desk.log(conversation="cannot", told_by="met", is_decision_maker="on")
    assert "no other no is worth as much" in page.text


@pytest.mark.parametrize(
    "less", [{"told_by": "mail"}, {"is_decision_maker": None}, {"conversation": "not_a_priority"}]
)
def test_any_other_no_is_not(desk: Desk, less: dict[str, str]) -> None:
    typed = {"conversation": "cannot", "told_by": "met", "is_decision_maker": "on", **less}
    assert "no other no is worth as much" not in desk.log(**typed).text


def test_being_passed_down_is_recorded_and_shown(desk: Desk) -> None:
    page = desk.log(delegated_to="Frau Lang, assistant")
    assert Loss.objects.get().delegated_to == "Frau Lang, assistant"
    assert "Frau Lang, assistant" in page.text


def test_what_was_written_down_wrongly_is_put_right(desk: Desk) -> None:
    page = desk.log(told_by="mail")
    edit = f"/losses/{Loss.objects.get().pk}/edit/"
    assert edit in {link.attrs["href"].partition("?")[0] for link in page.all("a", href=True)}
    page = desk.send(desk.look(edit), edit, told_by="met", by_decision_maker="on", delegated_to="Frau Lang")
    loss = Loss.objects.get()
    assert (loss.told_by, loss.by_decision_maker, loss.delegated_to) == ("met", True, "Frau Lang")
    assert "In person" in timeline(page)[0]
