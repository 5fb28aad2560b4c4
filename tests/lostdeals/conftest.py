from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lostdeals.launching import Launched


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Launched]]:
    """Start processes that cannot outlive the test."""
    launched: list[Launched] = []

    def start(command: list[str], env: dict[str, str]) -> Launched:
        launched.append(Launched(command, env, tmp_path / f"output-{len(launched)}.log"))
        return launched[-1]

    yield start
    for process in launched:
        process.clean_up()
