"""Short ways to say what tests of the debriefs say over and over."""

from datetime import date
from typing import Any

from accounts.models import User
from insights.debriefs import LookBack, save_debrief
from insights.kinds import Answer, Question
from insights.models import Debrief
from prospects.models import Loss
from tests.cast import MONDAY
from tests.followups.telling import nine_on


def all_said(answer: Answer = Answer.YES, lesson: str = "", **more: Any) -> LookBack:
    """The same answer to every question."""
    return LookBack(dict.fromkeys(Question, answer), lesson=lesson, **more)


def looked_back(loss: Loss, by: User, said: LookBack | None = None, on: date = MONDAY) -> Debrief:
    """What somebody says about a no on a day."""
    saved = save_debrief(loss, said or all_said(), by=by, today=on, now=nine_on(on))
    assert saved is not None
    return saved
