"""Pure: the texts of a workbook, which its cells name by number; packed, for a list of them takes much."""

import re
from array import array
from collections.abc import Mapping
from typing import Final
from zipfile import ZipFile

from exchange.tables.records import LONGEST_CELL
from exchange.tables.workbooks.parts import broken, too_large, walk_part

MOST_STRINGS: Final = 1_000_000
# Excel writes characters XML has no place for as _x000D_; line ends are the ones that occur.
_ESCAPED: Final = re.compile(r"_x(000[9ADad])_")


class Strings:
    """Texts by their number."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("L")

    def add(self, text: str) -> None:
        """The next one."""
        if len(self._ends) == MOST_STRINGS:
            raise too_large(MOST_STRINGS)
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def __getitem__(self, number: int) -> str:
        """Raises IndexError."""
        if number < 0:
            raise IndexError(number)
        begins = self._ends[number - 1] if number else 0
        return self._bytes[begins : self._ends[number]].decode("utf-8", "surrogatepass")


class TextOf:
    """Gathers what a cell's text is made of: runs of letters, but not how they are spoken."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._length = 0
        self._spoken = 0
        self._listens = False

    def clear(self) -> None:
        """Begin anew."""
        self.pieces, self._length = [], 0

    def begin(self, tag: str) -> None:
        """An element begins."""
        self._spoken += tag == "rPh"
        self._listens = tag == "t" and not self._spoken

    def end(self, tag: str) -> None:
        """An element ends."""
        self._spoken -= tag == "rPh"
        self._listens = False

    def take(self, text: str) -> None:
        """Text, wherever it stands."""
        if self._listens:
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise broken()
            self.pieces.append(text)

    @property
    def text(self) -> str:
        """All of it."""
        return unescaped("".join(self.pieces))


def unescaped(text: str) -> str:
    """The text with its line ends and tabs as such."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x000" in text else text


def read_strings(archive: ZipFile, name: str) -> Strings:
    """All texts of a workbook. Raises RefusedError."""
    strings, text = Strings(), TextOf()

    def begin(tag: str, _given: Mapping[str, str]) -> None:
        if tag == "si":
            text.clear()
        text.begin(tag)

    def end(tag: str) -> None:
        text.end(tag)
        if tag == "si":
            strings.add(text.text)

    for _ in walk_part(archive, name, begin, end, text.take):
        pass
    return strings
