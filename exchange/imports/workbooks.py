"""Excel workbooks on their way in: each sheet with something in it becomes a file of its own, as CSV."""

import hashlib
import os
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from common.text import clean_line
from exchange.imports.uploads import remove, store
from exchange.models import Import, ImportFile
from exchange.models.bringing import FILE_NAME_LENGTH
from exchange.tables.refusals import RefusedError
from exchange.tables.workbooks.as_csv import Sheets, open_sheets
from exchange.tables.workbooks.workbook import Sheet, is_workbook


def store_tables(upload: "UploadedFile[Any]", of_import: Import, place: int) -> list[ImportFile]:
    """Keep an uploaded file as `uploads.store` does; of a workbook its sheets, in places from `place` on.

    A workbook nobody can read stays as it is: opening it says so. Raises OSError where the disk is full.
    """
    file = store(upload, of_import, place)
    with file.path.open("rb") as stream:
        tables = _tables_in(stream, file) if is_workbook(stream) else []
    if not tables:
        return [file]
    with transaction.atomic():
        remove(file)
        return ImportFile.objects.bulk_create(tables)


def _tables_in(stream: BinaryIO, file: ImportFile) -> list[ImportFile]:
    """The sheets of a workbook, written down beside it; none if it cannot be read."""
    tables: list[ImportFile] = []
    try:
        with open_sheets(stream) as book:
            for sheet in book.sheets:
                tables.append(_new_file(file, sheet, file.place + len(tables), len(book.sheets)))
                if not _write(book, sheet, tables[-1]):
                    _unlink([tables.pop()])
    except RefusedError:
        _unlink(tables)
        return []
    except BaseException:
        _unlink(tables)
        raise
    return tables


def _new_file(file: ImportFile, sheet: Sheet, place: int, of: int) -> ImportFile:
    name = file.name if of == 1 else f"{file.name}: {clean_line(sheet.name)}"
    return ImportFile(of_import=file.of_import, place=place, name=name[:FILE_NAME_LENGTH])


def _write(book: Sheets, sheet: Sheet, table: ImportFile) -> int:
    """How many rows the sheet has."""
    with os.fdopen(os.open(table.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as target:
        rows = book.write(sheet, target)
        target.seek(0)
        table.digest = hashlib.file_digest(target, "sha256").hexdigest()
        table.size = target.tell()
    return rows


def _unlink(tables: Iterable[ImportFile]) -> None:
    for table in tables:
        table.path.unlink(missing_ok=True)
