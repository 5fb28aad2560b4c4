"""`python -m bench.useful`: what it costs to find what of a big library somebody would be glad of.

ITEMS     items in the library (5000)
DATABASE  sqlite or postgresql

Two people of the same team ask in turns: one whose topics a part of the library shares, as in a real one, and
one who shares a topic with every item.
"""

import json
import subprocess
import sys

from bench.__main__ import asked, home, tell
from bench.databases import databases, environment
from bench.held import Figure, missed
from bench.web import ROOT


def main() -> int:
    """Print the figures; 1 when one of them is not what it is held to."""
    items, kind = int(asked("ITEMS", "5000")), asked("DATABASE", "sqlite")
    if kind not in {"sqlite", "postgresql"}:
        sys.exit("DATABASE is sqlite or postgresql.")
    figures = measured(kind, items)
    tell(figures)
    faults = missed(figures)
    for fault in faults:
        print(fault, file=sys.stderr, flush=True)
    return 1 if faults else 0


def measured(kind: str, items: int) -> list[Figure]:
    """One run in a process of its own, on a database of its own."""
    with home() as directory, databases(kind, directory) as store:
        name = f"library_{items}"
        store.make(name)
        command = (sys.executable, "-m", "bench.useful_run", str(items))
        env = environment(store, name, directory)
        run = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
        return [{"database": kind, **json.loads(line)} for line in run.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
