"""Lets tests clear the audit trail, which the database refuses to everybody else."""

from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations


def pytest_configure() -> None:
    """After a test that could not roll back the triggers are away while its tables are cleared."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        # Here, because models can't be imported before Django is set up.
        from accounts import append_only

        with transaction.atomic():
            append_only.remove()
            flush(self, sql_list)
            append_only.install()

    BaseDatabaseOperations.execute_sql_flush = without_triggers  # type: ignore[method-assign]
