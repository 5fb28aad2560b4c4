"""Lessons, as they are read again: one's own, and the sentences colleagues shared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from accounts.models import User
from insights.models import Debrief
from insights.similar import Lesson, Likeness, most_similar
from prospects.conversations import ExitConversation
from prospects.models import Loss, Prospect

PAGE = 30
# How many lessons are looked at for a similar no.
LOOKED_AT = 60
MOST_WORDS = 8


@dataclass(frozen=True)
class LessonLine:
    """A lesson in a list. Of a colleague's nothing but the sentence is told: no id, no day, nobody's name."""

    text: str
    id: UUID | None = None
    loss: Loss | None = None
    is_shared: bool = False
    # Whether its person may (still) be seen.
    leads_there: bool = False


def lesson_page(reader: User, words: str, before: str = "") -> tuple[list[LessonLine], str]:
    """A page of lessons, newest first, with every one of some words in them; and the mark of the next page
    ("" at the end)."""
    found = Debrief.objects.lessons_for(reader)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(lesson__icontains=word)
    rows = list(
        _after(found, before).select_related("loss__prospect").order_by("-created_at", "-pk")[: PAGE + 1]
    )
    shown, following = rows[:PAGE], ""
    if len(rows) > PAGE:
        following = mark_of(shown[-1])
    seen = _visible(reader, (row for row in shown if row.author_id == reader.pk))
    return [_line(row, reader, seen) for row in shown], following


def debrief_page(author: User, before: str = "") -> tuple[list[Debrief], str]:
    """A page of what somebody looked back on, newest first, and the mark of the next one."""
    rows = _after(Debrief.objects.of(author), before).select_related("loss__prospect__organisation")
    found = list(rows.order_by("-created_at", "-pk")[: PAGE + 1])
    return found[:PAGE], mark_of(found[PAGE - 1]) if len(found) > PAGE else ""


def visible_people(reader: User, debriefs: Iterable[Debrief]) -> set[UUID]:
    """Those of the people behind these that `reader` may see."""
    return _visible(reader, debriefs)


def mark_of(row: Debrief) -> str:
    """Where a page ends, for the next one to begin."""
    return f"{row.created_at.isoformat()}|{row.pk}"


def _after(rows: QuerySet[Debrief], before: str) -> QuerySet[Debrief]:
    at, _bar, pk = before.partition("|")
    day, key = _instant(at), _uuid(pk)
    if day is None or key is None:
        return rows
    return rows.filter(Q(created_at__lt=day) | Q(created_at=day, pk__lt=key))


def _visible(reader: User, debriefs: Iterable[Debrief]) -> set[UUID]:
    people = {row.no.prospect_id for row in debriefs}
    return set(Prospect.objects.visible_to(reader).filter(pk__in=people).values_list("pk", flat=True))


def _line(row: Debrief, reader: User, seen: set[UUID]) -> LessonLine:
    if row.author_id != reader.pk:
        return LessonLine(row.lesson)
    return LessonLine(row.lesson, row.pk, row.no, row.is_shared, row.no.prospect_id in seen)


def lesson_for(no: Likeness, reader: User) -> Lesson | None:
    """What `reader` wrote after a similar no, else what a colleague shared. At most four queries."""
    lessons = Debrief.objects.lessons_for(reader).filter(loss__conversation=no.conversation)
    return _best(no, lessons.filter(author=reader), reader) or _best(
        no, lessons.exclude(author=reader), reader
    )


def _best(no: Likeness, lessons: QuerySet[Debrief], reader: User) -> Lesson | None:
    rows = lessons.select_related("loss").prefetch_related("loss__competitors__competitor")
    newest = rows.order_by("-created_at", "-pk")[:LOOKED_AT]
    return most_similar(no, [_lesson(row, reader) for row in newest])


def _lesson(row: Debrief, reader: User) -> Lesson:
    named = frozenset(one.competitor.name.casefold() for one in row.no.competitors.all())
    about = Likeness(ExitConversation(row.no.conversation), row.no.reason_id, named, row.no.stage)
    return Lesson(row.lesson, about, row.author_id == reader.pk, row.created_at)


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
        # At the ends of the calendar an instant has no day in another zone, and so none in the database.
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
