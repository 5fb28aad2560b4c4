"""Asks the contact rules before a deed is written down (RULES.md, "Contact rules")."""

from dataclasses import dataclass
from datetime import date

from common.text import clean_line
from followups.actions.going_on import Result
from followups.contact_rules import Actor, Blocked
from followups.contacts import History, is_reply
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from followups.outcomes import reaches_out
from followups.verdicts import contact_of, history_around, verdict_on

# What is sent to be of use, or to be glad with them, says why it matters to them.
SAYS_WHY = frozenset({Kind.VALUE_ITEM, Kind.CONGRATULATE})


class NotNow(Exception):
    """A contact rule stands against it: which one, from when on it is fine, what would be fine instead."""

    def __init__(self, blocked: Blocked) -> None:
        super().__init__(blocked.reason)
        self.blocked = blocked

    @property
    def may_override(self) -> bool:
        """Whether a person may do it all the same, with a reason that is kept."""
        return self.blocked.may_override(Actor.PERSON)


class RelevanceNeeded(ValueError):
    """What goes out to be of use, or to offer something, says why it matters to them."""


@dataclass(frozen=True)
class Judged:
    """What stood between us before a deed (None where nobody was reached), and whether a person went against
    a rule with it."""

    history: History | None = None
    goes_against: bool = False


def judge_deed(row: FollowUp, result: Result, *, today: date) -> Judged:
    """Whether a follow-up may be done today as `result` tells.

    Raises NotNow unless there is a reason to do it all the same, RelevanceNeeded.
    """
    if not reaches_out(Kind(row.kind), result.outcome, kept=result.kept):
        return Judged()
    history = history_around(row)
    verdict = verdict_on(row, today, history, today=today)
    goes_against = isinstance(verdict, Blocked)
    if isinstance(verdict, Blocked):
        insist(verdict, result.override_reason)
    says_why = row.kind in SAYS_WHY and result.outcome == Outcome.DONE
    if says_why and not is_reply(contact_of(row, today, history), history):
        check_relevance(result.relevance)
    return Judged(history, goes_against)


def check_relevance(line: str) -> None:
    """Raises RelevanceNeeded where nothing is said."""
    if not clean_line(line):
        raise RelevanceNeeded


def insist(blocked: Blocked, reason: str) -> None:
    """Go against a rule; raises NotNow where a person may not, or gives no reason."""
    refusal = NotNow(blocked)
    if not refusal.may_override or not clean_line(reason):
        raise refusal
