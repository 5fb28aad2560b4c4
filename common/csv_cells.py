"""Pure: cells of a CSV file that no spreadsheet runs, and the way back to what they were.

A spreadsheet takes a cell for a formula, and runs it, when it begins with one of a few characters. Written
cells that do get an apostrophe in front. So that it can be taken off again exactly, so does a cell that
already looks guarded:

    written as      =1+1 → '=1+1      '=1+1 → ''=1+1      'twas → 'twas
    read back as    '=1+1 → =1+1      ''=1+1 → '=1+1      'twas → 'twas

Undo it only in files this app has written: in others an apostrophe may be the person's own.
"""

import re
from typing import Final

# The four signs, in the wide shapes too (East Asian spreadsheets), and white space they look past.
RUN_BY_SPREADSHEETS: Final = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001
GUARD: Final = "'"

_RISKY = re.compile(rf"{GUARD}*[{re.escape(RUN_BY_SPREADSHEETS)}]")
_GUARDED = re.compile(rf"{GUARD}+[{re.escape(RUN_BY_SPREADSHEETS)}]")


def guarded(text: str) -> str:
    """The text as it may stand in a file."""
    return GUARD + text if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if _GUARDED.match(text) else text


def written_cell(value: object) -> object:
    """A value as csv.writer may take it: text guarded, nothing as an empty cell, numbers as they are."""
    if isinstance(value, str):
        return guarded(value)
    return "" if value is None else value
