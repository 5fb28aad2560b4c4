"""Reads what an export wrote: the ZIP, or the JSON out of it, a row at a time."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from exchange.exports.packing import FORMAT, JSON_FILE
from exchange.exports.tables import TABLES, table_of
from exchange.kinds import Taken

# No database text can hold these; lists and objects are looked into here, for SQLite takes them there.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
# A row is one change of many people at the most.
LONGEST_LINE = 64 << 20
# How a ZIP begins, whole or not.
PACKED = b"PK"
# Wherever it stands near the beginning, however it was written anew.
_OURS = re.compile(r'"format"\s*:\s*"lostdeals\.export/')
_NEAR = 4096
_HEAD = re.compile(r'"format": "(?P<format>[^"]*)",\n\Z')
_TAKEN = re.compile(r'"taken": "(?P<taken>[^"]*)",\n\Z')
_TABLE = re.compile(r'"(?P<label>[a-z.]+)": \[\n\Z')


class RefusedError(Exception):
    """The file is not what it should be: a code of exchange.own.words, and the line where it shows."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class FoundRow:
    """One row of the file: whose table, what it says, and on which line of the JSON."""

    label: str
    values: dict[str, Any]
    line: int


@dataclass(frozen=True)
class Export:
    """An export that is open: how much it took along, and its rows."""

    taken: Taken
    rows: Iterator[FoundRow]


def is_export(path: Path) -> bool:
    """Whether a file looks like an export at all, whole or not."""
    try:
        with opened(path):
            return True
    except RefusedError:
        return False


@contextmanager
def opened(path: Path) -> Iterator[Export]:
    """An export to read; raises RefusedError for what is none, here or at the row where it shows."""
    try:
        with _json(path) as stream:
            reader = _Reader(stream)
            yield Export(reader.begin(), reader.rows())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # What zipfile raises for bytes that are no ZIP, or a broken, locked or strangely packed one.
        raise RefusedError("broken") from error


@contextmanager
def _json(path: Path) -> Iterator[IO[str]]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            if file.read(len(PACKED)) == PACKED:
                raise RefusedError("broken")
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield stream
        return
    with zipfile.ZipFile(path) as archive:
        if JSON_FILE not in archive.namelist():
            raise RefusedError("no_export")
        with archive.open(JSON_FILE) as entry:
            yield io.TextIOWrapper(entry, encoding="utf-8", newline="\n")


class _Reader:
    def __init__(self, stream: IO[str]) -> None:
        self.stream, self.line, self.near = stream, 0, ""

    def begin(self) -> Taken:
        """The head of the file; raises RefusedError."""
        try:
            return self._begin()
        except RefusedError as refused:
            if refused.code == "no_export" and _OURS.search(self.near):
                raise RefusedError("not_as_written") from refused
            raise

    def _begin(self) -> Taken:
        if self._next() != "{\n":
            raise RefusedError("no_export")
        head = _HEAD.match(self._next())
        if not head:
            raise RefusedError("no_export")
        if head["format"] != FORMAT:
            raise RefusedError("other_version")
        taken = _TAKEN.match(self._next())
        if not taken or taken["taken"] not in set(Taken) or self._next() != '"tables": {\n':
            raise RefusedError("not_as_written", self.line)
        return Taken(taken["taken"])

    def rows(self) -> Iterator[FoundRow]:
        """Every row, to the very end of the file; tables come in the order they are written in."""
        left = iter(TABLES)
        while (line := self._next()) != "}\n":
            found = _TABLE.match(line)
            table = table_of(found["label"]) if found else None
            if found and not table:
                raise RefusedError("other_version", self.line)
            if table is None or table not in left:
                raise RefusedError("not_as_written", self.line)
            yield from self._rows_of(table.label)
        if self._next() != "}\n" or self.stream.readline(LONGEST_LINE).strip():
            raise RefusedError("not_as_written", self.line)

    def _rows_of(self, label: str) -> Iterator[FoundRow]:
        while not (line := self._next()).startswith("]"):
            try:
                values = json.loads(line.rstrip().removesuffix(","))
            except (ValueError, RecursionError) as error:
                raise RefusedError("not_as_written", self.line) from error
            if not isinstance(values, dict):
                raise RefusedError("not_as_written", self.line)
            if "\\u" in line and _holds_the_unstorable(values):
                raise RefusedError("no_such_value", self.line)
            yield FoundRow(label, values, self.line)

    def _next(self) -> str:
        self.line += 1
        try:
            line = self.stream.readline(LONGEST_LINE)
        except UnicodeDecodeError as error:
            raise RefusedError("no_export") from error
        if self.line <= 2:
            self.near += line[:_NEAR]
        # The last line, and any other, ends with its line feed; one that does not was cut off, or has no end.
        if not line.endswith("\n"):
            raise RefusedError("cut_off" if self.line > 2 else "no_export", self.line)
        return line


def _holds_the_unstorable(value: Any) -> bool:
    if isinstance(value, str):
        return _UNSTORABLE.search(value) is not None
    if isinstance(value, dict):
        return any(map(_holds_the_unstorable, [*value, *value.values()]))
    return isinstance(value, list) and any(map(_holds_the_unstorable, value))
