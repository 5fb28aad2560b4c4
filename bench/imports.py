"""`python -m bench.imports`: what it costs to bring old noes in, all of them in one transaction.

NOES      how many (10000)
DATABASE  sqlite or postgresql

Once they are of as many new people, once of an organisation's one unnamed person thirty each: a process and a
database of its own for either.
"""

import json
import subprocess
import sys
from pathlib import Path

from bench.__main__ import asked, home, tell
from bench.databases import Databases, databases, environment
from bench.held import Figure, missed
from bench.web import ROOT

# How many noes are of one person.
EACH = (1, 30)


def main() -> int:
    """Print the figures; 1 when one of them is not what it is held to."""
    noes, kind = int(asked("NOES", "10000")), asked("DATABASE", "sqlite")
    if kind not in {"sqlite", "postgresql"}:
        sys.exit("DATABASE is sqlite or postgresql.")
    with home() as directory, databases(kind, directory) as store:
        figures = [measured(store, directory, noes, each) for each in EACH]
    tell(figures)
    faults = missed(figures)
    for fault in faults:
        print(fault, file=sys.stderr, flush=True)
    return 1 if faults else 0


def measured(store: Databases, directory: Path, noes: int, each: int) -> Figure:
    """One run."""
    name = f"noes_{each}"
    store.make(name)
    command = (sys.executable, "-m", "bench.imports_run", str(noes), str(each))
    env = environment(store, name, directory)
    run = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    return {"database": store.name, **json.loads(run.stdout)}


if __name__ == "__main__":
    sys.exit(main())
