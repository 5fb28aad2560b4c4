"""Reading the environment: one function per shape of value, one sentence when a value cannot be used.

Values come from the process environment, then from `.env` beside manage.py (or the file that
`LOSTDEALS_ENV_FILE` names; set it to nothing and none is read).
"""

import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import environ

from common.files import write_once

MINIMUM_SECRET_LENGTH = 40
PLACEHOLDERS = ("change", "insecure", "secret", "example", "placeholder", "xxxx", "your-")
KEEP_CONNECTION_SECONDS = 600
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 587, "smtp+ssl": 465}


class RefusedToStart(SystemExit):
    """A setting that cannot be used safely. Ends the process with its sentence instead of a traceback."""


def refuse(sentence: str) -> NoReturn:
    """Stop here and say what to do about it."""
    raise RefusedToStart(f"Lost Deals does not start: {sentence}")


def read_env_file(base_dir: Path) -> None:
    """Add what the `.env` file says to the environment; what is set already stays."""
    named = os.environ.get("LOSTDEALS_ENV_FILE")
    path = Path(named) if named else base_dir / ".env"
    if named != "" and path.is_file():
        environ.Env.read_env(path)


def text(name: str, default: str = "") -> str:
    """The value of a variable without surrounding space; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """True for 1, true, yes or on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def names(name: str) -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number within bounds."""
    raw = text(name, str(default))
    if not raw.isascii() or not raw.isdigit() or not lowest <= int(raw) <= highest:
        refuse(f"{name} must be a whole number from {lowest} to {highest}, and it is {raw!r}.")
    return int(raw)


def choice(name: str, default: str, *others: str) -> str:
    """One of a few words."""
    raw = text(name, default).lower()
    if raw not in {default, *others}:
        refuse(f"{name} must be {' or '.join([default, *others])}, and it is {raw!r}.")
    return raw


def secret(name: str, default: str = "") -> str:
    """A secret from `NAME` or from the file that `NAME_FILE` names."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        refuse(f"{name}_FILE names {path}, and that file cannot be read. Check the path and its permissions.")


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be reached from this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def site_url(host: str, port: int) -> str:
    """The address people type, without a trailing slash: https, or http on this machine only."""
    raw = text("SITE_URL", f"http://localhost:{port}" if is_loopback(host) else "").rstrip("/")
    if not raw:
        refuse(
            f"HOST is {host}, which other machines can reach. Put a proxy with https in front and set "
            "SITE_URL=https://your-address, or leave HOST at 127.0.0.1. See docs/deploy.md."
        )
    try:
        parts = urlsplit(raw)
        name, _ = parts.hostname or "", parts.port
    except ValueError:
        name = ""
    if not name or parts.scheme not in {"http", "https"} or parts.path or parts.query or parts.fragment:
        refuse(f"SITE_URL must look like https://deals.example.org, and it is {raw!r}.")
    if parts.scheme == "http" and not (is_loopback(name) and is_loopback(host)):
        refuse(
            f"SITE_URL is {raw}, which would carry passwords unencrypted. "
            "Set SITE_URL=https://your-address; plain http works on this machine only. See docs/deploy.md."
        )
    return raw


def check_secret(key: str, source: str) -> str:
    """The key itself when it is long and random enough."""
    if len(key) < MINIMUM_SECRET_LENGTH or len(set(key)) < 10:
        refuse(
            f"{source} is too short to be safe. Give it at least {MINIMUM_SECRET_LENGTH} random characters, "
            "or unset it: the first start then writes one."
        )
    if any(word in key.lower() for word in PLACEHOLDERS):
        refuse(f"{source} looks like a placeholder. Give it random characters, or unset it.")
    return key


