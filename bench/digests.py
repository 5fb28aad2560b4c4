"""`python -m bench.digests`: what a morning of digests costs, beside a bare loop that sends the same bytes.

PEOPLE    readers, five follow-ups due to each (10000)
DATABASE  sqlite or postgresql

One worker plans and delivers, queries and rendering included, to a mail server in another process; the bare
loop in between sends the same bytes, already built, over one connection to the same server.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec

from bench.__main__ import asked, home, tell
from bench.databases import databases, environment
from bench.held import Figure, missed
from bench.web import ROOT


def main() -> int:
    """Print the figure; 1 when it is not what it is held to."""
    people, kind = int(asked("PEOPLE", "10000")), asked("DATABASE", "sqlite")
    if kind not in {"sqlite", "postgresql"}:
        sys.exit("DATABASE is sqlite or postgresql.")
    if find_spec("aiosmtpd") is None:
        sys.exit("The mail server of the tests is missing: make bench-digests installs it.")
    figures = [measured(kind, people)]
    tell(figures)
    faults = missed(figures)
    for fault in faults:
        print(fault, file=sys.stderr, flush=True)
    return 1 if faults else 0


def measured(kind: str, people: int) -> Figure:
    """One run in a process of its own, through a server in another."""
    day = datetime.now(UTC).date()
    with home() as directory, databases(kind, directory) as store, sink() as port:
        name = f"morning_{people}"
        store.make(name)
        env = environment(store, name, directory) | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        command = (sys.executable, "-m", "bench.digest_run", str(people), day.isoformat())
        run = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
        return {"what": "digests", "people": people, "database": kind, **json.loads(run.stdout)}


@contextmanager
def sink() -> Iterator[int]:
    """A mail server that takes everything; its port."""
    command = (sys.executable, "-m", "bench.sink")
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
