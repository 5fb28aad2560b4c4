"""A command says how far it has come: drawn over on a terminal, line by line elsewhere."""

from io import StringIO

import pytest

from exchange import terminal_bar
from exchange.terminal_bar import TerminalBar


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(terminal_bar.time, "monotonic", lambda: now[0])
    return now


def test_a_terminal_sees_one_line_that_fills(clock: list[float]) -> None:
    out = Terminal()
    with TerminalBar(out, "Packing") as bar:
        for done in (0, 5000, 10_000):
            bar.at(done, 10_000)
            clock[0] += 1
    lines = out.getvalue().split("\r")
    assert lines[1].startswith("Packing  [..............................]   0%  0 of 10,000")
    assert lines[2] == "Packing  [###############...............]  50%  5,000 of 10,000"
    assert lines[3] == "Packing  [##############################] 100%  10,000 of 10,000\n"


def test_it_is_not_drawn_for_every_row(clock: list[float]) -> None:
    out = Terminal()
    bar = TerminalBar(out, "Packing")
    for done in range(1000):
        bar.at(done, 1000)
    bar.at(1000, 1000)
    assert out.getvalue().count("\r") == 2, "the first, and the last in any case"


def test_a_shorter_line_leaves_nothing_of_the_longer_one(clock: list[float]) -> None:
    out = Terminal()
    bar = TerminalBar(out, "Reading")
    bar.at(1_000_000, 0)
    clock[0] += 1
    bar.at(7, 0)
    assert out.getvalue() == "\rReading  1,000,000\rReading  7        "


def test_a_pipe_gets_a_line_every_ten_seconds_and_the_last(clock: list[float]) -> None:
    out = StringIO()
    with TerminalBar(out, "Packing") as bar:
        for done in range(26):
            bar.at(done, 25)
            clock[0] += 1
    assert [line.split("] ")[1].strip() for line in out.getvalue().splitlines()] == [
        "0%  0 of 25",
        "40%  10 of 25",
        "80%  20 of 25",
        "100%  25 of 25",
    ]


def test_more_than_all_is_all(clock: list[float]) -> None:
    out = StringIO()
    TerminalBar(out, "Packing").at(7, 5)
    assert "100%  7 of 5" in out.getvalue()
