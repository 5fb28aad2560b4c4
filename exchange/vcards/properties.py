"""Pure: one unfolded line of a card as a property, its parameters and its text."""

import base64
import binascii
import quopri
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

_NAME = re.compile(rb"(?:[A-Za-z0-9_-]+\.)?([A-Za-z][A-Za-z0-9_-]*)\Z")
_PARTS = re.compile(rb'((?:[^";:]|"[^"]*")*)([;:])')
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
# What has no words in it: left out before anything is decoded.
_NO_TEXT = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_CARETS = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}  # RFC 6868
_CARET = re.compile(r"\^[nN'^]")
_TOKEN = re.compile(r"\\.|.", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Property:
    """A property of a card; `raw` is its text with the escapes still in it."""

    name: str
    types: frozenset[str]
    parameters: Mapping[str, str]
    raw: str
    number: int

    @property
    def text(self) -> str:
        """The whole value as one text."""
        return _unescaped(self.raw)

    @property
    def preference(self) -> int:
        """Where it stands among its like: 1 is liked best, 100 is what nobody said anything about."""
        told = self.parameters.get("PREF", "")
        if told.isascii() and told.isdigit() and len(told) <= 3:
            return min(int(told), 100)
        return 1 if "PREF" in self.types else 100

    def components(self, count: int) -> list[str]:
        """The parts between semicolons, filled up with empty ones to `count`."""
        parts = [_unescaped(part) for part in _split(self.raw, ";")]
        return parts + [""] * (count - len(parts))

    def going_on(self, line: bytes) -> "Property":
        """The same with one more line of text."""
        return replace(self, raw=f"{self.raw}\n{_guessed(line)}")

    def listed(self) -> list[str]:
        """The parts between commas."""
        return [_unescaped(part) for part in _split(self.raw, ",")]


class NoPropertyError(ValueError):
    """The line is no property: no colon, or a name no property can have."""


def read_property(line: bytes, number: int) -> Property | None:
    """The property of a line; None if it holds no text (pictures, keys). Raises NoPropertyError."""
    parts, value = _cut(line)
    name = _NAME.match(parts[0].strip())
    if name is None:
        raise NoPropertyError(line)
    if name[1].decode().upper() in _NO_TEXT:
        return None
    types, parameters = _parameters(parts[1:])
    raw = _decoded(value, parameters.get("ENCODING", ""), parameters.get("CHARSET", ""))
    return Property(name[1].decode().upper(), types, parameters, raw, number)


def _cut(line: bytes) -> tuple[list[bytes], bytes]:
    """The name and the parameters, and what comes after the first colon outside quotes."""
    parts, place = list[bytes](), 0
    while match := _PARTS.match(line, place):
        parts.append(match[1])
        place = match.end()
        if match[2] == b":":
            return parts, line[place:]
    # A quote that is never closed: what is behind the first colon counts.
    head, colon, value = line.partition(b":")
    if not colon:
        raise NoPropertyError(line)
    return head.split(b";"), value


def _parameters(parts: list[bytes]) -> tuple[frozenset[str], dict[str, str]]:
    types, parameters = set[str](), dict[str, str]()
    for part in parts:
        key, equals, value = _guessed(part).partition("=")
        key, value = key.strip().upper(), value.strip().replace('"', "")
        if not equals and key in _ENCODINGS:  # 2.1 says QUOTED-PRINTABLE, WORK, PREF without a name
            parameters["ENCODING"] = key
        elif not equals or key == "TYPE":
            types.update(kind.strip().upper() for kind in (value if equals else key).split(","))
        else:
            parameters[key] = _CARET.sub(lambda match: _CARETS[match[0]], value)
    return frozenset(types - {""}), parameters


def _decoded(value: bytes, encoding: str, charset: str) -> str:
    encoding = encoding.upper()
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value.replace(b"\r", b""))
    elif encoding in ("BASE64", "B"):
        try:
            value = base64.b64decode(value, validate=False)
        except binascii.Error:
            value = b""
    return _guessed(value, charset)


def _guessed(value: bytes, charset: str = "") -> str:
    """Text in the charset it claims; if it lies, UTF-8; if that cannot be, what Western Windows writes."""
    for name in (charset.strip(), "utf-8", "cp1252"):
        try:
            if name:
                return value.decode(name).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, UnicodeError, ValueError):
            continue
    return value.decode("latin-1")


def _split(raw: str, mark: str) -> list[str]:
    parts = [""]
    for token in _TOKEN.findall(raw):
        if token == mark:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _unescaped(raw: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], raw)
