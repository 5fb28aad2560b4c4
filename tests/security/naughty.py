"""Strings that break things: those of the shared folder beside the project, where it is, and some of ours."""

import json
import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import DATA_VARIABLE

PROJECT = Path(__file__).resolve().parents[2]
OURS = [
    "\x00", "a\x00b", "\ufffe\uffff", "\u202eabc\u202c", "a\u200bb", "\ufeffa", "e\u0301", "Ａ", "ﬁ", "İ",
    "ß", "Ǆ", "\u2028", "\u2029", "\x85", "\x0b\x0c", "\r\n\r\n", "a\rb", "\t", "\U0001f469\u200d\U0001f4bb",
    "\U0010ffff", "Z" + "\u0335" * 40, "%00", "%0d%0aX: y", "%n%s%x", "{0}{a.__class__}", "%(a)s", "${7*7}",
    "{{7*7}}", "{% x %}", "<script>alert(1)</script>", "' OR 1=1 --", "\\", "\\'", '"', "NaN", "-0", "1e400",
    "٣", "Infinity", "null", "../../etc/passwd", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\x1b[31m",
    "=?utf-8?q?a?=", "a@b\r\nBcc: c@d",
]  # fmt: skip


def naughty_strings(which: str) -> list[str]:
    """The strings of "ours" or "shared"; a checkout without the shared folder skips those."""
    if which == "ours":
        return OURS
    shared = Path(os.environ.get(DATA_VARIABLE) or PROJECT.parent / "shared")
    path = shared / "data" / "naughty_strings" / "blns.json"
    if not path.is_file():
        pytest.skip(f"no naughty strings at {path}; set {DATA_VARIABLE} to the shared folder")
    found: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return [text for text in dict.fromkeys(found) if text]


def packed(
    strings: list[str], limits: dict[str, int], lines: set[str], turn: int = 0, most: int = 1000
) -> Iterator[dict[str, str]]:
    """The strings, as many as fit into each field at a time, in at most so many goes.

    Every `turn` begins with other ones. A `line` takes no line ends of ours.
    """
    begin = turn * 37 % len(strings)
    widest = max(limits.values())
    waiting = deque(text for text in [*strings[begin:], *strings[:begin]] if len(text) <= widest)
    for _go in range(most):
        if not waiting:
            return
        filled = {
            name: (" " if name in lines else "\n").join(_as_many_as_fit(waiting, limit))
            for name, limit in sorted(limits.items(), key=lambda field: field[1])
        }
        yield {name: text for name, text in filled.items() if text}


def _as_many_as_fit(waiting: deque[str], room: int) -> Iterator[str]:
    """Those that come next, taken from the others, until one is too long."""
    while waiting and len(waiting[0]) <= room:
        room -= len(waiting[0]) + 1
        yield waiting.popleft()
