"""Tables as the tests ask for them: bytes in, cells out."""

import io

from exchange.tables.table import Options, Row, Table, open_table


def table_of(data: bytes, **options: object) -> Table:
    return open_table(io.BytesIO(data), Options(**options))  # type: ignore[arg-type]


def cells_of(table: Table) -> list[list[str]]:
    """The rows; none may be a misfit."""
    rows = list(table.rows())
    assert all(isinstance(row, Row) for row in rows)
    return [list(row.cells) for row in rows]


def names_of(table: Table) -> list[str]:
    return [column.name for column in table.columns]
