"""Whether a text mentions somebody: their name or address as whole words, however it is spaced and cased."""

import re
from collections.abc import Callable, Iterable
from html import unescape

_SPACES = re.compile(r"\s+")


def mentions_any(names: Iterable[str]) -> Callable[[str], bool]:
    """A function that says whether a text (plain or HTML) mentions one of these names, empty ones apart."""
    wanted = sorted({_plain(name) for name in names} - {""}, key=len, reverse=True)
    if not wanted:
        return lambda text: False
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")
    return lambda text: bool(text) and bool(pattern.search(_plain(text)))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", unescape(text)).strip().casefold()
