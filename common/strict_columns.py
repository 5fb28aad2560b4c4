"""On SQLite: what PostgreSQL would refuse to store is refused by the table itself, behind `common.columns`.

PostgreSQL knows how long a text may be, how large a number, and takes no NUL; SQLite takes anything. So each
table of ours gets two triggers there that ask the same of every value that is new (docs/decisions/0029).
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

NAME = "strict_"
# The numbers that PostgreSQL's columns hold.
RANGES = {
    "SmallIntegerField": 32_767,
    "PositiveSmallIntegerField": 32_767,
    "IntegerField": 2_147_483_647,
    "PositiveIntegerField": 2_147_483_647,
}


def make_way_before_migrating(using: str = "default", **_signal: Any) -> None:
    """Before every `migrate`: a trigger that names a column stands in the way of dropping it."""
    if using == "default" and connection.vendor == "sqlite":
        for name in _standing():
            _run(f'DROP TRIGGER "{name}"')


def install_after_migrating(using: str = "default", **_signal: Any) -> None:
    """After every `migrate`: each table of ours has the triggers that its columns ask for."""
    if using != "default" or connection.vendor != "sqlite":
        return
    standing = _standing()
    if standing == _wanted():
        return
    wanted = _wanted_of(_columns_there())
    for name in standing.keys() - wanted.keys():
        _run(f'DROP TRIGGER "{name}"')
    for name, statement in wanted.items():
        if standing.get(name) != statement:
            _run(f'DROP TRIGGER IF EXISTS "{name}"')
            _run(statement)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _standing() -> dict[str, str]:
    """The triggers of this kind that are there, with what made them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{NAME}%"]
        )
        return dict(cursor.fetchall())


@cache
def _wanted() -> dict[str, str]:
    """The triggers of all models, when every table is as its model says."""
    columns = {
        model._meta.db_table: {str(field.column) for field in model._meta.concrete_fields}
        for model in _models()
    }
    return _wanted_of(columns)


def _wanted_of(columns: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The triggers for these columns of each table."""
    return dict(
        trigger
        for model in _models()
        for trigger in _triggers_of(model, columns.get(model._meta.db_table, ()))
    )


def _columns_there() -> dict[str, set[str]]:
    """The columns of each table as it is now: half-way through its migrations it may lack some."""
    describe = connection.introspection.get_table_description
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        tables = there & {model._meta.db_table for model in _models()}
        return {table: {column.name for column in describe(cursor, table)} for table in tables}


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.app_label in settings.ROOMS]


def _triggers_of(model: type[models.Model], there: Collection[str]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    columns = [field for field in model._meta.concrete_fields if field.column in there]
    tests = {str(field.column): test for field in columns if (test := refusal(field, "NEW"))}
    if not tests:
        return
    changed = [_when_new(*case) for case in tests.items()]
    for act, cases in (("INSERT", list(tests.values())), ("UPDATE", changed)):
        name = f"{NAME}{act.lower()}_{table}"
        yield (
            name,
            f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" WHEN {" OR ".join(cases)} '
            f"BEGIN SELECT RAISE(ABORT, 'a value of {table} that no column takes'); END",
        )


def _when_new(column: str, test: str) -> str:
    """What stood there before there were triggers may stay."""
    return f'(NEW."{column}" IS NOT OLD."{column}" AND {test})'


def refusal(field: "models.Field[Any, Any]", row: str) -> str:
    """When a value of this column is one that PostgreSQL would refuse, in SQL; empty when that cannot be."""
    value, kind = f'{row}."{field.column}"', field.get_internal_type()
    if isinstance(field, models.CharField | models.TextField):
        # What counts characters stops at the first NUL, so that is looked for as well.
        longest = field.max_length if isinstance(field, models.CharField) else None
        too_long = f"length({value}) > {longest} OR " if longest else ""
        return f"({too_long}instr({value}, char(0)) > 0)"
    if kind in RANGES:
        return f"(abs({value}) > {RANGES[kind]})"
    if isinstance(field, models.DecimalField) and field.max_digits and field.decimal_places is not None:
        return f"(abs({value}) >= 1e{field.max_digits - field.decimal_places})"
    return ""
