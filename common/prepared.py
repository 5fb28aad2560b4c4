"""Reads and changes whose SQL is put together once.

Django takes several times as long to put a query together as a database to answer it by an index. A prepared
read is a function that makes a queryset of its arguments. It is called once in each thread, with a place for
every argument; from then on only values go to the database, and rows come back. So nothing but the arguments
may differ from one time to the next (no day of today, no setting), and the function may not look at them.
A prepared change is the same for an UPDATE. PostgreSQL is told to keep them too, so that it plans them once.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import psycopg
import psycopg.sql
from django.core.exceptions import EmptyResultSet
from django.db import connections, models, transaction
from django.db.models import Expression, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql import UpdateQuery
from django.db.transaction import TransactionManagementError

Asked = ParamSpec("Asked")
Read = TypeVar("Read")
Written = TypeVar("Written")
Row = Sequence[Any]
Shape = tuple[int, ...]

ONE_VALUE = -1
# A read that is asked about more at once is put together each time.
MOST_AT_ONCE = 20

# Values that each database spells in its own way.
_SPELT: dict[type, Callable[[Any, Any], Any]] = {
    UUID: lambda value, connection: value if connection.features.has_native_uuid_field else value.hex,
    date: lambda value, connection: connection.ops.adapt_datefield_value(value),
    datetime: lambda value, connection: connection.ops.adapt_datetimefield_value(value),
}


class Place(Expression):
    """Stands for an argument, or for one of several values of it, while the SQL is put together."""

    def __init__(self, argument: int, number: int = 0) -> None:
        super().__init__()
        self.argument = argument
        self.number = number
        self.is_inside = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A parameter that names itself."""
        return "%s", (self,)

    def value(self, asked: Sequence[Any]) -> Any:
        """What is asked with in this place."""
        value = asked[self.argument]
        return value[self.number] if isinstance(value, tuple) else value

    def resolve_expression(self, *args: Any, **kwargs: Any) -> "Place":
        """Its like inside the query, where Django may look at it."""
        inside: Place = super().resolve_expression(*args, **kwargs)
        inside.is_inside = True
        return inside

    def __bool__(self) -> bool:
        if not self.is_inside:
            raise TypeError("A prepared read may not look at what it is asked with.")
        return True


def prepared(build: Callable[Asked, "QuerySet[Any, Read]"]) -> Callable[Asked, list[Read]]:
    """Turn a function that makes a queryset into one that reads its rows.

    Each argument is a value (a text, a number, a day or moment, an id) or several of them for an `__in`, of a
    relation `__pk__in`. None is refused: SQL asks for it in another way.
    """
    written = _remembered_by_shape(lambda shape: _WrittenRead(build(*_places(shape))))  # type: ignore[call-arg]

    @wraps(build)
    def read(*args: Asked.args, **kwargs: Asked.kwargs) -> list[Read]:
        asked = _asked(args, kwargs)
        return written(_shape(asked)).rows(asked)

    return read


@dataclass(frozen=True)
class Change:
    """Rows of one table, and what their columns become: values, expressions, or arguments in their places."""

    rows: "QuerySet[Any, Any]"
    columns: Mapping[str, Any]


def prepared_change(build: Callable[Asked, Change]) -> Callable[Asked, int]:
    """Turn a function that describes a change into one that makes it and returns how many rows it met.

    For its arguments the same holds as for those of a prepared read.
    """
    written = _remembered_by_shape(lambda shape: _WrittenChange(build(*_places(shape))))  # type: ignore[call-arg]

    @wraps(build)
    def change(*args: Asked.args, **kwargs: Asked.kwargs) -> int:
        asked = _asked(args, kwargs)
        return written(_shape(asked)).make(asked)

    return change


def _remembered_by_shape(write: Callable[[Shape], Written]) -> Callable[[Shape], Written]:
    """Write once for each shape, in each thread."""
    here = threading.local()

    def written(shape: Shape) -> Written:
        known: dict[Shape, Written] = here.__dict__.setdefault("known", {})
        if shape in known:
            return known[shape]
        made = write(shape)
        if max(shape, default=0) <= MOST_AT_ONCE:
            known[shape] = made
        return made

    return written


def _asked(args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Any]:
    if kwargs:
        raise TypeError("What is prepared takes values in their order, not by name.")
    return [tuple(one) if isinstance(one, list | set | frozenset) else one for one in args]


def _shape(asked: Sequence[Any]) -> Shape:
    return tuple(len(one) if isinstance(one, tuple) else ONE_VALUE for one in asked)


def _places(shape: Shape) -> list[Any]:
    return [
        Place(argument) if many == ONE_VALUE else [Place(argument, number) for number in range(many)]
        for argument, many in enumerate(shape)
    ]


