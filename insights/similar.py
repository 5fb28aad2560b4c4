"""Pure: which lesson fits a no that is being logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from prospects.conversations import ExitConversation


@dataclass(frozen=True, slots=True)
class Likeness:
    """What makes two noes alike. Competitors are names in small letters."""

    conversation: ExitConversation
    reason_id: UUID | None = None
    competitors: frozenset[str] = frozenset()
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence from an earlier no; `is_own`: whoever logs wrote it."""

    text: str
    about: Likeness
    is_own: bool
    at: datetime


def most_similar(no: Likeness, lessons: Iterable[Lesson]) -> Lesson | None:
    """The lesson of the no most like this one: the same kind of no at least, one's own before a colleague's,
    then the same reason, a competitor in common, the same stage, and the newer first."""
    alike = (lesson for lesson in lessons if lesson.about.conversation == no.conversation)
    return max(alike, key=lambda lesson: _rank(no, lesson), default=None)


def _rank(no: Likeness, lesson: Lesson) -> tuple[bool, bool, bool, bool, datetime]:
    about = lesson.about
    return (
        lesson.is_own,
        no.reason_id is not None and no.reason_id == about.reason_id,
        not no.competitors.isdisjoint(about.competitors),
        bool(no.stage) and no.stage.casefold() == about.stage.casefold(),
        lesson.at,
    )
