"""Takes everything along, empties the installation, brings everything back."""

import zipfile
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from accounts import append_only
from accounts.models import User
from desk.first_account import make_first_account
from exchange.exports.packing import JSON_FILE, pack
from exchange.exports.taking import Taking
from exchange.kinds import Taken
from exchange.own.bringing_back import Brought, bring_back
from exchange.progress import Silent
from tests.cast import NINE, PASSWORD


def taken_along(path: Path, taken: Taken = Taken.TEAM, by: User | None = None) -> str:
    """The JSON of an export, which lies at the path."""
    with path.open("wb") as stream:
        pack(stream, Taking(taken, by), NINE, Silent())
    return json_in(path)


def json_in(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(JSON_FILE).decode()


def files_in(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def emptied() -> None:
    """The installation as `migrate` leaves it."""
    connection.check_constraints()
    append_only.remove()
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    kept = {"django_content_type", "auth_permission"}
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in sorted(tables - kept):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    connection.check_constraints()
    append_only.install()


def fresh_account(address: str = "maren@example.com", **fields: Any) -> User:
    """The first account of an empty installation."""
    return make_first_account(email=address, password=PASSWORD, **fields)


def brought_back(path: Path, me: User | None) -> Brought:
    return bring_back(path, me=me, now=NINE, progress=Silent())
