"""Reads whose SQL is put together once.

Django takes several times as long to put a query together as a database to answer it by an index. A prepared
read is a function that makes a queryset of its arguments. It is called once in each thread, with a place for
every argument; from then on only values go to the database, and rows come back. So nothing but the arguments
may differ from one time to the next (no day of today, no setting), and the function may not look at them.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Expression, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.transaction import TransactionManagementError

Asked = ParamSpec("Asked")
Read = TypeVar("Read")
Row = Sequence[Any]
Shape = tuple[int, ...]

ONE_VALUE = -1
# A read that is asked about more at once is put together each time.
MOST_AT_ONCE = 20

# Values that each database spells in its own way.
_SPELT: dict[type, "models.Field[Any, Any]"] = {
    UUID: models.UUIDField(),
    date: models.DateField(),
    datetime: models.DateTimeField(),
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
    here = threading.local()

    def written(shape: Shape) -> "_Written":
        known: dict[Shape, _Written] = here.__dict__.setdefault("known", {})
        if shape in known:
            return known[shape]
        made = _Written(build(*_places(shape)))  # type: ignore[call-arg]
        if max(shape, default=0) <= MOST_AT_ONCE:
            known[shape] = made
        return made

    @wraps(build)
    def read(*args: Asked.args, **kwargs: Asked.kwargs) -> list[Read]:
        asked = [tuple(one) if isinstance(one, list | set | frozenset) else one for one in args]
        if kwargs:
            raise TypeError("A prepared read takes values in their order, not by name.")
        shape = tuple(len(one) if isinstance(one, tuple) else ONE_VALUE for one in asked)
        return written(shape).rows(asked)

    return read


def _places(shape: Shape) -> list[Any]:
    return [
        Place(argument) if many == ONE_VALUE else [Place(argument, number) for number in range(many)]
        for argument, many in enumerate(shape)
    ]


class _Written:
    """A query as its database takes it, and what its rows are made into."""

    def __init__(self, queryset: "QuerySet[Any, Any]") -> None:
        self._alias = queryset.db
        self._locks = queryset.query.select_for_update
        compiler = queryset.query.get_compiler(using=self._alias)
        try:
            self._sql, params = compiler.as_sql()
        except EmptyResultSet:
            self._sql, params = "", ()
            return
        self._params = tuple(params)
        self._convert = _converter(compiler)
        self._make = _maker(queryset, compiler)

    def rows(self, asked: Sequence[Any]) -> list[Any]:
        """What the database answers."""
        if not self._sql:
            return []
        connection = connections[self._alias]
        if self._locks and connection.features.has_select_for_update and connection.get_autocommit():
            raise TransactionManagementError("A lock holds to the end of its transaction: begin one.")
        params = [_sent(param, asked, connection) for param in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            found = cursor.fetchall()
        return self._make(self._convert(found))


def _sent(param: Any, asked: Sequence[Any], connection: Any) -> Any:
    if not isinstance(param, Place):
        return param
    value = param.value(asked)
    if field := _SPELT.get(type(value)):
        return field.get_db_prep_value(value, connection)
    if not isinstance(value, str | int):
        raise TypeError(f"A prepared read does not know how a {type(value).__name__} is spelt.")
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
