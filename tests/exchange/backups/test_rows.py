"""The line of a row: the same from every database, and of different rows never the same."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from hypothesis import given
from hypothesis import strategies as st

from accounts.changes import Change
from exchange.backups.rows import Tally, line_of
from exchange.backups.tables import Table, belongs_to_us, is_current, last_of_each, tables_at
from prospects.models import Deal

KEY = UUID("3f2b1c4d-0000-4000-8000-00000000000a")


def line(field: "models.Field[Any, Any]", value: Any) -> str:
    return line_of(Table(field.model, (field,)), [value])


JSON, MONEY, MOMENT, DAY, NUMBER = (
    model._meta.get_field(name)
    for model, name in (
        (Change, "before"),
        (Deal, "value"),
        (Change, "at"),
        (Deal, "closed_on"),
        (Change, "id"),
    )
)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        (JSON, {"b": 1, "a": 2}, {"a": 2, "b": 1}),
        (JSON, [1e22], [10**22]),
        (JSON, [1.5e300], [15 * 10**299]),
        (JSON, [-0.0], [0.0]),
        (MONEY, Decimal("12.50"), Decimal("12.5")),
        (MONEY, Decimal("-0.00"), Decimal("0")),
        (MONEY, Decimal("100"), Decimal("1E+2")),
        (
            MOMENT,
            datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1))),
            datetime(2026, 3, 2, 8, tzinfo=UTC),
        ),
    ],
)
def test_what_means_the_same_is_the_same(field: Any, one: object, other: object) -> None:
    assert line(field, one) == line(field, other)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        (JSON, None, []),
        (JSON, [None], None),
        (JSON, "1", 1),
        (JSON, 1, True),
        (JSON, [1.0], [1]),
        (JSON, {"a": [1, 2]}, {"a": [2, 1]}),
        (JSON, [10**22], [10**22 + 1]),
        (MONEY, Decimal("0"), None),
        (MONEY, Decimal("1.00"), Decimal("1.01")),
        (MOMENT, datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 2, microsecond=1, tzinfo=UTC)),
        (DAY, date.min, date.max),
        (NUMBER, KEY, UUID(int=KEY.int + 1)),
    ],
)
def test_what_means_something_else_is_something_else(field: Any, one: object, other: object) -> None:
    assert line(field, one) != line(field, other)


@given(st.lists(st.text(alphabet="abc", max_size=3)), st.randoms())
def test_the_order_of_rows_does_not_count_and_each_of_them_does(lines: list[str], chance: Any) -> None:
    one, other, fewer = Tally(), Tally(), Tally()
    mixed = [*lines]
    chance.shuffle(mixed)
    for tally, rows in ((one, lines), (other, mixed), (fewer, lines[1:])):
        for row in rows:
            tally.add(row)
    assert one == other
    assert (one == fewer) is not bool(lines)
    assert len(one.digest) == 64


def test_every_table_of_ours_is_among_them() -> None:
    tables = tables_at(_all())
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert {table.name for table in tables} == ours
    assert all(belongs_to_us(name) for name in [*ours, "django_migrations", "lostdeals_cache"])
    assert belongs_to_us("followups_search_document")
    assert not any(belongs_to_us(name) for name in ("spatial_ref_sys", "deals", "pg_stat_statements"))


def test_the_last_migration_of_each_app_leads_to_all_of_them() -> None:
    nodes = _all()
    assert is_current(nodes)
    assert not is_current(nodes[1:])
    last = last_of_each(nodes)
    assert len(last) == len({app for app, _name in nodes})


def _all() -> list[tuple[str, str]]:
    return sorted(MigrationLoader(None).graph.nodes)
