"""Guessing at accounts, with real web processes on one database: the tries of an account are counted once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.house import POSTGRESQL, SQLITE, Ground, environment, run
from tests.replay.deals import PROJECT
from tests.rig.browser import SIGN_IN, Browser
from tests.rig.processes import POSTGRES_HOMES, Crew, free_port, listens, serve_cluster, wait_for

OWNER, COLLEAGUE = "maren@example.com", "colleague@example.com"
PASSWORD = "a long enough password"
TOO_MANY = "Too many failed login attempts"
PEOPLE = f"""
import django; django.setup()
from accounts.models import Team, User
team = Team.objects.create(name="Vogt and partners")
for address in ({OWNER!r}, {COLLEAGUE!r}):
    User.objects.create_user(address, {PASSWORD!r}, team=team)
"""


class Forging(Browser):
    """Says of itself that it comes from elsewhere, each time from somewhere else."""

    claims = 0

    def guess(self, address: str, password: str) -> bool:
        """Try to sign in; whether there were too many tries before."""
        answer = self.send_form(SIGN_IN, SIGN_IN, {"login": address, "password": password})
        assert answer.status in {200, 302}, answer.body[:300]
        return TOO_MANY in answer.body

    def _request(self, method, path, body, headers):  # type: ignore[no-untyped-def]
        type(self).claims += 1
        forged = f"203.0.113.{self.claims % 250}"
        return super()._request(method, path, body, {**headers, "X-Forwarded-For": forged})


@contextmanager
def two_web_processes(database: str) -> Iterator[tuple[int, int]]:
    """Their ports; both run what `manage.py serve` runs, on one database."""
    with TemporaryDirectory(prefix="lostdeals-guessing-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        ground = Ground(database, folder / "ground")
        ground.prepare()
        (folder / "house").mkdir(mode=0o711)
        crew = Crew(folder / "house")
        try:
            ground.copy_to(crew)
            env = environment(crew.folder)
            if database == POSTGRESQL:
                env["DATABASE_URL"] = serve_cluster(crew, free_port())
            run(env, "-c", PEOPLE)
            yield start_web(crew, env), start_web(crew, env)
        finally:
            crew.stop()


def start_web(crew: Crew, env: dict[str, str]) -> int:
    port = free_port()
    conf = str(PROJECT / "lostdeals" / "gunicorn_conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", conf, "lostdeals.wsgi:application"]
    crew.start(f"web-{port}", command, {**env, "HOST": "127.0.0.1", "PORT": str(port)}, PROJECT)
    wait_for(lambda: listens(port), "a web process")
    return port


@pytest.mark.needs_service
@pytest.mark.parametrize("database", [SQLITE, POSTGRESQL])
def test_fifty_guesses_from_fifty_addresses_over_two_processes_are_limited_by_the_tenth(
    database: str,
) -> None:
    if database == POSTGRESQL and not list(Path("/").glob(POSTGRES_HOMES.lstrip("/"))):
        pytest.skip("no PostgreSQL on this machine")
    with two_web_processes(database) as ports:
        own = Browser(ports[0])
        own.sign_in(OWNER, PASSWORD)
        own.send_form("/accounts/logout/", "/accounts/logout/", {})
        guessers = [Forging(port) for port in ports]
        limited = [guessers[turn % 2].guess(OWNER, f"wrong {turn}") for turn in range(50)]
        # Five tries in all, not five of each process or of each address.
        assert limited == [False] * 5 + [True] * 45
        # The right password does not help whoever is guessing.
        assert guessers[0].guess(OWNER, PASSWORD)
        # A colleague from the same address, and the owner in a browser they have used before, get in.
        colleague = Browser(ports[1])
        colleague.sign_in(COLLEAGUE, PASSWORD)
        own.sign_in(OWNER, PASSWORD)
        assert colleague.is_signed_in("/settings/")
        assert own.is_signed_in("/settings/")
