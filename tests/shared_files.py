"""Files of the shared folder beside the project; a checkout without it skips the tests that ask for one."""

import os
from pathlib import Path

import pytest

from tests.conftest import DATA_VARIABLE

PROJECT = Path(__file__).resolve().parents[1]


def shared_file(*parts: str) -> Path:
    """A file or folder under `data` there."""
    shared = Path(os.environ.get(DATA_VARIABLE) or PROJECT.parent / "shared")
    path = shared.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"no {path}; set {DATA_VARIABLE} to the shared folder")
    return path
