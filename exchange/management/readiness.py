"""What a command says of a database it can't use, instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def usable_database() -> Iterator[None]:
    """Raises CommandError where the database is not up to date, and for what it refuses inside."""
    try:
        _refuse_the_unmigrated()
        yield
    except DatabaseError as error:
        raise CommandError(f"The database can't be used: {error}. Nothing was saved.") from error


def _refuse_the_unmigrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        name = connection.settings_dict["NAME"]
        raise CommandError(
            f"The database {name} is empty, or of an older version: run manage.py migrate first. "
            f"Is LOSTDEALS_VAR ({settings.VAR_DIR}) the folder you mean?"
        )
