"""The one place where text from outside is cleaned at the border."""

import re
import unicodedata

# Control characters (but line feed and tab), marks that reorder text on screen, spaces nobody sees.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """Text of several lines: NFC, line ends as line feeds, no control or bidi characters, trimmed."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def clean_line(text: str) -> str:
    """Text of one line: as clean_text, and every run of white space becomes one space."""
    # Once before, so that a form feed parts two words; once after, for the gaps that removed marks leave.
    return _SPACES.sub(" ", clean_text(_SPACES.sub(" ", text)))
