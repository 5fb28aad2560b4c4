"""The headers of the files are a promise (CONTRACT.md, Files): new ones may come, none goes or changes."""

import json
from pathlib import Path

from exchange.exports import deals_file
from exchange.exports.csv_tables import headers_of
from exchange.exports.tables import TABLES

PROMISED = Path(__file__).with_name("headers.json")


def the_headers() -> dict[str, list[str]]:
    return {table.file: headers_of(table) for table in TABLES} | {deals_file.FILE: list(deals_file.HEADERS)}


def test_no_header_goes_and_none_moves_ahead_of_another() -> None:
    now = the_headers()
    for file, promised in json.loads(PROMISED.read_text(encoding="utf-8")).items():
        assert [name for name in now[file] if name in promised] == promised, file


def test_what_is_new_is_promised_as_well() -> None:
    assert the_headers() == json.loads(PROMISED.read_text(encoding="utf-8")), "add it to headers.json"
