"""Days between two dates, as both databases count them."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


class DaysBetween(Func):
    """The second date minus the first, in whole days.

    PostgreSQL takes dates from each other; SQLite knows days since noon in 4714 BC, halves and all.
    """

    arity = 2
    output_field = IntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        """For SQLite."""
        template, joiner = "CAST(-(JULIANDAY(%(expressions)s)) AS INTEGER)", ") - JULIANDAY("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **extra)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        """For PostgreSQL."""
        return self.as_sql(compiler, connection, template="-(%(expressions)s)", arg_joiner=" - ", **extra)


class MonthOf(Func):
    """The month of a date, as "2026-03": in the database, where Django's own way asks Python row by row."""

    arity = 1
    output_field = CharField()
    template = "to_char(%(expressions)s, 'YYYY-MM')"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        """For SQLite, which keeps dates as text."""
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 7)", **extra)
