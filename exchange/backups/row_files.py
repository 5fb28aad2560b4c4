"""Copies of PostgreSQL: a gzipped file with a line for each row, read in one transaction.

First line: which migrations. Then for each table its name and its rows, and at the end the list of counts and
sums: a file that was cut short has none, and one that was changed or lost a row does not fit it.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exchange.backups.refusals import BackupError
from exchange.backups.rows import Tally, lines_of
from exchange.backups.tables import Node, Table

LEVEL = 5
MAGIC = b"\x1f\x8b"
Tallies = dict[str, tuple[int, str]]


def write(draft: Path, migrations: list[Node], tables: list[Table], alias: str) -> Tallies:
    """Write all rows; what they count. The caller sees to it that they are of one moment."""
    counted: Tallies = {}
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, gzip.open(file, "wt", LEVEL, encoding="ascii", newline="\n") as out:
        out.write(json.dumps({"migrations": migrations}) + "\n")
        for table in tables:
            out.write(json.dumps({"table": table.name}) + "\n")
            tally = Tally()
            for line in lines_of(table, alias):
                tally.add(line)
                out.write(line + "\n")
            counted[table.name] = (tally.rows, tally.digest)
        out.write(json.dumps({"end": counted}) + "\n")
    return counted


@dataclass(frozen=True)
class RowFile:
    """Such a file, to be read."""

    path: Path

    def migrations(self) -> list[Node]:
        """Which migrations its rows fit."""
        head = next(self._lines(), "")
        try:
            return [(str(app), str(name)) for app, name in json.loads(head)["migrations"]]
        except (ValueError, KeyError, TypeError) as fault:
            raise BackupError("This is no backup of Lost Deals.") from fault

    def tables(self, counted: Tallies | None = None) -> Iterator[tuple[str, Iterator[str]]]:
        """Each table's name with its rows, in one go, to the end of the file; `counted` takes their counts.

        Raises BackupError for a damaged file, at the latest at its end: the rows have to be those that were
        counted when it was written.
        """
        counted = {} if counted is None else counted
        lines = self._lines()
        next(lines, None)
        head = _head(next(lines, ""))
        while "table" in head:
            name, tally, rest = str(head["table"]), Tally(), list[str]()
            if name in counted:
                raise BackupError(f"The backup is damaged: it holds {name} twice.")
            yield name, _rows(lines, tally, rest)
            if not rest:
                raise BackupError("The rows of a table were not read to their end.")
            counted[name] = (tally.rows, tally.digest)
            head = _head(rest[0])
        told = _told(head)
        # Reading on to the end of the file lets gzip compare its own sum.
        if next(lines, None) is not None:
            raise BackupError("The backup is damaged: more follows its end.")
        compare(counted, told)

    def _lines(self) -> Iterator[str]:
        try:
            with gzip.open(self.path, "rt", encoding="ascii", newline="\n") as file:
                for line in file:
                    yield line.rstrip("\n")
        except (OSError, EOFError, ValueError, zlib.error) as fault:
            raise BackupError(f"The backup is damaged: {fault}.") from fault


def tallies_in(path: Path) -> Tallies:
    """What the rows of a file count, by reading all of them. Raises BackupError for a damaged file."""
    counted: Tallies = {}
    for _name, lines in RowFile(path).tables(counted):
        for _line in lines:
            pass
    return counted


def compare(found: Tallies, expected: Tallies) -> None:
    """Raises BackupError, naming the first table, unless all have the same rows."""
    for name in sorted({*found, *expected}):
        rows, digest = found.get(name, (0, ""))
        known_rows, known_digest = expected.get(name, (0, ""))
        if rows != known_rows:
            raise BackupError(f"{name} holds {rows} rows instead of {known_rows}.")
        if digest != known_digest:
            raise BackupError(f"{name} holds {rows} rows, but not all of them as they were.")


def _rows(lines: Iterator[str], tally: Tally, rest: list[str]) -> Iterator[str]:
    """The rows up to the line that is none, which goes to `rest`."""
    for line in lines:
        if not line.startswith("["):
            rest.append(line)
            return
        tally.add(line)
        yield line
    rest.append("")


def _head(line: str) -> dict[str, Any]:
    """What begins a table or ends the file; nothing where the file ends before."""
    try:
        found = json.loads(line or "{}")
    except (ValueError, RecursionError) as fault:
        raise BackupError("The backup is damaged: it holds a line that cannot be read.") from fault
    return found if isinstance(found, dict) else {}


def _told(head: dict[str, Any]) -> Tallies:
    """The counts and sums at the end of a file."""
    if "end" not in head:
        raise BackupError("The backup is damaged: its end is missing.")
    try:
        return {str(name): (int(rows), str(digest)) for name, (rows, digest) in head["end"].items()}
    except (ValueError, TypeError, AttributeError) as fault:
        raise BackupError("The backup is damaged: its end cannot be read.") from fault
