"""Copies of PostgreSQL: a gzipped file with a line for each row, read in one transaction.

First line: which migrations. Then for each table its name and columns, its rows, and at the end the list of
counts and sums: a file that was cut short has none.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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

    def tables(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Each table's name with its rows, in one go. Raises BackupError for a damaged file."""
        lines = self._lines()
        next(lines, None)
        head = self._head(next(lines, ""))
        while "table" in head:
            rest: list[str] = []
            yield str(head["table"]), self._rows(lines, rest)
            if not rest:
                raise BackupError("The rows of a table were not read to their end.")
            head = self._head(rest[0])
        if "end" not in head:
            raise BackupError("The backup is damaged: its end is missing.")

    def _rows(self, lines: Iterator[str], rest: list[str]) -> Iterator[str]:
        for line in lines:
            if not line.startswith("["):
                rest.append(line)
                return
            yield line
        rest.append("")

    def _head(self, line: str) -> dict[str, object]:
        try:
            found = json.loads(line or "{}")
        except ValueError as fault:
            raise BackupError("The backup is damaged.") from fault
        return found if isinstance(found, dict) else {}

    def _lines(self) -> Iterator[str]:
        try:
            with gzip.open(self.path, "rt", encoding="ascii", newline="\n") as file:
                for line in file:
                    yield line.rstrip("\n")
        except (OSError, EOFError, ValueError, zlib.error) as fault:
            raise BackupError(f"The backup is damaged: {fault}.") from fault


def tallies_in(path: Path) -> Tallies:
    """What the rows of a file count, by reading all of them."""
    counted: Tallies = {}
    for name, lines in RowFile(path).tables():
        tally = Tally()
        for line in lines:
            tally.add(line)
        counted[name] = (tally.rows, tally.digest)
    return counted
