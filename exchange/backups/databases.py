"""Databases beside the configured one: a copy to be read, a new one to be filled.

They are there for the thread that asks, and for nobody else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

COPY, SOURCE = "copy", "source"
SQLITE = "django.db.backends.sqlite3"
Config = Mapping[str, Any]


def sqlite_file() -> Path | None:
    """The file of the database in use; None when that is a server."""
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    return Path(str(settings["NAME"])) if settings["ENGINE"] == SQLITE else None


def configuration() -> dict[str, Any]:
    """How the database in use is reached."""
    return deepcopy(dict(connections[DEFAULT_DB_ALIAS].settings_dict))


@contextmanager
def read_only(path: Path) -> Iterator[str]:
    """A file of SQLite that nobody writes; gives the name by which it is asked."""
    name = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    with _in_place(COPY, {"ENGINE": SQLITE, "NAME": name}):
        yield COPY


@contextmanager
def source_is(config: Config) -> Iterator[str]:
    """One more database to read from; gives the name by which it is asked."""
    with _in_place(SOURCE, config):
        yield SOURCE


@contextmanager
def default_is(config: Config) -> Iterator[None]:
    """Another database in place of the one in use."""
    with _in_place(DEFAULT_DB_ALIAS, config):
        yield


@contextmanager
def _in_place(alias: str, config: Config) -> Iterator[None]:
    whole = connections.configure_settings({DEFAULT_DB_ALIAS: deepcopy(dict(config))})[DEFAULT_DB_ALIAS]
    held = _held(alias)
    # Not among the settings, which all threads share.
    connections[alias] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, alias)
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        if held is not None:
            connections[alias] = held


def _held(alias: str) -> Any:
    """The connection this thread has under that name; None when it has none yet."""
    return getattr(connections._connections, alias, None)  # type: ignore[attr-defined]  # nobody else tells
