"""The image and the compose file, as far as a machine without Docker can tell: what they name exists, and
what the image holds is enough to collect, migrate, serve and be asked how it does."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from lostdeals.management.commands.serve import commands
from tests.cast import make_team, make_user
from tests.lostdeals.launching import PROJECT, Launched, environment, free_port, wait_until

DOCKERFILE = (PROJECT / "Dockerfile").read_text()
COMPOSE = (PROJECT / "compose.yaml").read_text()
IGNORED = (PROJECT / ".dockerignore").read_text()
CONFIGURATION = (PROJECT / "docs" / "configuration.md").read_text()
ALLOWED = [line[1:] for line in IGNORED.splitlines() if line.startswith("!")]
FINAL = DOCKERFILE.rpartition("\nFROM ")[2]


def instructions(name: str, text: str = FINAL) -> list[str]:
    """What every instruction of this name says, its lines joined."""
    joined = text.replace("\\\n", " ")
    return [line.split(maxsplit=1)[1].strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_the_image_holds_every_room_and_nothing_it_does_not_need() -> None:
    assert IGNORED.splitlines()[1] == "*"
    assert {path for path in ALLOWED if "/" not in path and "." not in path} == {
        *settings.ROOMS, "locale", "static", "templates", "LICENSE",
    }  # fmt: skip
    for path in ALLOWED:
        assert (PROJECT / path).exists(), path
    assert not {"tests", "var", ".env", ".git", "bench"} & {*ALLOWED}


def test_it_does_not_run_as_root() -> None:
    assert instructions("USER") == ["lostdeals"]
    assert FINAL.index("\nUSER ") < FINAL.index("\nCMD ")
    assert "useradd --system --uid 10001" in FINAL
    assert "--mode=0700 --owner=lostdeals --group=lostdeals /var/lib/lostdeals" in FINAL


def test_nothing_of_what_builds_it_stays_in_it() -> None:
    assert DOCKERFILE.count("\nFROM ") == 2
    assert all(source.startswith("--from=built") for source in instructions("COPY"))
    assert "pip" not in FINAL
    assert "SECRET" not in DOCKERFILE


def test_the_versions_are_those_the_tests_run_on() -> None:
    (python,) = re.findall(r"^ARG PYTHON=(.+)$", DOCKERFILE, re.MULTILINE)
    assert python == "3.11"
    assert "requirements.txt" in DOCKERFILE


@pytest.mark.parametrize("text", [DOCKERFILE, COMPOSE], ids=["Dockerfile", "compose.yaml"])
def test_what_is_run_is_in_the_image(text: str) -> None:
    ours = set(re.findall(r"(?:scripts/[\w.]+|manage\.py|lostdeals/gunicorn_conf\.py)", text))
    assert ours
    for path in ours:
        assert (PROJECT / path).is_file(), path
        assert any(path == allowed or path.startswith(f"{allowed}/") for allowed in ALLOWED), path


def test_the_parts_run_as_serve_runs_them() -> None:
    run = re.findall(r"command: \[(.*)\]", COMPOSE)
    lines = [" ".join(re.findall(r'"([^"]*)"', line)) for line in run]
    quiet = " ".join(commands()["worker"]).partition("-m celery")[2]
    assert f"celery{quiet}" in lines
    assert f"celery{' '.join(commands()['beat']).partition('-m celery')[2]}" in lines
    assert "gunicorn --config lostdeals/gunicorn_conf.py lostdeals.wsgi:application" in lines


def test_every_setting_is_one_that_is_described() -> None:
    shared = COMPOSE.partition("environment: &environment")[2].partition("volumes:")[0]
    names = set(re.findall(r"^    ([A-Z_]+):", shared, re.MULTILINE))
    names |= set(re.findall(r"(\w+)=", " ".join(instructions("ENV"))))
    names -= {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    assert {"SITE_URL", "DATABASE_URL", "REDIS_URL", "LOSTDEALS_VAR", "HOST"} <= names
    for name in names:
        assert f"`{name}`" in CONFIGURATION, name


def test_all_parts_share_what_lies_beside_the_database() -> None:
    shared = COMPOSE.partition("x-app: &app")[2].partition("\nx-")[0]
    assert "- var:/var/lib/lostdeals" in shared
    for part in ("prepare", "web", "worker", "beat"):
        assert re.search(rf"^  {part}:\n    <<: \*app$", COMPOSE, re.MULTILINE), part


def test_what_listens_on_no_port_is_not_asked_over_one() -> None:
    for part in ("prepare", "worker", "beat"):
        said = COMPOSE.partition("\nservices:\n")[2].partition(f"  {part}:\n")[2].partition("\n\n")[0]
        assert "healthcheck:\n      disable: true" in said, part
    assert "scripts/answers.py" in instructions("HEALTHCHECK")[0]


@pytest.mark.django_db
def test_the_parts_are_let_in_by_an_account_or_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_account")
    assert "Set up the first account, once, at http" in capsys.readouterr().out
    make_user(make_team("Vogt and partners"), "maren@example.com")
    call_command("first_account")
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
@override_settings(FIRST_ACCOUNT_EMAIL="maren@example.com", FIRST_ACCOUNT_PASSWORD="12345", SECURE_SITE=True)
def test_a_weak_password_of_the_first_account_is_said() -> None:
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("first_account")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `COPY . ./` would bring, with its static files collected as the Dockerfile says."""
    app = tmp_path_factory.mktemp("image") / "app"
    app.mkdir()
    for path in ALLOWED:
        source, target = PROJECT / path, app / path
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    env = environment(app.parent / "thrown away")
    subprocess.run([sys.executable, "scripts/collect_static.py"], env=env, cwd=app, timeout=300, check=True)
    return app


@pytest.fixture
def container(tmp_path: Path) -> dict[str, str]:
    """The environment of a container: `python` is the one of the image, what it writes is its own."""
    env = environment(tmp_path / "var", PORT=str(free_port()), HOST="127.0.0.1")
    return env | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"}


@pytest.mark.slow
def test_the_web_process_starts_by_itself(image: Path, container: dict[str, str]) -> None:
    (line,) = re.findall(r'command: \["gunicorn", (.*)\]', COMPOSE)
    command = ["gunicorn", "--check-config", *re.findall(r'"([^"]*)"', line)]
    asked = subprocess.run(command, env=container, cwd=image, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr


@pytest.mark.slow
def test_one_container_starts_answers_and_ends(
    image: Path, container: dict[str, str], tmp_path: Path
) -> None:
    assert list(image.glob("staticfiles/app.*.css")), "collected with the image"

    def answers() -> bool:
        asked = subprocess.run([sys.executable, "scripts/answers.py"], env=container, cwd=image, check=False)
        return asked.returncode == 0

    assert not answers()
    started = Launched(["sh", "scripts/start_container.sh"], container, tmp_path / "log", image)
    try:
        wait_until(answers, "the container")
        assert started.stop(signal.SIGTERM) == 0, started.output()
    finally:
        started.clean_up()
    assert not answers()
