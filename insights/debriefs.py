"""Writes debriefs and lessons: the one way in.

They are their author's own. Nothing of them goes into the audit trail, which others read; a no that is
taken back keeps its taker's own there, for the form of the right person (`take_away`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.changes import Trail
from accounts.models import User
from common.columns import check_columns
from common.new_rows import insert
from common.text import clean_line
from insights.calendar_quarters import quarter_of
from insights.kinds import Answer, Question
from insights.models import Debrief
from insights.models.debrief import LINES
from prospects.models import Loss


@dataclass(frozen=True)
class LookBack:
    """What somebody says to themselves about a no; a question without an answer is one they left out."""

    answers: Mapping[Question, Answer] = field(default_factory=dict)
    lines: Mapping[Question, str] = field(default_factory=dict)
    lesson: str = ""
    is_shared: bool = False

    def is_anything(self) -> bool:
        """Whether it holds a single answer or word."""
        return bool(any(self.answers.values()) or any(self.lines.values()) or clean_line(self.lesson))


class SomebodyLookedBack(Exception):
    """A no can't be taken back: a debrief of somebody else hangs on it."""


def debrief_of(loss: Loss, author: User) -> Debrief | None:
    """What `author` asked themselves about this no; nobody else's."""
    return Debrief.objects.of(author).filter(loss=loss).first()


def answers_are_fixed(debrief: Debrief | None, today: date) -> bool:
    """Whether the quarter they were given in is over: its figures stand, and must not tell by what changed in
    them how one person answered. `today` is the author's local date."""
    if debrief is None or debrief.answered_on is None:
        return False
    return quarter_of(debrief.answered_on) < quarter_of(today)


@transaction.atomic
def save_debrief(loss: Loss, said: LookBack, *, by: User, today: date, now: datetime) -> Debrief | None:
    """Save what `by` says about a no; None when nothing is left of it. The same twice changes nothing.

    `today` is the local date of `by`. Answers of a quarter that is over stay as they are. Raises
    Loss.DoesNotExist when the no was taken back meanwhile, ValidationError on an unusable value.
    """
    standing = _standing(loss, by)
    values = _lesson(said.lesson, is_shared=said.is_shared)
    if not answers_are_fixed(standing, today):
        values |= _answers(said, standing, today)
    return _save(standing, loss, values, by, now)


@transaction.atomic
def note_lesson(loss: Loss, text: str, *, by: User, now: datetime) -> Debrief | None:
    """Keep one line as the lesson of `by` from this no, empty for none; answers stay. None when nothing is
    left. Raises Loss.DoesNotExist, ValidationError."""
    standing = _standing(loss, by)
    return _save(standing, loss, _lesson(text, is_shared=bool(standing and standing.is_shared)), by, now)


@transaction.atomic
def stop_sharing(debrief: Debrief, *, now: datetime) -> None:
    """The team sees the sentence no more."""
    Debrief.objects.filter(pk=debrief.pk, is_shared=True).update(is_shared=False, updated_at=now)


def take_away(loss: Loss, trail: Trail, *, by: User) -> None:
    """Let go of what `by` asked themselves about a no that is being taken back; the trail keeps the words for
    them. Raises SomebodyLookedBack when somebody else did so too."""
    Loss.objects.select_for_update(of=("self",)).get(pk=loss.pk)
    if Debrief.objects.filter(loss=loss).exclude(author=by).exists():
        raise SomebodyLookedBack
    for row in Debrief.objects.of(by).filter(loss=loss):
        trail.deleted(row)
        if answers_are_fixed(row, by.today(trail.now)):
            leave_bare(Debrief.objects.filter(pk=row.pk))
        else:
            row.delete()


def said_before(taken: Mapping[str, str | None], lesson: str, today: date) -> LookBack:
    """What a debrief held that was taken back with its no, by its columns, with the lesson as it reads now.

    Answers of a quarter that is over were left behind there.
    """
    is_shared = taken.get("is_shared") == str(True) and taken.get("lesson") == lesson
    answered_on = taken.get("answered_on")
    if answered_on and quarter_of(date.fromisoformat(answered_on)) < quarter_of(today):
        return LookBack(lesson=lesson, is_shared=is_shared)
    return LookBack(
        answers={one: Answer(code) for one in Question if (code := taken.get(one.value))},
        lines={one: taken.get(f"{one.value}_line") or "" for one in Question},
        lesson=lesson,
        is_shared=is_shared,
    )


def leave_bare(answered: QuerySet[Debrief]) -> None:
    """Of these nothing stays but the answers and their day, about nobody's no."""
    answered.update(loss=None, lesson="", is_shared=False, **dict.fromkeys(LINES, ""))


def _standing(loss: Loss, author: User) -> Debrief | None:
    """The row of `author`, locked with its no: neither is taken away meanwhile."""
    Loss.objects.select_for_update(of=("self",), no_key=True).get(pk=loss.pk)
    return Debrief.objects.of(author).select_for_update(of=("self",)).filter(loss=loss).first()


def _lesson(text: str, *, is_shared: bool) -> dict[str, Any]:
    lesson = clean_line(text)
    return {"lesson": lesson, "is_shared": is_shared and bool(lesson)}


def _answers(said: LookBack, standing: Debrief | None, today: date) -> dict[str, Any]:
    answers = {question.value: said.answers.get(question) or "" for question in Question}
    lines = {f"{question.value}_line": clean_line(said.lines.get(question, "")) for question in Question}
    first = standing.answered_on if standing and standing.answered_on else today
    return {**answers, **lines, "answered_on": first if any(answers.values()) else None}


def _save(
    standing: Debrief | None, loss: Loss, values: dict[str, Any], by: User, now: datetime
) -> Debrief | None:
    if standing is None:
        return _create(loss, values, by, now) if any(values.values()) else None
    changed = {name: value for name, value in values.items() if getattr(standing, name) != value}
    for name, value in changed.items():
        setattr(standing, name, value)
    if _is_empty(standing):
        standing.delete()
        return None
    if changed:
        check_columns(standing, changed)
        standing.updated_at = now
        standing.save(update_fields=[*changed, "updated_at"])
    return standing


def _create(loss: Loss, values: dict[str, Any], by: User, now: datetime) -> Debrief | None:
    row = Debrief(team_id=by.team_id, loss=loss, author=by, created_at=now, updated_at=now, **values)
    check_columns(row)
    try:
        with transaction.atomic():
            insert(row)
    except IntegrityError:
        # The same form, pressed twice in one moment.
        return _save(Debrief.objects.of(by).get(loss=loss), loss, values, by, now)
    return row


def _is_empty(row: Debrief) -> bool:
    said = (value for question in Question for value in (row.answer(question), row.line(question)))
    return not (row.lesson or any(said))
