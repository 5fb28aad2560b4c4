"""Addresses that act for whoever holds them: a few values, packed and signed, without a row of their own.

Each purpose has a salt of its own, so that a link of one is nothing to another. The key is that of the
settings; those of before are believed too. How long a link lives stands in its values.
"""

import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer

# Stands in an address and is never its last character: every mail program takes it for part of the link.
_SEPARATOR = "."
_SIGNATURE = r"[A-Za-z0-9_-]{43}"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Garbled(Exception):
    """Not what any link of this purpose looks like: cut off, or changed on the way."""


class OtherKey(Exception):
    """Looks like one, but no key of ours signed it for this purpose."""


class SignedLinks:
    """The links of one purpose; `layout` is that of `struct`, instants as ticks()."""

    def __init__(self, purpose: str, layout: str) -> None:
        self._purpose = purpose
        self._content = struct.Struct(layout)
        characters = -(-self._content.size * 4 // 3)
        self._padding = "=" * (-characters % 4)
        self._form = re.compile(rf"[A-Za-z0-9_-]{{{characters}}}{re.escape(_SEPARATOR)}{_SIGNATURE}")

    def signer(self) -> Signer:
        """What signs them; whoever makes many passes it on to token()."""
        return Signer(salt=self._purpose, sep=_SEPARATOR)

    def token(self, *values: Any, signer: Signer | None = None) -> str:
        """The signed text that stands in the address."""
        content = urlsafe_b64encode(self._content.pack(*values)).rstrip(b"=").decode()
        return (signer or self.signer()).sign(content)

    def values(self, token: str) -> tuple[Any, ...]:
        """What was packed. Raises Garbled, OtherKey."""
        if not self._form.fullmatch(token):
            raise Garbled
        try:
            content = self.signer().unsign(token)
        except BadSignature as error:
            raise OtherKey from error
        return self._content.unpack(urlsafe_b64decode(content + self._padding))


def ticks(instant: datetime) -> int:
    """A UTC instant in microseconds since 1970."""
    return (instant - _EPOCH) // _TICK


def instant_of(count: int) -> datetime:
    """The UTC instant of so many microseconds since 1970."""
    return _EPOCH + count * _TICK
