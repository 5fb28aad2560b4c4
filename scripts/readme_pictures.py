"""Make the pictures of the README: a demonstration of its own, its pages photographed.

    python scripts/readme_pictures.py [DIRECTORY]

Needs Chromium. Starts the demonstration in a temporary place on a free port and ends it again.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from take_shots import chromium, new_window, photograph, sign_in

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT = ("maren@example.com", "lost-deals-demo")


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demonstration() -> Iterator[str]:
    """A running demonstration; yields its address."""
    with tempfile.TemporaryDirectory() as var:
        port = free_port()
        environment = {
            **os.environ,
            "LOSTDEALS_VAR": var,
            "LOSTDEALS_ENV_FILE": "",
            "PORT": str(port),
            # A mail server nobody listens on: the pictures show no banner about files.
            "EMAIL_URL": "smtp://127.0.0.1:9",
        }
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
        try:
            wait_until_alive(f"http://localhost:{port}/livez")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=15)


def wait_until_alive(address: str) -> None:
    """Wait up to half a minute for an answer."""
    for _ in range(60):
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


def main() -> None:
    """Photograph Today on a desk and Log a no on a phone, after one chip was chosen."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    directory.mkdir(parents=True, exist_ok=True)
    with demonstration() as base, chromium() as browser:
        desk = new_window(browser, base, "desktop", "light").new_page()
        sign_in(desk, *ACCOUNT)
        photograph(desk, "/", directory / "today.png", whole=False)
        phone = new_window(browser, base, "phone", "light").new_page()
        sign_in(phone, *ACCOUNT)
        phone.goto("/no/", wait_until="networkidle")
        phone.get_by_label("Not now", exact=True).check()
        phone.locator("#exit-line").wait_for()
        phone.evaluate("document.fonts.ready.then(() => true)")
        phone.screenshot(path=directory / "log-a-no.png")


if __name__ == "__main__":
    main()
