"""`make bench`: what the pages cost, as multiples of what a plain Django page and form cost here.

ROWS      follow-ups in the database; several sizes, separated by commas, are measured in the same rounds
DATABASE  sqlite or postgresql
PEOPLE    people beside them, where it should be another number than the size's own
ROUNDS    how often everything takes its turn
BENCH_DIR where filled databases stay for the next run; without it they go when the run ends
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from bench import weight, when
from bench.databases import databases, environment, filled
from bench.held import Figure, missed
from bench.measuring import WARM_UP, Bench
from bench.web import ROOT, Web


def main() -> int:
    """Print the figures; 1 when one of them is not what it is held to."""
    sizes = [int(size) for size in asked("ROWS", "10000,100000").split(",")]
    kind, people, rounds = asked("DATABASE", "sqlite"), int(asked("PEOPLE", "0")), int(asked("ROUNDS", "20"))
    if kind not in {"sqlite", "postgresql"}:
        sys.exit("DATABASE is sqlite or postgresql.")
    figures = [when.measure()]
    tell(figures)
    with home() as directory:
        figures += measured(kind, directory, sizes, people, rounds)
    faults = missed(figures)
    for fault in faults:
        print(fault, file=sys.stderr, flush=True)
    return 1 if faults else 0


def asked(name: str, default: str) -> str:
    """What the environment says; make passes on what is empty."""
    return os.environ.get(name) or default


def measured(kind: str, home: Path, sizes: list[int], people: int, rounds: int) -> list[Figure]:
    """The figures of all sizes, printed as soon as they are known."""
    collect_static_files(home)
    with ExitStack() as open_things:
        store = open_things.enter_context(databases(kind, home))
        benches = []
        for rows in sizes:
            name, stage = filled(store, home, rows, people, datetime.now(UTC).date())
            copy = f"used_{rows}"
            store.copy(name, copy)
            web = Web(environment(store, copy, home), home / f"web_{rows}.log")
            open_things.callback(store.make, copy)
            open_things.callback(web.stop)
            benches.append(Bench(web, stage, lambda copy=copy: store.pids(copy)))
        for number in range(rounds + WARM_UP):
            for bench in benches:
                bench.turn(number)
        figures: list[Figure] = []
        for bench in benches:
            bench.count_queries()
            figures += bench.figures(kind)
        figures.append(weight.first_visit(benches[0].web.browser(benches[0].stage.reader.session), kind))
        tell(figures)
        return figures


def tell(figures: list[Figure]) -> None:
    """One JSON line each."""
    for figure in figures:
        print(json.dumps(figure), flush=True)


def collect_static_files(home: Path) -> None:
    """As `serve` does before it starts."""
    code = "import django; django.setup(); from lostdeals.static_files import collect_if_changed as go; go()"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "LOSTDEALS_VAR": str(home / "var"),
        "LOSTDEALS_ENV_FILE": "",
    }
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True, stdout=sys.stderr)


@contextmanager
def home() -> Iterator[Path]:
    """Where databases are filled."""
    if kept := os.environ.get("BENCH_DIR"):
        directory = Path(kept).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        yield directory
        return
    var = Path(os.environ.get("LOSTDEALS_VAR", ROOT / "var")) / "bench"
    var.mkdir(parents=True, exist_ok=True)
    directory = Path(mkdtemp(dir=var))
    directory.chmod(0o755)  # PostgreSQL runs as somebody else
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    sys.exit(main())
