"""A file of rows carries its own counts and sums: what was changed in it is found without a list."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from exchange.backups import row_files
from exchange.backups.checking import check_backup
from exchange.backups.refusals import BackupError
from exchange.backups.rows import columns_from
from exchange.backups.tables import Table, applied_to, tables_at
from tests.followups.telling import log

pytestmark = pytest.mark.django_db

Change = Callable[[list[str]], None]


@pytest.fixture
def tables() -> list[Table]:
    return tables_at(applied_to("default"))


@pytest.fixture
def path(tmp_path: Path, owner: User, tables: list[Table]) -> Path:
    """One of either database, without a list."""
    log(owner)
    row_files.write(tmp_path / "copy.rows.gz", applied_to("default"), tables, "default")
    return tmp_path / "copy.rows.gz"


def changed(path: Path, change: Change) -> Path:
    lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()
    change(lines)
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode("ascii")))
    return path


def first_row(lines: list[str]) -> int:
    return next(number for number, line in enumerate(lines) if line.startswith("["))


def without_a_row(lines: list[str]) -> None:
    del lines[first_row(lines)]


def with_a_row_twice(lines: list[str]) -> None:
    lines.insert(first_row(lines), lines[first_row(lines)])


def with_a_letter_changed(lines: list[str]) -> None:
    row = first_row(lines)
    lines[row] = lines[row].replace("0", "1", 1) if "0" in lines[row] else lines[row] + " "


def with_a_line_that_is_no_row(lines: list[str]) -> None:
    lines.insert(first_row(lines), "nonsense")


def without_a_table(lines: list[str]) -> None:
    del lines[lines.index(json.dumps({"table": "prospects_loss"}))]


def with_a_table_twice(lines: list[str]) -> None:
    lines[-1:-1] = [json.dumps({"table": "accounts_user"})]


def with_an_end_nobody_can_read(lines: list[str]) -> None:
    lines[-1] = json.dumps({"end": {"accounts_user": 1}})


def with_an_end_of_another_kind(lines: list[str]) -> None:
    lines[-1] = json.dumps({"end": []})


def with_more_after_its_end(lines: list[str]) -> None:
    lines.append("[1]")


CHANGES = [
    without_a_row,
    with_a_row_twice,
    with_a_letter_changed,
    with_a_line_that_is_no_row,
    without_a_table,
    with_a_table_twice,
    with_an_end_nobody_can_read,
    with_an_end_of_another_kind,
    with_more_after_its_end,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_found_without_a_list(path: Path, change: Change) -> None:
    with pytest.raises(BackupError):
        check_backup(changed(path, change))


def test_as_it_was_written_it_is_whole(path: Path) -> None:
    manifest, counted = check_backup(changed(path, lambda lines: None))
    assert manifest is None
    assert counted["prospects_loss"][0] == 1


def test_any_bit_that_turned_is_found_or_changes_nothing(path: Path) -> None:
    """Some bits of a gzipped file say nothing, like the time it was made."""
    whole, counted = path.read_bytes(), check_backup(path)[1]
    for place in range(12, len(whole), len(whole) // 60):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert counts(path) in (None, counted)


@pytest.mark.parametrize("place", [-5, -1])
def test_the_sum_of_the_file_is_looked_at(path: Path, place: int) -> None:
    whole = bytearray(path.read_bytes())
    whole[place] ^= 1
    path.write_bytes(whole)
    with pytest.raises(BackupError, match="damaged"):
        check_backup(path)


@pytest.mark.parametrize(
    "line", ["", "[", "[]", "[1]", "7", "null", '{"a": 1}', "[" * 100_000], ids=lambda line: line[:8]
)
def test_a_line_that_is_no_row_is_said(tables: list[Table], line: str) -> None:
    with pytest.raises(BackupError, match="Row 1 of accounts_user is none"):
        list(columns_from(table_of_users(tables), [line], connection))


@pytest.mark.parametrize("value", [[], {}, "nonsense", [1], True, -1, 10**400])
def test_a_value_that_no_column_takes_is_said(tables: list[Table], value: Any) -> None:
    """Each column in turn; some of them take it, none breaks off."""
    for table in tables:
        for column in range(len(table.fields)):
            row = [None] * len(table.fields)
            row[column] = value
            assert list(sentences(table, json.dumps(row))) in ([], [table.name])


def sentences(table: Table, line: str) -> Iterator[str]:
    try:
        list(columns_from(table, [line], connection))
    except BackupError:
        yield table.name


def counts(path: Path) -> row_files.Tallies | None:
    try:
        return check_backup(path)[1]
    except BackupError:
        return None


def table_of_users(tables: list[Table]) -> Table:
    return next(table for table in tables if table.name == "accounts_user")
