"""Packs an export: the CSV files, one after the other, and the JSON beside them.

The JSON has a row to a line, so that it is read again without ever being whole in memory. Nothing in it tells
when it was made: the same data is the same file.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from exchange.exports import deals_file
from exchange.exports.csv_tables import CsvTable, Names, names_of, write_rows
from exchange.exports.moment import one_moment
from exchange.exports.read_me import FILE as READ_ME
from exchange.exports.read_me import read_me
from exchange.exports.records import records
from exchange.exports.tables import Table
from exchange.exports.taking import Taking
from exchange.progress import Progress

FORMAT = "lostdeals.export/1"
JSON_FILE = "lost-deals.json"


def pack(
    stream: IO[bytes], taking: Taking, now: datetime, progress: Progress, *, folder: Path | None = None
) -> dict[str, int]:
    """Write the ZIP; how many rows of each table are in it.

    What is half done lies in `folder` (the system's own, where none is named), under no name. Raises OSError
    when the disk is full, and what `progress` raises.
    """
    with one_moment(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        packing = _Packing(archive, taking, now, progress)
        counts = packing.pack(folder)
        packing.write(READ_ME, read_me(taking, counts, now))
    return counts


class _Packing:
    def __init__(self, archive: zipfile.ZipFile, taking: Taking, now: datetime, progress: Progress) -> None:
        self.archive, self.taking, self.progress = archive, taking, progress
        self.made = (now.year, now.month, now.day, now.hour, now.minute, now.second)
        self.done, self.total = 0, sum(taking.rows(table).count() for table in taking.tables)

    def pack(self, folder: Path | None) -> dict[str, int]:
        counts = dict[str, int]()
        names = names_of(self.taking)
        with self._entry(deals_file.FILE) as stream:
            write_rows(stream, deals_file.HEADERS, deals_file.rows(self.taking))
        with TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder) as whole:
            whole.write(f'{{\n"format": "{FORMAT}",\n"taken": "{self.taking.taken}",\n"tables": {{\n')
            for table in self.taking.tables:
                counts[table.label] = self._table(table, whole, names)
            whole.write("}\n}\n")
            whole.seek(0)
            self._add(whole)
        return counts

    def _table(self, table: Table, whole: IO[str], names: Names) -> int:
        rows = 0
        whole.write(f'"{table.label}": [')
        with self._entry(table.file) as stream:
            file = CsvTable(stream, table, names)
            for rows, record in enumerate(records(table, self.taking), start=1):
                whole.write("," * (rows > 1) + "\n" + _line(record))
                file.write(record)
                self.done += 1
                self.progress.at(self.done, self.total)
        whole.write("\n]," if table != self.taking.tables[-1] else "\n]")
        whole.write("\n")
        return rows

    def write(self, name: str, text: str) -> None:
        """A file more."""
        with self._entry(name) as stream:
            stream.write(text)

    @contextmanager
    def _entry(self, name: str) -> Iterator[IO[str]]:
        info = zipfile.ZipInfo(name, self.made)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with (
            self.archive.open(info, "w", force_zip64=True) as entry,
            io.TextIOWrapper(entry, encoding="utf-8", newline="") as stream,
        ):
            yield stream

    def _add(self, whole: IO[str]) -> None:
        with self._entry(JSON_FILE) as stream:
            while piece := whole.read(1 << 20):
                stream.write(piece)


def _line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(", ", ": "))
