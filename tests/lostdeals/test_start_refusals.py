"""What is not safe does not start, and one sentence says what to do."""

from pathlib import Path

import pytest

from tests.lostdeals.launching import environment, manage

pytestmark = pytest.mark.slow  # real processes, the same whatever the database

GOOD_KEY = "k3J9vQ2mZx7RtYp4LwNs8HdFbGc5Ua6EoTiW1XqMyBz0"
HTTPS = {"SITE_URL": "https://deals.example.org"}
WARNED_OF = ("check", "--deploy", "--fail-level", "WARNING")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"HOST": "0.0.0.0"}, "SITE_URL=https://"),
        ({"HOST": "0.0.0.0", "SITE_URL": "http://localhost:8000"}, "passwords unencrypted"),
        ({"SITE_URL": "http://deals.example.org"}, "passwords unencrypted"),
        ({"SITE_URL": "deals.example.org"}, "must look like https://"),
        ({"SITE_URL": "https://deals.example.org/crm"}, "must look like https://"),
        ({"SITE_URL": "https://deals.example.org:port"}, "must look like https://"),
        ({"SECRET_KEY": "short"}, "too short"),
        ({"SECRET_KEY": "a" * 80}, "too short"),
        ({"SECRET_KEY": "django-insecure-" + GOOD_KEY}, "placeholder"),
        ({"SECRET_KEY": "change-me-" + GOOD_KEY}, "placeholder"),
        ({"SECRET_KEY": GOOD_KEY, "SECRET_KEY_FALLBACKS": "old"}, "SECRET_KEY_FALLBACKS is too short"),
        ({"SECRET_KEY_FILE": "/nowhere/key"}, "/nowhere/key"),
        ({"DATABASE_URL": "mysql://root@localhost/deals"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "postgresql://user:pass@host:port/deals"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "deals"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "postgresql://host"}, "DATABASE_URL cannot be used"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL cannot be used"),
        ({"REDIS_URL": "redis://localhost:port/0"}, "REDIS_URL cannot be used"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL cannot be used"),
        ({"EMAIL_URL": "smtp://mail.example.org:mail"}, "EMAIL_URL cannot be used"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL cannot be used"),
        ({"TICK_SECONDS": "soon"}, "TICK_SECONDS must be a whole number from 1 to 3600"),
        ({"TICK_SECONDS": "0"}, "TICK_SECONDS must be a whole number from 1 to 3600"),
        ({"DELIVERY_LEASE_SECONDS": "-5"}, "DELIVERY_LEASE_SECONDS must be a whole number"),
        ({"PORT": "80000"}, "PORT must be a whole number from 1 to 65535"),
        ({"TRUSTED_PROXY_COUNT": "yes"}, "TRUSTED_PROXY_COUNT must be a whole number"),
        ({"SIGNUP": "perhaps"}, "SIGNUP must be closed or open"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS may not be *"),
        ({"DEBUG": "1", **HTTPS}, "DEBUG shows secrets"),
        ({"DEFAULT_FROM_EMAIL": "nobody"}, "DEFAULT_FROM_EMAIL"),
    ],
)
def test_an_unsafe_setting_refuses_with_one_sentence(var: Path, settings: dict[str, str], says: str) -> None:
    ended = manage(environment(var, **settings), "check")
    assert ended.returncode == 1
    assert says in ended.stderr
    assert ended.stderr.startswith("Lost Deals does not start: ")
    assert ended.stderr.count("\n") == 1


def test_a_var_that_cannot_be_made_refuses_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = manage(environment(tmp_path / "file" / "var"), "check")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Lost Deals does not start: the directory ")
    assert ended.stderr.count("\n") == 1


def test_a_var_that_is_a_file_refuses_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("in the way")
    ended = manage(environment(tmp_path / "var"), "check")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Lost Deals does not start: the directory ")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"PORT": "8123", "SITE_URL": "http://localhost:8123/"},
        {"HOST": "0.0.0.0", **HTTPS},
        {"SECRET_KEY": GOOD_KEY, "SECRET_KEY_FALLBACKS": GOOD_KEY[::-1]},
        {
            "EMAIL_URL": "smtp+tls://user:p%40ss@mail.example.org:587",
            "REDIS_URL": "redis://:pass@localhost:6379/1",
        },
        {"DEBUG": "1"},
    ],
)
def test_a_safe_setting_starts(var: Path, settings: dict[str, str]) -> None:
    ended = manage(environment(var, **settings), "check")
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("proxies", [{}, {"TRUSTED_PROXY_COUNT": "1"}])
def test_django_has_nothing_to_warn_of_behind_https(var: Path, proxies: dict[str, str]) -> None:
    ended = manage(environment(var, **HTTPS, **proxies), *WARNED_OF)
    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout + ended.stderr


def test_django_would_warn_of_cookies_sent_in_the_clear(var: Path) -> None:
    """Over http on this machine it does: the check above is one that can fail."""
    ended = manage(environment(var), *WARNED_OF)
    assert ended.returncode == 1
    assert "SESSION_COOKIE_SECURE" in ended.stderr
    assert "SECURE_HSTS_SECONDS" in ended.stderr