def secret_key(var: Path) -> str:
    """The signing key: from the environment, else from `secret_key` under var/, written there once."""
    given = secret("SECRET_KEY")
    if given or text("SECRET_KEY_FILE"):
        return check_secret(given, "SECRET_KEY")
    path = var / "secret_key"
    if not path.exists():
        # In hexadecimal no chance makes a word that looks like a placeholder.
        write_once(path, secrets.token_hex(48))
    return check_secret(path.read_text(encoding="utf-8").strip(), str(path))


def var_directory(base_dir: Path) -> Path:
    """Where everything this installation writes lives; made when missing, for its owner only."""
    var = Path(text("LOSTDEALS_VAR", str(base_dir / "var"))).expanduser().resolve()
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        refuse(f"the directory {var} cannot be made. Set LOSTDEALS_VAR to one that this user may write.")
    if not var.is_dir() or not os.access(var, os.W_OK | os.X_OK):
        refuse(f"the directory {var} cannot be written. Give this user access, or set LOSTDEALS_VAR.")
    return var


def database(var: Path) -> dict[str, Any]:
    """Django's database settings: SQLite under var/ unless `DATABASE_URL` says otherwise."""
    return database_at(secret("DATABASE_URL", f"sqlite:///{var / 'lostdeals.sqlite3'}"))


def database_at(url: str) -> dict[str, Any]:
    """Django's settings for the database at this address."""
    try:
        # Checked before environ reads it: what environ warns about would show the password.
        known = urlsplit(url).scheme in DATABASE_SCHEMES
        config: dict[str, Any] = dict(environ.Env.db_url_config(url)) if known else {}
    except Exception:  # environ raises whatever its parsing meets
        config = {}
    if config.get("NAME") in {None, "", ":memory:"}:
        refuse(
            "DATABASE_URL cannot be used. It must look like postgresql://user:password@host:5432/name "
            "or sqlite:////path/to/file."
        )
    return config | (_postgresql_options(config) if "postgresql" in config["ENGINE"] else _sqlite_options())


def _sqlite_options() -> dict[str, Any]:
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    return {
        "CONN_MAX_AGE": KEEP_CONNECTION_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # Seconds: no page gives up while an import of ten thousand noes holds the only pen.
            "timeout": 50,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
        },
    }


def _postgresql_options(config: dict[str, Any]) -> dict[str, Any]:
    # What is prepared (common.prepared) is kept by the server, unless a pool in between cannot have that.
    options = {"connect_timeout": 5, "prepare_threshold": 5} | config.get("OPTIONS", {})
    if options["prepare_threshold"] == "none":
        options["prepare_threshold"] = None
    return {"CONN_MAX_AGE": KEEP_CONNECTION_SECONDS, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def redis_url() -> str:
    """The broker's address, or nothing for the embedded queue under var/."""
    url = secret("REDIS_URL")
    if url and not _names_a_server(url, ("redis", "rediss")):
        refuse("REDIS_URL cannot be used. It must look like redis://host:6379/0.")
    return url


def _names_a_server(url: str, schemes: tuple[str, ...]) -> bool:
    """Whether an address has one of these schemes, a host and, if any, a port that can be one."""
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def sender(default: str) -> str:
    """`DEFAULT_FROM_EMAIL`: a name and an address, or an address."""
    raw = text("DEFAULT_FROM_EMAIL", default)
    if not re.fullmatch(r"[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+", raw):
        refuse(f"DEFAULT_FROM_EMAIL must look like Lost Deals <office@example.org>, and it is {raw!r}.")
    return raw


def mail_server() -> dict[str, Any]:
    """Django's EMAIL_* settings from `EMAIL_URL`; empty when mail is kept as files."""
    url = secret("EMAIL_URL")
    if not url:
        return {}
    if not _names_a_server(url, tuple(MAIL_PORTS)):
        refuse(
            "EMAIL_URL cannot be used. It must look like smtp+tls://user:password@mail.example.org:587 "
            "(smtp+ssl for port 465, smtp without encryption)."
        )
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme in {"smtp+tls", "smtps"},
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }
