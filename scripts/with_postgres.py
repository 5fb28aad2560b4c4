#!/usr/bin/env python3
"""Run a command with DATABASE_URL pointing at a throwaway PostgreSQL.

    scripts/with_postgres.py pytest tests/followups

The cluster lives in a temporary directory, listens on a free port of this machine only, syncs nothing
to disk and is gone afterwards. The exit code is the command's. Without PostgreSQL it says so and ends
with 0, or with 1 when CI=true.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROLE = "lostdeals"
START_SECONDS = 30


def server_programs() -> Path | None:
    """The directory of initdb and postgres, newest version first; None when there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    found = shutil.which("postgres")
    for candidate in [*reversed(versions), *([Path(found).resolve().parent] if found else [])]:
        if (candidate / "initdb").exists():
            return candidate
    return None


def unprivileged_user() -> str | None:
    """Whom to run the server as: PostgreSQL refuses root. None means as ourselves."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster, gone afterwards; gives its address for DATABASE_URL."""
    home = tempfile.TemporaryDirectory(prefix="lostdeals-postgres-")
    with home as directory, server_in(programs, Path(directory)) as address:
        yield address


@contextmanager
def server_in(programs: Path, home: Path) -> Iterator[str]:
    """A running cluster whose data stay in `home`, made when there are none; gives its address."""
    user = unprivileged_user()
    home.mkdir(parents=True, exist_ok=True)
    if user:
        shutil.chown(home, user)
    data = home / "data"
    if not data.exists():
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C",
             "--no-sync"],
            check=True, user=user, cwd=home, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    port = free_port()
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", home, "-h", "127.0.0.1", "-p", str(port),
         "-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
         "-c", "log_min_messages=fatal"],
        user=user, cwd=home, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(server, programs, port)
        yield f"postgresql://{ROLE}@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=START_SECONDS)


def wait_for(server: "subprocess.Popen[bytes]", programs: Path, port: int) -> None:
    """Until the server takes connections. Raises RuntimeError when it ends or takes too long."""
    ask = [programs / "pg_isready", "-q", "-U", ROLE, "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start.")


def main(command: list[str]) -> int:
    """Run the command beside a cluster."""
    programs = server_programs()
    if programs is None:
        print("PostgreSQL is not installed, so nothing was run on it.", flush=True)
        return 1 if os.environ.get("CI") == "true" else 0
    with cluster(programs) as url:
        try:
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
