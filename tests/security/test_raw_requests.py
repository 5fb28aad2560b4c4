"""What no client of a test would send, as bytes to the real web server: refused, and it goes on serving."""

import socket
import sys
from collections.abc import Iterator

import pytest

from tests.lostdeals.launching import Launched, environment, free_port, manage, wait_until

pytestmark = pytest.mark.slow  # a real process, the same whatever the database

# The end of a request line, and whom it is for.
TO_US = b" HTTP/1.1\r\nHost: localhost\r\n"
ALIVE = b"GET /livez" + TO_US + b"\r\n"
GUNICORN = ["-m", "gunicorn", "--config", "lostdeals/gunicorn_conf.py", "lostdeals.wsgi"]
REQUESTS: dict[str, tuple[bytes, set[int]]] = {
    "a long path": (b"GET /" + b"a" * 20_000 + b"" + TO_US + b"\r\n", {400, 414}),
    "a long question": (b"GET /?q=" + b"a" * 20_000 + b"" + TO_US + b"\r\n", {400, 414}),
    "a huge cookie": (b"GET /" + TO_US + b"Cookie: a=" + b"b" * 100_000 + b"\r\n\r\n", {400, 431}),
    "hundreds of headers": (b"GET /" + TO_US + b"X: y\r\n" * 500 + b"\r\n", {400, 431}),
    "another host in its line": (
        b"GET http://evil.example/accounts/login/" + TO_US + b"\r\n", {200, 302, 400, 404}
    ),
    "two hosts": (b"GET /" + TO_US + b"Host: evil.example\r\n\r\n", {400}),
    "no host": (b"GET / HTTP/1.0\r\n\r\n", {200, 302, 400}),
    "an unknown host": (b"GET /accounts/login/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400}),
    "a NUL in its line": (b"GET /\x00" + TO_US + b"\r\n", {400, 404}),
    "no version": (b"GET /\r\n\r\n", {400}),
    "an unknown version": (b"GET / HTTP/9.9\r\nHost: localhost\r\n" + b"\r\n", {400, 505}),
    "an unknown method": (b"EVIL /" + TO_US + b"\r\n", {302, 400, 403, 405}),
    "TRACE": (b"TRACE /accounts/login/" + TO_US + b"Cookie: sessionid=secret\r\n\r\n", {403, 405}),
    "CONNECT": (b"CONNECT evil.example:443" + TO_US + b"\r\n", {400, 403, 404, 405}),
    "a length that is none": (b"POST /no/" + TO_US + b"Content-Length: 1e9\r\n\r\n", {400}),
    "a length below nothing": (b"POST /no/" + TO_US + b"Content-Length: -1\r\n\r\n", {400}),
    "two lengths": (
        b"POST /no/" + TO_US + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", {400}
    ),
    "a length, and in pieces": (
        b"POST /no/" + TO_US + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        {400}
    ),
    "pieces that are none": (
        b"POST /no/" + TO_US + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", {400, 403}
    ),
    "an unknown encoding": (b"POST /no/" + TO_US + b"Transfer-Encoding: evil\r\n\r\n", {400, 501}),
    "a hundred megabytes": (
        b"POST /accounts/login/" + TO_US + b"Content-Type: multipart/form-data; boundary=a\r\n"
        b"Content-Length: 104857600\r\n\r\n--a\r\n", {413}
    ),
    "an encoding that no text is in": (
        b"GET /?q=%C3%A4" + TO_US + b"Content-Type: text/plain; charset=rot13\r\n\r\n", {400}
    ),
    "a header with a break in it": (b"GET /" + TO_US + b"X: a\rb\r\n\r\n", {302, 400}),
    "a folded header": (b"GET /" + TO_US + b"X: a\r\n b\r\n\r\n", {302, 400}),
    "an underscore in a name": (
        b"GET /accounts/login/" + TO_US + b"X_Forwarded_Proto: https\r\n\r\n", {200, 400}
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a real web server listens, over a database that was just made."""
    folder, number = tmp_path_factory.mktemp("raw"), free_port()
    env = environment(folder / "var", PORT=str(number))
    assert manage(env, "migrate", "--verbosity", "0").returncode == 0
    assert manage(env, "collectstatic", "--noinput", "--verbosity", "0").returncode == 0
    env |= {"DJANGO_SETTINGS_MODULE": "lostdeals.settings"}
    server = Launched([sys.executable, *GUNICORN], env, folder / "web.log")
    try:
        wait_until(lambda: status_of(number, ALIVE) == 200, "a web server")
        yield number
    finally:
        server.clean_up()


def status_of(port: int, request: bytes) -> int:
    """What a request is answered; 0 for no answer at all."""
    try:
        return int(answer_to(port, request).split(b" ")[1])
    except (OSError, IndexError):
        return 0


def answer_to(port: int, request: bytes) -> bytes:
    """The beginning of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=15) as line:
        line.sendall(request)
        return line.recv(65_536)


@pytest.mark.parametrize("what", REQUESTS)
def test_it_is_refused_and_the_server_goes_on(what: str, port: int) -> None:
    request, expected = REQUESTS[what]
    answer = answer_to(port, request)
    assert int(answer.split(b" ")[1]) in expected, answer[:300]
    assert b"Traceback" not in answer
    assert b"sessionid=secret" not in answer
    assert b"evil.example" not in answer.partition(b"\r\n\r\n")[0]
    assert status_of(port, ALIVE) == 200
