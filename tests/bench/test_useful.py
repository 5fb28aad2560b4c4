"""The ranking of a library is measured as a whole, at a size that says nothing about speed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.web import ROOT

pytestmark = [pytest.mark.slow]


def test_both_readers_are_told_what_they_would_be_glad_of(tmp_path: Path) -> None:
    told = {"ITEMS": "120", "DATABASE": "sqlite", "BENCH_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "bench.useful"]
    run = subprocess.run(command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=True)
    part, whole = map(json.loads, run.stdout.splitlines())
    assert (part["what"], whole["what"]) == ("useful", "useful_all_shared")
    assert part["sharing"] < whole["sharing"] == 120
    assert part["queries"] == whole["queries"] == 1