class _WrittenRead:
    """A query as its database takes it, and what its rows are made into."""

    def __init__(self, queryset: "QuerySet[Any, Any]") -> None:
        self._alias = queryset.db
        self._locks = queryset.query.select_for_update
        compiler = queryset.query.get_compiler(using=self._alias)
        try:
            self._statement: _Statement | None = _Statement(*compiler.as_sql())
        except EmptyResultSet:
            self._statement = None
            return
        self._convert = _converter(compiler)
        self._make = _maker(queryset, compiler)

    def rows(self, asked: Sequence[Any]) -> list[Any]:
        """What the database answers."""
        if self._statement is None:
            return []
        connection = connections[self._alias]
        if self._locks and connection.features.has_select_for_update and connection.get_autocommit():
            raise TransactionManagementError("A lock holds to the end of its transaction: begin one.")
        with self._statement.executed(connection, asked) as cursor:
            found = cursor.fetchall()
        return self._make(self._convert(found))


class _WrittenChange:
    """An UPDATE of one table as its database takes it."""

    def __init__(self, change: Change) -> None:
        self._alias = change.rows.db
        query: Any = change.rows.query.chain(UpdateQuery)
        query.add_update_values(dict(change.columns))
        tables = sum(uses > 0 for uses in query.alias_refcount.values())
        if tables > 1 or query.related_updates or query.is_sliced:
            raise TypeError("A prepared change is for rows of one table, all of them.")
        try:
            self._statement: _Statement | None = _Statement(*query.get_compiler(using=self._alias).as_sql())
        except EmptyResultSet:
            self._statement = None

    def make(self, asked: Sequence[Any]) -> int:
        """How many rows it met."""
        if self._statement is None:
            return 0
        connection = connections[self._alias]
        with (
            transaction.mark_for_rollback_on_error(self._alias),
            self._statement.executed(connection, asked) as cursor,
        ):
            return int(cursor.rowcount)


class _Statement:
    """What a query says to its database, with the places its values go to."""

    def __init__(self, sql: str, params: Iterable[Any]) -> None:
        self._sql = sql
        self._params = tuple(params)

    @contextmanager
    def executed(self, connection: Any, asked: Sequence[Any]) -> Iterator[Any]:
        """A cursor that has executed it.

        Django's for SQLite rewrites the places of a statement each time, which takes longer than to answer
        most of them; its for PostgreSQL writes the values into the text, so that it is planned anew each
        time. They are left out where nobody counts or wraps statements.
        """
        direct = {"sqlite": self._on_sqlite, "postgresql": self._on_postgresql}.get(connection.vendor)
        if direct is None or connection.queries_logged or connection.execute_wrappers:
            with connection.cursor() as cursor:
                cursor.execute(self._sql, self._values(self._params, connection, asked))
                yield cursor
            return
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        connection.validate_no_broken_transaction()
        with connection.wrap_database_errors, closing(direct(connection, asked)) as cursor:
            yield cursor

    def _on_sqlite(self, connection: Any, asked: Sequence[Any]) -> Any:
        return connection.connection.execute(
            self._with_question_marks, self._values(self._params, connection, asked)
        )

    def _on_postgresql(self, connection: Any, asked: Sequence[Any]) -> Any:
        cursor = psycopg.Cursor(connection.connection)
        places = [param for param in self._params if isinstance(param, Place)]
        return cursor.execute(self._with_constants, self._values(places, connection, asked), prepare=True)

    @staticmethod
    def _values(params: Iterable[Any], connection: Any, asked: Sequence[Any]) -> list[Any]:
        return [_sent(param, asked, connection) for param in params]

    @cached_property
    def _with_question_marks(self) -> str:
        return self._sql.replace("%%", "\0").replace("%s", "?").replace("\0", "%")

    @cached_property
    def _with_constants(self) -> str:
        """The text with everything written into it but the arguments.

        A plan that is kept knows what stands in the text: without it no index of open rows alone would do.
        """
        params = iter(self._params)

        def written(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%%"
            param = next(params)
            return "%s" if isinstance(param, Place) else _literal(param)

        return re.sub("%s|%%", written, self._sql)


def _literal(value: Any) -> str:
    return psycopg.sql.Literal(value).as_string().replace("%", "%%")


def _sent(param: Any, asked: Sequence[Any], connection: Any) -> Any:
    if not isinstance(param, Place):
        return param
    value = param.value(asked)
    if spell := _SPELT.get(type(value)):
        return spell(value, connection)
    if not isinstance(value, str | int):
        raise TypeError(f"Nothing prepared knows how a {type(value).__name__} is spelt.")
    return value


def _converter(compiler: Any) -> Callable[[Iterable[Row]], Iterable[Row]]:
    """What reads the values of a row as their columns would."""
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return lambda rows: compiler.apply_converters(rows, converters) if converters else rows


def _maker(queryset: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Iterable[Row]], list[Any]]:
    """What makes of rows what the queryset would give."""
    gives = queryset._iterable_class
    if gives is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if gives is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if gives is ModelIterable:
        return _model_maker(compiler)
    raise TypeError("A prepared read gives models, tuples or single values.")


def _model_maker(compiler: Any) -> Callable[[Iterable[Row]], list[Any]]:
    """Models, with those that were selected along."""
    model, columns = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    first, last = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    # The stubs know the next version of Django already.
    along = get_related_populators(compiler.klass_info, compiler.select, compiler.using)  # type: ignore[call-arg]

    def made(row: Row) -> models.Model:
        found: models.Model = model.from_db(compiler.using, names, row[first:last])
        for populator in along:
            populator.populate(row, found)
        return found

    return lambda rows: [made(row) for row in rows]
