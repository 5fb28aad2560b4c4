"""The benchmark runs as a whole, at a size that says nothing about speed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.scenarios import SCENARIOS
from bench.web import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.needs_service]


def test_every_figure_is_measured_over_http(tmp_path: Path) -> None:
    told = {"ROWS": "400", "ROUNDS": "1", "DATABASE": "sqlite", "BENCH_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "bench"]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False
    )
    figures = {figure["what"]: figure for figure in map(json.loads, run.stdout.splitlines())}
    expected = {scenario.what for scenario in SCENARIOS} | {"when", "seeding", "first_visit"}
    assert set(figures) == expected, run.stderr
    for scenario in SCENARIOS:
        assert figures[scenario.what]["rows"] == 400
        assert figures[scenario.what]["cpu_ms"] > 0
        assert figures[scenario.what]["p50_ms"] > 0
        assert figures[scenario.what]["queries"] >= 2, "session and user at least"
    assert figures["floor_page"]["floor_ratio"] == 1
    # At this size a missed figure says nothing; anything else that went wrong has another exit code.
    assert run.returncode == (1 if run.stderr else 0), run.stderr
