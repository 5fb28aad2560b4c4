"""Which lesson fits: the same kind of no, one's own first, then what else is alike, then the newer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from insights.similar import Lesson, Likeness, most_similar
from prospects.conversations import ExitConversation
from tests.cast import NINE

KIND, OTHER = ExitConversation.COMPETITOR_CHOSEN, ExitConversation.DRIFTED
REASON = uuid4()
NO = Likeness(KIND, REASON, frozenset({"acme", "bolt"}), "Offer")


def lesson(text: str, *, own: bool = True, days: int = 0, **about: Any) -> Lesson:
    likeness = Likeness(**{"conversation": KIND, **about})
    return Lesson(text, likeness, own, NINE + timedelta(days=days))


def found(*lessons: Lesson, no: Likeness = NO) -> str:
    best = most_similar(no, lessons)
    return best.text if best else ""


def test_another_kind_of_no_teaches_nothing_here() -> None:
    assert found(lesson("Other", conversation=OTHER, reason_id=REASON)) == ""
    assert found() == ""


def test_ones_own_comes_before_a_colleagues() -> None:
    theirs = lesson("Theirs", own=False, days=9, reason_id=REASON, stage="Offer")
    assert found(theirs, lesson("Mine")) == "Mine"


def test_reason_before_competitor_before_stage_before_newer() -> None:
    newer, stage = lesson("Newer", days=9), lesson("Stage", stage="offer")
    competitor = lesson("Competitor", competitors=frozenset({"bolt"}))
    reason = lesson("Reason", reason_id=REASON)
    assert found(newer, lesson("Older")) == "Newer"
    assert found(newer, stage) == "Stage"
    assert found(newer, stage, competitor) == "Competitor"
    assert found(newer, stage, competitor, reason) == "Reason"


def test_what_nobody_said_is_not_alike() -> None:
    """No reason is not the same reason as no reason."""
    bare = Likeness(KIND)
    assert found(lesson("Older"), lesson("Newer", days=1, reason_id=REASON, stage="X"), no=bare) == "Newer"
