"""Pure: what an export says somebody does not want from us, and what they allowed.

In doubt they do not want it: whatever stands in a column of opt-outs, short of a no, is one. And in doubt
they did not allow it: a permission has its day and where it comes from, or it is none.
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final

from common.text import clean_line
from exchange.dates import days_of
from exchange.dialects.fields import Field, Row
from exchange.dialects.recognition import Layout
from exchange.folding import plain
from exchange.lost import NO_WORDS, YES_WORDS
from prospects.conversations import PermissionChannel

_MAIL: Final = (PermissionChannel.MAIL, PermissionChannel.NEWSLETTER)
# What an opt-out closes. Whoever wants no contact at all closes everything.
CLOSES: Final = {
    Field.NO_CONTACT: tuple(PermissionChannel),
    Field.NO_MAIL: _MAIL,
    Field.NO_SERIES: (PermissionChannel.NEWSLETTER,),
    Field.NO_CALLS: (PermissionChannel.CALL,),
}
# Words in such columns that close nothing; Pipedrive and Dynamics write them out.
_CLOSES_NOTHING: Final = NO_WORDS | {
    "allow", "allowed", "subscribed", "no consent", "archived", "granted", "none",
}  # fmt: skip
_ALLOWS: Final = YES_WORDS | {
    "granted", "given", "subscribed", "opted in", "opt in", "confirmed", "double opt in", "consent",
    "erteilt",
}  # fmt: skip
LONGEST_WORDS: Final = 500  # letters; a source that is longer is none


@dataclass(frozen=True)
class Wish:
    """What somebody does not want (`closed`, in the words of the export), and what they allowed.

    `is_unproven`: the export speaks of a permission, but not of its day or where it comes from.
    """

    closed: tuple[PermissionChannel, ...] = ()
    closed_words: str = ""
    allowed: tuple[PermissionChannel, ...] = ()
    allowed_on: date | None = None
    allowed_words: str = ""
    is_unproven: bool = False

    @property
    def wants_nothing(self) -> bool:
        """Whether there is no way left to reach them: they want no contact."""
        return set(PermissionChannel) <= {*self.closed, PermissionChannel.MEETING} and bool(self.closed)

    def and_of(self, other: "Wish") -> "Wish":
        """What two rows say of one person: what either closes is closed."""
        channels = (*self.closed, *(each for each in other.closed if each not in self.closed))
        told = self if self.allowed else other
        allowed = tuple(channel for channel in told.allowed if channel not in channels)
        return Wish(
            channels,
            "; ".join(dict.fromkeys(filter(None, (self.closed_words, other.closed_words)))),
            allowed,
            told.allowed_on if allowed else None,
            told.allowed_words if allowed else "",
            (self.is_unproven or other.is_unproven) and not allowed,
        )


NO_WISH: Final = Wish()


def read_wish(layout: Layout, row: Row, today: date | None, zone: tzinfo | None = None) -> Wish:
    """What a row says; `today` bounds the day of a permission, `zone` reads moments."""
    columns = layout.columns
    if not columns.keys() & (CLOSES.keys() | {Field.PERMISSION, Field.PERMISSION_ON}):
        return NO_WISH
    said = [(field, _told(layout, row, field)) for field in CLOSES if _closes(layout.cell(row, field))]
    closed = tuple(dict.fromkeys(channel for field, _ in said for channel in CLOSES[field]))
    words = "; ".join(words for _, words in said)
    return Wish(closed, words).and_of(_allowed(layout, row, today, zone))


def _closes(cell: str) -> bool:
    word = plain(cell)
    return bool(word) and word not in _CLOSES_NOTHING


def _allowed(layout: Layout, row: Row, today: date | None, zone: tzinfo | None) -> Wish:
    """A permission with its day and its source; without a column of its own, these two are one."""
    flag = plain(layout.cell(row, Field.PERMISSION))
    day = days_of(layout.cell(row, Field.PERMISSION_ON), zone=zone).only
    source = clean_line(layout.cell(row, Field.PERMISSION_SOURCE))
    has_flag = bool(layout.header(Field.PERMISSION))
    if (has_flag and flag not in _ALLOWS) or not (has_flag or day or source):
        return NO_WISH
    if day is None or not 0 < len(source) <= LONGEST_WORDS or (today and day > today):
        return Wish(is_unproven=True)
    return Wish(allowed=_channels(layout.header(Field.PERMISSION)), allowed_on=day, allowed_words=source)


def _channels(header: str) -> tuple[PermissionChannel, ...]:
    is_series = "newsletter" in plain(header)
    return (PermissionChannel.NEWSLETTER if is_series else PermissionChannel.MAIL,)


def _told(layout: Layout, row: Row, field: Field) -> str:
    header, cell = clean_line(layout.header(field)), clean_line(layout.cell(row, field))
    return f"{header}: {cell}"[:LONGEST_WORDS]
