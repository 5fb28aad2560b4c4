"""docs/practices.md names every practice once, with tests that exist and addresses there are."""

import ast
import re

import pytest

from tests.practices.table import ROOT, Practice, practices
from tests.security.routes import all_routes

ROWS = [*range(1, 17), *range(18, 23), *range(25, 38)]
CONVERTED = re.compile(r"<(?:slug|str):(figure|key)>")


def test_every_row_stands_there_once() -> None:
    assert [practice.number for practice in practices()] == ROWS


@pytest.mark.parametrize("practice", practices(), ids=lambda practice: f"row {practice.number}")
def test_each_row_has_words_a_screen_and_a_test_of_its_own(practice: Practice) -> None:
    assert practice.words
    assert practice.addresses
    file = ROOT / practice.test
    assert file.name.startswith(f"test_row_{practice.number:02d}_")
    tests = [
        node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
    ]
    assert any(node.name.startswith("test_") for node in tests)


def test_every_test_of_a_row_stands_in_the_table() -> None:
    files = {f"tests/practices/{file.name}" for file in (ROOT / "tests" / "practices").glob("test_row_*.py")}
    assert {practice.test for practice in practices()} == files


@pytest.mark.parametrize("practice", practices(), ids=lambda practice: f"row {practice.number}")
def test_each_address_is_a_route(practice: Practice) -> None:
    routes = {"/" + CONVERTED.sub(r"<\1>", route.replace("<uuid:pk>", "<id>")) for route in all_routes()}
    assert set(practice.addresses) <= routes
