"""Pure: the cards of a file, and the unfolded lines of a card; in bytes, for a fold may part a character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD\s*\Z", re.IGNORECASE)
_END = re.compile(rb"\s*END\s*:\s*VCARD\s*\Z", re.IGNORECASE)
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT(?:;[^:]*)?:\s*\Z", re.IGNORECASE)
_VERSION = re.compile(rb"\s*VERSION[^:]*:\s*([\d.]+)", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(rb"[^:]*;\s*(?:ENCODING\s*=\s*)?QUOTED-PRINTABLE\s*[;:]", re.IGNORECASE)
_BASE64 = re.compile(rb"[^:]*;\s*(?:ENCODING\s*=\s*)?(?:BASE64|B)\s*[;:]", re.IGNORECASE)
_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/]+={0,2}\Z")
_LINE_END = re.compile(rb"\r*\n|\r")  # copied about on Windows, a line end grows a second \r


@dataclass(frozen=True)
class Line:
    """A line of a file and its number, counted from 1."""

    number: int
    text: bytes


@dataclass(frozen=True)
class Card:
    """What stands between BEGIN and END; `is_whole` is False where the end never came."""

    number: int
    lines: tuple[Line, ...]
    is_whole: bool

    @property
    def version(self) -> str:
        """The version the card says it has; empty if it says none."""
        found = (_VERSION.match(line.text) for line in self.lines)
        return next((match[1].decode("ascii") for match in found if match), "")


class _Style(Enum):
    """How the value of a line is written, which says how it goes on."""

    PLAIN = auto()
    QUOTED_PRINTABLE = auto()
    BASE64 = auto()


@dataclass(frozen=True)
class Stray:
    """Text outside every card."""

    number: int


def as_utf8(data: bytes) -> bytes:
    """The file with UTF-16 turned into UTF-8 and without a byte order mark; anything else as it is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    head = data[:200]
    if head[1::2].count(0) > len(head) // 4:
        return data.decode("utf-16-le", "replace").encode("utf-8", "replace")
    if head[::2].count(0) > len(head) // 4:
        return data.decode("utf-16-be", "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def cards(data: bytes) -> Iterator[Card | Stray]:
    """The cards of a file in their order. A card inside a card (an agent's) is left out."""
    begin, inside, agents = 0, list[Line](), 0
    stray = False
    for line in _physical(as_utf8(data)):
        if _BEGIN.match(line.text):
            if begin and (agents or _is_agent(inside)):
                agents += 1
                continue
            if begin:
                yield Card(begin, tuple(inside), is_whole=False)
            begin, inside, stray = line.number, [], False
        elif _END.match(line.text) and begin:
            if agents:
                agents -= 1
                continue
            yield Card(begin, tuple(inside), is_whole=True)
            begin = 0
        elif begin and not agents:
            inside.append(line)
        elif not begin and line.text.strip() and not stray:
            stray = True
            yield Stray(line.number)
    if begin:
        yield Card(begin, tuple(inside), is_whole=False)


def unfold(card: Card) -> Iterator[Line]:
    """The lines of a card as they were before they were folded, in the three ways there are.

    From 3.0 on a line goes on after a line end and one white space, which belongs to the fold; in 2.1 the
    white space belongs to the text; quoted-printable text goes on after a "=" at the end of a line.
    Pictures, keys and sounds go on as long as there is nothing but base64.
    """
    version = card.version
    number, parts, style = 0, list[bytes](), _Style.PLAIN
    for line in card.lines:
        if parts and (more := _continuation(parts, line.text, style, version)) is not None:
            parts.append(more)
            continue
        if parts:
            yield Line(number, b"".join(parts))
        number, parts = line.number, [line.text] if line.text.strip() else []
        style = _style(line.text)
    if parts:
        yield Line(number, b"".join(parts))


def _style(first: bytes) -> _Style:
    """How a line may go on, by how it begins."""
    if _QUOTED_PRINTABLE.match(first):
        return _Style.QUOTED_PRINTABLE
    return _Style.BASE64 if _BASE64.match(first) else _Style.PLAIN


def _continuation(parts: list[bytes], line: bytes, style: _Style, version: str) -> bytes | None:
    """What the line adds to the parts before it, if it goes on with them; a soft break is taken off there."""
    if style is _Style.QUOTED_PRINTABLE and parts[-1].endswith(b"="):
        parts[-1] = parts[-1][:-1]
        return line
    if style is _Style.BASE64:
        text = line.strip()
        return text if line[:1] in (b" ", b"\t") or _BASE64_ONLY.match(text) else None
    if line[:1] not in (b" ", b"\t") or not line.strip():
        return None
    return line if version == "2.1" else line[1:]


def _physical(data: bytes) -> Iterator[Line]:
    start, number = 0, 1
    for match in _LINE_END.finditer(data):
        yield Line(number, data[start : match.start()])
        start, number = match.end(), number + 1
    if start < len(data):
        yield Line(number, data[start:])


def _is_agent(inside: list[Line]) -> bool:
    return bool(inside) and _AGENT.match(inside[-1].text) is not None
