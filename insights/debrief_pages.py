"""The five questions about a no, as a page shows them: with what was said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from accounts.models import User
from common.days import plain_day_and_year
from insights.calendar_quarters import quarter_of
from insights.debriefs import answers_are_fixed, debrief_of
from insights.forms.debrief import DebriefForm
from insights.kinds import Answer, Question
from insights.labels import ANSWERS, QUESTIONS
from insights.models import Debrief
from insights.waiting import AT_ONCE, waiting_noes
from prospects.models import Loss

CHOSEN = "loss"


@dataclass(frozen=True)
class Fixed:
    """A question whose answer stands."""

    question: str
    answer: str
    line: str
    is_yes: bool


@dataclass(frozen=True)
class OpenDebrief:
    """One no with its form; `fixed` are answers that stand, `until` the last day others may change."""

    loss: Loss
    form: DebriefForm
    fixed: tuple[Fixed, ...] = ()
    until: str = ""


def open_debrief(
    loss: Loss, author: User, today: date, data: Mapping[str, Any] | None = None, prefix: str | None = None
) -> OpenDebrief:
    """The debrief of `author` about a no, with what was typed where something was."""
    standing = debrief_of(loss, author)
    is_fixed = answers_are_fixed(standing, today)
    form = DebriefForm(data, standing=standing, is_fixed=is_fixed, prefix=prefix)
    answered_on = standing.answered_on if standing else None
    last_day = quarter_of(answered_on or today).last_day
    return OpenDebrief(
        loss=loss,
        form=form,
        fixed=tuple(_fixed(standing)) if standing and is_fixed else (),
        until="" if is_fixed else plain_day_and_year(last_day),
    )


def open_together(user: User, today: date, data: QueryDict | None) -> list[OpenDebrief]:
    """The first three that wait; once something was typed, those it was typed about."""
    if data is None:
        losses = waiting_noes(user, today)[:AT_ONCE]
    else:
        chosen = [pk for text in data.getlist(CHOSEN)[:AT_ONCE] if (pk := _uuid(text))]
        visible = Loss.objects.visible_to(user).select_related("prospect__organisation", "deal")
        found = visible.in_bulk(chosen)
        losses = [found[pk] for pk in dict.fromkeys(chosen) if pk in found]
    return [open_debrief(loss, user, today, data, prefix=f"no-{loss.pk}") for loss in losses]


def _fixed(standing: Debrief) -> list[Fixed]:
    return [
        Fixed(
            str(QUESTIONS[question]),
            str(ANSWERS[Answer(standing.answer(question))]) if standing.answer(question) else "",
            standing.line(question),
            standing.answer(question) == Answer.YES,
        )
        for question in Question
    ]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
