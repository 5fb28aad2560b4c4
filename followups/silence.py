"""Pure: what has stayed unanswered since we last heard from somebody, and what follows from it (RULES.md,
Outcomes).

A check-in with its retries is one check-in. A window is used up by each check-in that is completed or
skipped without an answer; both voices heard, and everything begins again.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from followups.cadence import Span
from followups.kinds import STANDING_KINDS, TWO_WAY, UNANSWERED, Kind, Outcome
from followups.scheduling import MOST_RETRIES
from prospects.conversations import ExitConversation

# So many in a row without an answer, and something else is worth trying.
MOST_UNANSWERED: Final = 3
MOST_UNANSWERED_OF_DRIFTED: Final = 2
# After so many check-ins in vain, at most one in 60 days.
QUIET_SPAN: Final[Span] = (60, 90)
ASKED_AFTER_MONTHS: Final = 24


@dataclass(frozen=True)
class Silence:
    """Counted since the last two-way contact; the names are those of the plan's columns.

    `unanswered_tries` counts single tries, `unanswered_check_ins` check-ins that stayed without an answer
    with all their retries.
    """

    windows_used: int = 0
    unanswered_tries: int = 0
    unanswered_check_ins: int = 0

    def skipped(self) -> "Silence":
        """Once a check-in is left out: its window is used up, and nobody was tried."""
        return Silence(self.windows_used + 1, self.unanswered_tries, self.unanswered_check_ins)


HEARD: Final = Silence()


def is_heard(outcome: Outcome, kind: Kind) -> bool:
    """Whether both were heard: what they said, or a meeting that took place."""
    return outcome in TWO_WAY or (outcome == Outcome.DONE and kind == Kind.AGREED_MEETING)


def after(silence: Silence, outcome: Outcome, kind: Kind, tries: int) -> Silence:
    """How it stands once a follow-up is done; `tries` went before it without an answer."""
    if is_heard(outcome, kind):
        return HEARD
    in_vain = outcome in UNANSWERED
    is_over = kind in STANDING_KINDS and not (in_vain and tries < MOST_RETRIES)
    return Silence(
        silence.windows_used + is_over,
        silence.unanswered_tries + in_vain,
        silence.unanswered_check_ins + (is_over and in_vain),
    )


def most_unanswered(conversation: ExitConversation | None) -> int:
    """How many in a row may stay unanswered before something else is worth trying."""
    is_drifted = conversation == ExitConversation.DRIFTED
    return MOST_UNANSWERED_OF_DRIFTED if is_drifted else MOST_UNANSWERED


def span_in_silence(span: Span, silence: Silence, conversation: ExitConversation | None) -> Span:
    """The window of the next check-in: after a streak of them in vain, 60 days away at the least."""
    is_streak = silence.unanswered_check_ins >= most_unanswered(conversation)
    return QUIET_SPAN if is_streak and span[0] < QUIET_SPAN[0] else span


class Hint(StrEnum):
    """What the app says about somebody who does not answer."""

    # Another channel, somebody else, or letting go.
    TRY_ELSEWHERE = "try_elsewhere"
    # Two years: keep, or close kindly?
    KEEP_OR_CLOSE = "keep_or_close"


def hint_for(
    silence: Silence,
    conversation: ExitConversation | None,
    *,
    last_two_way_on: date,
    kept_on: date | None,
    today: date,
) -> Hint | None:
    """What to say about an active plan; None while there is nothing to say.

    Somebody nobody has tried since owes no answer, however long ago it was.
    """
    if silence == HEARD:
        return None
    if _months_later(max(last_two_way_on, kept_on or last_two_way_on), ASKED_AFTER_MONTHS) <= today:
        return Hint.KEEP_OR_CLOSE
    most = most_unanswered(conversation)
    is_streak = silence.unanswered_tries >= most or silence.unanswered_check_ins >= most
    return Hint.TRY_ELSEWHERE if is_streak else None


def _months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
