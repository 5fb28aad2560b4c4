"""Starting and stopping real processes: our own, by their id, each with its log; throwaway databases."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 15.0
START_SECONDS = 60.0
INITDB_OPTIONS = (
    "--auth=trust", "--username=lostdeals", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
)  # fmt: skip
POSTGRES_HOMES = "/usr/lib/postgresql/*/bin"


class RigError(Exception):
    """A process did not do its part; the text says which and what its log ended with."""


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(happened: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Return once `happened()` is true; raise RigError with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise RigError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.03)


def listens(port: int) -> bool:
    """Whether somebody accepts connections on this loopback port."""
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Process:
    """One process we started, in a session of its own, writing to its own log."""

    name: str
    log: Path
    popen: subprocess.Popen[bytes]
    stop_signal: signal.Signals = signal.SIGTERM

    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.popen.poll() is None

    def kill(self) -> None:
        """kill -9, with all it started in its session."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def tail(self, lines: int = 25) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """Ask it to end, and make it end (with all it started) when it does not."""
        if self.is_running():
            self.popen.send_signal(self.stop_signal)
            try:
                self.popen.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)  # the session is ours: what it left behind goes too


@dataclass
class Crew:
    """All the processes of one run. `stop` ends them in the opposite order of their start."""

    folder: Path
    members: list[Process] = field(default_factory=list)

    def start(
        self,
        name: str,
        command: Sequence[str],
        env: Mapping[str, str],
        cwd: Path,
        user: pwd.struct_passwd | None = None,
    ) -> Process:
        """Start `command` and keep its output in `<name>.log`."""
        log = self.folder / f"{name}.log"
        with log.open("ab") as output:
            popen = subprocess.Popen(
                command,
                env=dict(env),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
        process = Process(name, log, popen)
        self.members.append(process)
        return process

    def check(self) -> None:
        """Raise RigError when one of them has ended by itself."""
        for process in self.members:
            if not process.is_running():
                raise RigError(f"{process.name} ended with {process.popen.returncode}:\n{process.tail()}")

    def stop(self) -> None:
        """Stop everybody, the last one first."""
        while self.members:
            self.members.pop().stop()


def start_redis(crew: Crew, port: int | None = None) -> str:
    """A Redis that keeps nothing, on a free loopback port; returns its address."""
    program = shutil.which("redis-server")
    if program is None:
        raise RigError("redis-server is not installed")
    port = port or free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    crew.start("redis", [program, *options], _plain_environment(), crew.folder)
    wait_for(lambda: listens(port), "redis")
    return f"redis://127.0.0.1:{port}/0"


def start_postgres(crew: Crew) -> str:
    """A fresh PostgreSQL cluster on a free loopback port, without fsync; returns the database's address."""
    make_cluster(crew)
    return serve_cluster(crew, free_port())


def make_cluster(crew: Crew) -> None:
    """The files of an empty cluster.

    PostgreSQL refuses to run as root, so root starts it as the unprivileged user `postgres` (or `nobody`).
    """
    folder = _cluster_folder(crew)
    command = [str(postgres_programs() / "initdb"), *INITDB_OPTIONS, str(folder / "data")]
    initdb = crew.start("initdb", command, *_here(folder), _unprivileged_user())
    if initdb.popen.wait() != 0:
        raise RigError(f"initdb failed:\n{initdb.tail()}")
    crew.members.remove(initdb)


def copy_cluster(crew: Crew, data: Path) -> None:
    """The same files as those of a cluster that was stopped."""
    user = _unprivileged_user()
    copy = shutil.copytree(data, _cluster_folder(crew) / "data")
    copy.chmod(0o700)
    if user:
        for path in (copy, *copy.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)


def serve_cluster(crew: Crew, port: int) -> str:
    """Start PostgreSQL over files made before; returns the database's address."""
    home, folder = postgres_programs(), crew.folder / "postgresql"
    settings = ["-F", "-c", "listen_addresses=127.0.0.1", "-c", f"port={port}"]
    settings += ["-c", f"unix_socket_directories={folder}", "-c", "timezone=UTC"]
    command = [str(home / "postgres"), "-D", str(folder / "data"), *settings]
    server = crew.start("postgres", command, *_here(folder), _unprivileged_user())
    server.stop_signal = signal.SIGINT  # "fast": clients are sent away instead of waited for
    ready = [str(home / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    wait_for(lambda: subprocess.run(ready, check=False).returncode == 0, "postgres")
    return f"postgres://lostdeals@127.0.0.1:{port}/postgres"


def _cluster_folder(crew: Crew) -> Path:
    user = _unprivileged_user()
    folder = crew.folder / "postgresql"
    folder.mkdir()
    if user:
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs, newest version first; raises RigError without one."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    homes = sorted(Path("/").glob(POSTGRES_HOMES.lstrip("/")), key=lambda path: path.parent.name)
    if not homes:
        raise RigError("postgresql is not installed")
    return homes[-1]


def _here(folder: Path) -> tuple[dict[str, str], Path]:
    return _plain_environment(), folder


def _plain_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}


def _unprivileged_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
