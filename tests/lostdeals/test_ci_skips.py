"""A skip that hides a missing server must not pass unnoticed where everything can be installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lostdeals.launching import PROJECT

pytestmark = pytest.mark.slow

TESTS = """
import pytest

@pytest.mark.needs_service
def test_without_its_server():
    pytest.skip("redis-server is not installed")

@pytest.mark.needs_service
def test_without_sample_data():
    pytest.skip("no sample; set LOSTDEALS_SHARED")

def test_that_skips_for_its_own_reasons():
    pytest.skip("not on this system")
"""


def outcome(folder: Path, **env: str) -> str:
    """The closing line of a run over the tests above, with our conftest."""
    (folder / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport")
    (folder / "test_skips.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = needs_service\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "PYTEST"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", str(folder)]
    env = kept | env | {"PYTHONPATH": str(PROJECT)}
    ended = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False)
    return ended.stdout.strip().splitlines()[-1]


def test_without_ci_a_missing_server_is_a_skip(tmp_path: Path) -> None:
    assert outcome(tmp_path).startswith("3 skipped")


def test_with_ci_a_missing_server_is_a_failure_and_other_reasons_are_not(tmp_path: Path) -> None:
    assert outcome(tmp_path, CI="true").startswith("1 failed, 2 skipped")
