"""Counts the (route, actor, method) cells the walk tried, and tells at the end of the run, whichever of
several processes tried them."""

from collections.abc import Iterator

import pytest

PROPERTY = "cells"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line of the summary: what the walk over the URLconf tried, for each actor and in all."""
    tried = dict(_tried(terminalreporter))
    if tried:
        each = ", ".join(f"{who} {count:,}" for who, count in sorted(tried.items()))
        terminalreporter.write_line(
            f"The walk tried {sum(tried.values()):,} (route, actor, method) cells: {each}."
        )


def _tried(terminalreporter: pytest.TerminalReporter) -> Iterator[tuple[str, int]]:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties if report.when == "call" else ():
                if name == PROPERTY:
                    yield value
