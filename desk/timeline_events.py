"""What one line of "What happened" is made of."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Line:
    """A smaller line beneath: what it is about, what there is to say, and their words to it."""

    label: str
    text: str = ""
    words: str = ""


@dataclass
class Event:
    """One line of What happened; `rank` and `at` order those of one day, `link` is an address and words."""

    day: date
    rank: int
    at: datetime
    icon: str
    title: str
    when: str = ""
    glyph_class: str = ""
    detail: str = ""
    words: str = ""
    lines: tuple[Line, ...] = ()
    link: tuple[str, str] | None = None
    kind: str = ""
    status: str = ""
    follow_up_id: UUID | None = None
    undo_url: str = ""
    version: int | None = None
