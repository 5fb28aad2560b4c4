"""What the environment says is what the settings hold."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from lostdeals.env import PLACEHOLDERS
from tests.lostdeals.launching import environment, manage

pytestmark = pytest.mark.slow  # real processes, the same whatever the database

KEY = "q8T1wZ5nLr3XvKb7YmJc2PdHs9GfUa4EoRiV6WtNyMx0"


def settings_with(var: Path, *names: str, **env: str) -> dict[str, Any]:
    """The named settings of a fresh process."""
    code = (
        "import json; from django.conf import settings as s;"
        f"print(json.dumps({{name: getattr(s, name) for name in {names!r}}}))"
    )
    ended = manage(environment(var, **env), "shell", "--no-imports", "-c", code)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_the_first_start_writes_a_secret_key_that_only_its_owner_reads(var: Path) -> None:
    first = settings_with(var, "SECRET_KEY")
    assert len(first["SECRET_KEY"]) >= 50
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    assert settings_with(var, "SECRET_KEY") == first
    assert [path.name for path in var.iterdir() if "secret" in path.name] == ["secret_key"]


def test_a_key_of_ours_never_looks_like_a_placeholder(var: Path) -> None:
    digits = set("0123456789abcdef")
    assert set(settings_with(var, "SECRET_KEY")["SECRET_KEY"]) <= digits
    assert not [word for word in PLACEHOLDERS if set(word) <= digits]


def test_secrets_may_come_from_files(var: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    (tmp_path / "mail").write_text("smtp+ssl://maren:s3cret@mail.example.org\n")
    found = settings_with(
        var, "SECRET_KEY", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL",
        SECRET_KEY_FILE=str(tmp_path / "key"), EMAIL_URL_FILE=str(tmp_path / "mail"),
    )  # fmt: skip
    assert found["SECRET_KEY"] == KEY
    assert found["EMAIL_HOST"] == "mail.example.org"
    assert found["EMAIL_HOST_PASSWORD"] == "s3cret"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (465, True)
    assert not (var / "secret_key").exists()


def test_an_env_file_fills_in_and_the_environment_wins(var: Path, tmp_path: Path) -> None:
    (tmp_path / "env").write_text("PORT=8200\nTICK_SECONDS=30\n")
    found = settings_with(
        var, "PORT", "TICK_SECONDS", "SITE_URL", LOSTDEALS_ENV_FILE=str(tmp_path / "env"), TICK_SECONDS="20"
    )
    assert found == {"PORT": 8200, "TICK_SECONDS": 20, "SITE_URL": "http://localhost:8200"}


def test_https_makes_cookies_secure_and_redirects_only_behind_a_declared_proxy(var: Path) -> None:
    names = (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT",
        "SECURE_PROXY_SSL_HEADER",
    )  # fmt: skip
    plain = settings_with(var, *names)
    alone = settings_with(var, *names, SITE_URL="https://deals.example.org")
    behind = settings_with(var, *names, SITE_URL="https://deals.example.org", TRUSTED_PROXY_COUNT="1")
    assert list(plain.values()) == [False, False, 0, False, None]
    assert list(alone.values()) == [True, True, 31_536_000, False, None]
    assert list(behind.values()) == [True, True, 31_536_000, True, ["HTTP_X_FORWARDED_PROTO", "https"]]


def test_tries_are_counted_strictly_by_address_only_behind_a_declared_proxy(var: Path) -> None:
    alone = settings_with(var, "ACCOUNT_RATE_LIMITS")["ACCOUNT_RATE_LIMITS"]
    behind = settings_with(var, "ACCOUNT_RATE_LIMITS", TRUSTED_PROXY_COUNT="1")["ACCOUNT_RATE_LIMITS"]
    assert alone["login_failed"] == "600/m/ip,5/5m/key"
    assert behind["login_failed"] == "60/5m/ip,5/5m/key"


def test_without_a_mail_server_mail_is_kept_as_files(var: Path) -> None:
    found = settings_with(var, "MAIL_AS_FILES", "EMAIL_BACKEND", "EMAIL_FILE_PATH")
    assert found["MAIL_AS_FILES"] is True
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert found["EMAIL_FILE_PATH"] == str(var / "mail")


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://127.0.0.1:1025", 1025, False, False),
        ("smtp+tls://u:p@mail.example.org", 587, True, False),
        ("smtp+ssl://u:p@mail.example.org", 465, False, True),
    ],
)
def test_a_mail_server_is_read_from_its_url(var: Path, url: str, port: int, tls: bool, ssl: bool) -> None:
    names = ("EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "MAIL_AS_FILES", "EMAIL_BACKEND")
    found = settings_with(var, *names, EMAIL_URL=url)
    assert list(found.values()) == [port, tls, ssl, False, "django.core.mail.backends.smtp.EmailBackend"]


def test_the_queue_is_files_with_threads_and_redis_with_processes(var: Path) -> None:
    names = ("CELERY_BROKER_URL", "CELERY_WORKER_POOL", "CELERY_BROKER_TRANSPORT_OPTIONS")
    files = settings_with(var, *names)
    redis = settings_with(var, *names, REDIS_URL="redis://127.0.0.1:6379/3")
    assert files["CELERY_BROKER_URL"] == "filesystem://localhost"
    assert files["CELERY_WORKER_POOL"] == "threads"
    assert redis["CELERY_BROKER_URL"] == "redis://127.0.0.1:6379/3"
    assert redis["CELERY_WORKER_POOL"] == "prefork"
    assert redis["CELERY_BROKER_TRANSPORT_OPTIONS"]["socket_timeout"] <= 5


def test_a_task_expires_before_its_next_turn(var: Path) -> None:
    schedule = settings_with(var, "CELERY_BEAT_SCHEDULE", TICK_SECONDS="10")["CELERY_BEAT_SCHEDULE"]
    assert set(schedule) == {"tick", "long work", "reconcile"}
    assert schedule["tick"]["schedule"] == 10
    assert all(entry["options"]["expires"] < entry["schedule"] for entry in schedule.values())


def test_sqlite_is_opened_so_that_a_saved_no_is_on_disk(var: Path) -> None:
    code = (
        "from django.db import connection as c\n"
        "cursor = c.cursor()\n"
        "print([cursor.execute(f'PRAGMA {p}').fetchone()[0] for p in"
        " ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')])"
    )
    ended = manage(environment(var), "shell", "--no-imports", "-c", code)
    assert ended.stdout.strip() == "['wal', 2, 1, 50000]", ended.stderr


@pytest.mark.parametrize(("asked", "held"), [("", 5), ("?prepare_threshold=none", None)])
def test_a_pool_before_postgresql_may_go_without_kept_statements(
    asked: str, held: int | None, var: Path
) -> None:
    found = settings_with(var, "DATABASES", DATABASE_URL=f"postgresql://a:b@db.example.org/c{asked}")
    assert found["DATABASES"]["default"]["OPTIONS"]["prepare_threshold"] == held
