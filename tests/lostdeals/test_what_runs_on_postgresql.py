"""The second run of the suite, on PostgreSQL, leaves out what has no database, and nothing else."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def collected(*arguments: str) -> set[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}


def test_pure_rules_are_left_out_and_what_reads_or_writes_is_not() -> None:
    asked = [
        "tests/insights/test_survival.py",
        "tests/prospects/test_reasons.py",
        "tests/lostdeals/test_clock.py",
    ]
    assert collected(*asked) == set(asked)
    assert collected("--on-the-database", *asked) == set(asked[1:])
