"""Bringing old noes in is measured as a whole, with so few that it says nothing about speed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.web import ROOT

pytestmark = [pytest.mark.slow]


def test_both_kinds_of_file_are_recorded_by_few_statements(tmp_path: Path) -> None:
    told = {"NOES": "240", "DATABASE": "sqlite", "BENCH_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "bench.imports"]
    run = subprocess.run(command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=True)
    apart, together = map(json.loads, run.stdout.splitlines())
    assert (apart["what"], apart["noes"], apart["each"], together["each"]) == ("import", 240, 1, 30)
    # One by one they would be thousands.
    assert max(apart["queries"], together["queries"]) < 90
