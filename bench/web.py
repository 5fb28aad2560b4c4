"""A web process as it is served in production, with one worker, and a browser that keeps its connection."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode

from bench.counting import ASK, TOLD

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
CSRF = "b" * 32
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "lostdeals/gunicorn_conf.py")


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took from asking to the last byte."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    milliseconds: float


@dataclass(frozen=True)
class Request:
    """What is asked for; with `fields` a form that is sent."""

    path: str
    fields: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Browser:
    """One signed-in person over one connection."""

    def __init__(self, port: int, session: str) -> None:
        self._headers = {
            "Host": f"localhost:{port}",
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "Accept-Encoding": "gzip",
        }
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def connect(self) -> None:
        """A fresh connection, already open: the server closes those that waited."""
        self._connection.close()
        self.send(Request("/livez"))

    def queries(self, request: Request) -> int:
        """How many queries the request takes."""
        return int(self.send(replace(request, headers={**request.headers, ASK: "1"})).headers[TOLD.lower()])

    def send(self, request: Request) -> Answer:
        """Ask, and read the answer to its end."""
        method, body, headers = "GET", None, {**self._headers, **request.headers}
        if request.fields is not None:
            method, body = "POST", urlencode({**request.fields, "csrfmiddlewaretoken": CSRF})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self._connection.request(method, request.path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - began) * 1000
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, content, told, took)


class Web:
    """gunicorn with the settings of `serve`, on a free port, over the database that `env` names."""

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self._log = log.open("ab")
        command = (*GUNICORN, "--workers", "1", "lostdeals.wsgi:application")
        told = {**env, "PORT": str(self.port)}
        self._master = subprocess.Popen(command, cwd=ROOT, env=told, stdout=self._log, stderr=self._log)
        try:
            self._wait(log)
            self.worker = _children(self._master.pid)[0]
        except BaseException:
            self.stop()
            raise

    def browser(self, session: str) -> Browser:
        """Somebody signed in."""
        return Browser(self.port, session)

    def stop(self) -> None:
        """End it."""
        self._master.send_signal(signal.SIGTERM)
        self._master.wait(timeout=30)
        self._log.close()

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._master.poll() is None:
            try:
                if Browser(self.port, "").send(Request("/livez")).status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The web process did not start; {log} says why.")


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_milliseconds(pids: list[int]) -> float:
    """What these processes have computed so far, all threads, to the nanosecond of the scheduler."""
    spent = 0
    for pid in pids:
        for thread in os.scandir(f"/proc/{pid}/task"):
            spent += int(Path(thread.path, "schedstat").read_text().split()[0])
    return spent / 1e6
