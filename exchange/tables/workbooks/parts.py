"""Pure: the parts of a workbook: files of XML in a ZIP, read in pieces, none of them ever held as a whole.

A workbook is small while it lies there and may be endless once unpacked, so each part has a bound, and the
table of contents has one before it is read. A document type has no business in any part: without one, no
entity can grow.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from exchange.tables.refusals import Reason, Refusal, RefusedError

PIECE: Final = 1 << 16
# Bytes of a part once unpacked; rows and cells have their own bounds.
LARGEST_SHEET: Final = 400_000_000
LARGEST_PART: Final = 64_000_000
# Bytes of the table of contents: some ten thousand files.
LONGEST_CONTENTS: Final = 1_000_000
# Bytes of one tag, or of anything else the parser waits for the end of.
LONGEST_TAG: Final = 1_000_000

_END_OF_CONTENTS: Final = ((b"PK\x05\x06", "<I", 12), (b"PK\x06\x06", "<Q", 40))
_TAIL: Final = (1 << 16) + 100

Begin = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def broken() -> RefusedError:
    """For a workbook that is none, or not whole."""
    return RefusedError(Refusal(Reason.BROKEN_WORKBOOK))


def too_large(most: int) -> RefusedError:
    """For a part beyond its bound, in bytes."""
    return RefusedError(Refusal(Reason.WORKBOOK_TOO_LARGE, most=most // 1_000_000))


@contextmanager
def opened(stream: BinaryIO) -> Iterator[ZipFile]:
    """The workbook's ZIP; whatever is wrong with it while it is read becomes a RefusedError."""
    try:
        _bound_contents(stream)
        with ZipFile(stream) as archive:
            yield archive
    except (
        BadZipFile, EOFError, KeyError, LookupError, NotImplementedError, OSError, RuntimeError, ValueError,
        expat.ExpatError, struct.error, zlib.error,
    ) as error:  # fmt: skip
        raise broken() from error


def _bound_contents(stream: BinaryIO) -> None:
    """Every entry of a ZIP is an object once its contents are read, so they are measured before."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _TAIL))
    tail = stream.read(_TAIL)
    for mark, form, place in _END_OF_CONTENTS:
        at = tail.find(mark)
        while at >= 0:
            if struct.unpack_from(form, tail.ljust(at + 56, b"\0"), at + place)[0] > LONGEST_CONTENTS:
                raise too_large(LONGEST_CONTENTS)
            at = tail.find(mark, at + 1)


def read_part(archive: ZipFile, name: str, begin: Begin, end: End | None = None) -> None:
    """Tell of every element of a small part."""
    for _ in walk_part(archive, name, begin, end):
        pass


def walk_part(
    archive: ZipFile,
    name: str,
    begin: Begin,
    end: End | None = None,
    text: Text | None = None,
    most: int = LARGEST_PART,
) -> Iterator[None]:
    """Tell of elements, their ends and their text, and pause after every piece.

    Names come without namespace and prefix. Raises RefusedError.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: begin(_local(tag), given)
    parser.EndElementHandler = (lambda tag: end(_local(tag))) if end else None
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    fed = 0
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            fed += len(piece)
            if fed > most:
                raise too_large(most)
            parser.Parse(piece)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise broken()
            yield
    parser.Parse(b"", True)
    yield


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def attribute(given: Mapping[str, str], name: str) -> str:
    """An attribute by its name without namespace; empty if there is none."""
    return given.get(name) or next((text for key, text in given.items() if _local(key) == name), "")


def _refuse(*_: object) -> None:
    raise broken()
