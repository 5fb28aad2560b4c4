"""Pure: in which encoding a file is written. Every byte is looked at; what the bytes leave open is said.

UTF-8 and UTF-16 prove themselves: other text is practically never valid as either. Windows' cp1252 and
Latin-1 differ in 32 bytes: invisible control characters in Latin-1, letters and signs in cp1252 but for
five that are undefined. So anything else is cp1252, as a guess that can be changed, and Latin-1 only where
cp1252 cannot be.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Final

from exchange.tables.refusals import Kind, Reason, Refusal, RefusedError

CHUNK: Final = 1 << 16
CONTROLS: Final = bytes(range(0x20))

# How files begin that are no text, and what they are.
_SIGNATURES: Final = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.XLS),
    (b"%PDF-", Kind.PDF),
    (b"\x1f\x8b", Kind.GZIP),
    (b"\xff\xfe\x00\x00", Kind.UTF_32),
    (b"\x00\x00\xfe\xff", Kind.UTF_32),
)
# A part every workbook has, named in the first entries of its ZIP.
_WORKBOOK: Final = b"[Content_Types].xml"
_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)\b", re.IGNORECASE)
_BAD_BYTE: Final = re.compile(r"[\udc80-\udcff]")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f\udc80-\udcff]")


class Encoding(StrEnum):
    """Those a file may have; the values are Python's names."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    CP1252 = "cp1252"
    LATIN_1 = "latin-1"


class Evidence(StrEnum):
    """How we know."""

    MARK = "mark"  # a byte order mark says so
    PLAIN = "plain"  # ASCII alone: all encodings would read the same
    VALID = "valid"  # the bytes fit, and those of another encoding would not
    GUESSED = "guessed"  # nothing speaks against it
    LEFT = "left"  # all others are ruled out
    CHOSEN = "chosen"  # somebody said so


MARKS: Final = {
    Encoding.UTF_8: codecs.BOM_UTF8,
    Encoding.UTF_16_LE: codecs.BOM_UTF16_LE,
    Encoding.UTF_16_BE: codecs.BOM_UTF16_BE,
}


@dataclass(frozen=True, slots=True)
class FoundEncoding:
    """An encoding, how we know, and how many bytes of mark come before the text."""

    encoding: Encoding
    evidence: Evidence
    mark: int = 0


def find_encoding(stream: BinaryIO, chosen: Encoding | None = None) -> FoundEncoding:
    """Read the whole stream once, from its beginning, a piece at a time.

    Raises RefusedError: NOT_TEXT, MIXED_ENCODINGS, UNDECODABLE (as what was chosen, or what its mark says).
    """
    stream.seek(0)
    head = stream.read(CHUNK)
    _refuse_what_is_no_text(head)
    marked = next((encoding for encoding, mark in MARKS.items() if head.startswith(mark)), None)
    sure = chosen or marked
    if sure is None:
        return _by_its_bytes(stream, head)
    mark = len(MARKS[sure]) if marked is sure else 0
    if line := _undecodable_line(stream, sure, mark):
        raise RefusedError(Refusal(Reason.UNDECODABLE, line=line, what=sure))
    return FoundEncoding(sure, Evidence.CHOSEN if chosen else Evidence.MARK, mark)


def _refuse_what_is_no_text(head: bytes) -> None:
    kind = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if kind is Kind.ZIP and _WORKBOOK in head:
        kind = Kind.XLSX
    if kind is None and _PAGE.match(head):
        kind = Kind.HTML
    if kind:
        raise RefusedError(Refusal(Reason.NOT_TEXT, what=kind))


def _by_its_bytes(stream: BinaryIO, head: bytes) -> FoundEncoding:
    broken = _undecodable_line(stream, Encoding.UTF_8)
    wide = _wide_encoding(head, fits_utf_8=not broken)
    if wide and not _undecodable_line(stream, wide):
        return FoundEncoding(wide, Evidence.VALID)
    if not broken:
        plain = all(piece.isascii() for piece in _pieces(stream))
        return FoundEncoding(Encoding.UTF_8, Evidence.PLAIN if plain else Evidence.VALID)
    if b"\x00" in head:
        raise RefusedError(Refusal(Reason.NOT_TEXT))
    if _is_mostly_utf_8(stream):
        raise RefusedError(Refusal(Reason.MIXED_ENCODINGS, line=broken))
    if _undecodable_line(stream, Encoding.CP1252):
        return FoundEncoding(Encoding.LATIN_1, Evidence.LEFT)
    return FoundEncoding(Encoding.CP1252, Evidence.GUESSED)


def _wide_encoding(head: bytes, fits_utf_8: bool) -> Encoding | None:
    """UTF-16 without its mark, by its zeros.

    Delimiters, line ends, digits and most letters have a byte of zero there: always the second of two, or
    always the first. Where the bytes could be UTF-8 too, most of those second bytes must be what no text is
    full of: control characters, which say the alphabet in UTF-16.
    """
    second, first = head[1::2], head[::2]
    if first.count(0) == second.count(0):
        return None
    wide, high = (
        (Encoding.UTF_16_LE, second) if second.count(0) > first.count(0) else (Encoding.UTF_16_BE, first)
    )
    return None if fits_utf_8 and 2 * len(high.translate(None, CONTROLS)) > len(high) else wide


def _is_mostly_utf_8(stream: BinaryIO) -> bool:
    """Whether more characters beyond ASCII are well-formed than bytes are not: then it is a broken file.

    In text of one byte a character, two that happen to be well-formed together are rare.
    """
    decoder = codecs.getincrementaldecoder(Encoding.UTF_8)("surrogateescape")
    good = bad = 0
    for piece in _pieces(stream):
        text = decoder.decode(piece)
        bad += sum(1 for _ in _BAD_BYTE.finditer(text))
        good += sum(1 for _ in _BEYOND_ASCII.finditer(text))
    return good > bad


def _undecodable_line(stream: BinaryIO, encoding: Encoding, skip: int = 0) -> int:
    """The first line that is not of this encoding; 0 if all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = _LineCount()
    for piece in _pieces(stream, skip, with_end=True):
        try:
            lines.take(decoder.decode(piece, final=not piece))
        except UnicodeDecodeError as error:
            lines.take(error.object[: error.start].decode(encoding))
            return lines.line
    return 0


def _pieces(stream: BinaryIO, skip: int = 0, with_end: bool = False) -> Iterator[bytes]:
    stream.seek(skip)
    while piece := stream.read(CHUNK):
        yield piece
    if with_end:
        yield b""


class _LineCount:
    """In which line text that comes in pieces has arrived; CR, LF and CRLF end one."""

    def __init__(self) -> None:
        self.line = 1
        self._after_return = False

    def take(self, text: str) -> None:
        """Read on."""
        if not text:
            return
        self.line += text.count("\n") + text.count("\r") - text.count("\r\n")
        if self._after_return and text.startswith("\n"):
            self.line -= 1
        self._after_return = text.endswith("\r")
