"""While an import holds the only pen of SQLite, the clock waits; a page does not wait as long."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connections

from lostdeals.celery import SQLITE_PATIENCE_SECONDS, be_patient


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    own = deepcopy(connections.settings)
    monkeypatch.setitem(connections.__dict__, "settings", own)
    return own


def test_worker_and_beat_wait_for_an_import_to_end(databases: dict[str, Any]) -> None:
    databases["default"] |= {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"timeout": 20}}
    be_patient()
    assert databases["default"]["OPTIONS"]["timeout"] == SQLITE_PATIENCE_SECONDS > 60


def test_postgresql_is_left_alone(databases: dict[str, Any]) -> None:
    databases["default"] |= {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"connect_timeout": 5}}
    be_patient()
    assert databases["default"]["OPTIONS"] == {"connect_timeout": 5}
