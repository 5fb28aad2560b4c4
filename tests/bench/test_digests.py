"""The run of digests is measured as a whole, at a size that says nothing about speed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.web import ROOT

pytestmark = [pytest.mark.slow]


def test_every_reader_gets_one_and_the_bare_loop_sends_as_many(tmp_path: Path) -> None:
    told = {"PEOPLE": "40", "DATABASE": "sqlite", "BENCH_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "bench.digests"]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False
    )
    [figure] = map(json.loads, run.stdout.splitlines())
    assert (figure["what"], figure["people"], figure["database"]) == ("digests", 40, "sqlite")
    assert 0 < figure["ratio"] < 1, run.stderr
    assert figure["bare_cpu_ms"] < figure["cpu_ms"]
    # At this size a missed figure says nothing; anything else that went wrong has another exit code.
    assert run.returncode == (1 if run.stderr else 0), run.stderr
