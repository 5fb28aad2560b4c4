"""Addresses as a browser, or anybody, tells them in a header."""

from urllib.parse import SplitResult, urlsplit


def parts_of(told: str) -> SplitResult:
    """The parts of an address; all of them empty when it is none."""
    try:
        return urlsplit(told)
    except ValueError:
        return urlsplit("")
