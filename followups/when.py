"""Pure: reads what people type about the next contact, in English and German, into a proposed date.

The conventions stand in RULES.md, "Words for dates"; docs/planning.md tells them to the people who type.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accounts.working_calendar import WorkingCalendar
from followups.school_holidays import STATES
from followups.when_grammar import Grammar
from followups.when_spans import Phrase, Precision, Rule, Scene, next_span
from followups.when_tokens import LONGEST_TEXT, tokens

__all__ = ["Precision", "Reading", "Rule", "Unread", "Why", "read"]

# Nobody means a day further off than this; whoever typed it meant something else.
LONGEST = timedelta(days=3653)
# Two alternatives further apart than this are "January or February", said in late January.
SAME_SEASON = timedelta(days=183)


class Why(StrEnum):
    """Why a text became no date."""

    EMPTY = "empty"
    NOT_A_DATE = "not_a_date"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Reading:
    """A proposed day (never before today), the rule it follows, how exactly it was said."""

    day: date
    rule: Rule
    precision: Precision


@dataclass(frozen=True, slots=True)
class Unread:
    """No date, and why; for a day that has passed the next time it comes round, if it does."""

    why: Why
    offered: date | None = None


def read(text: str, today: date, calendar: WorkingCalendar, region: str = "") -> Reading | Unread:
    """The date somebody means, or why there is none. Raises nothing, whatever was typed.

    `region` is the German state whose school holidays count; the calendar's own when empty.
    """
    if not text.strip():
        return Unread(Why.EMPTY)
    if len(text) > LONGEST_TEXT:
        return Unread(Why.NOT_A_DATE)
    scene = Scene(today, calendar, _state(region, calendar))
    try:
        return _read(text, scene)
    except (OverflowError, ValueError):
        # Beyond the end of the calendar, or in a calendar without working days.
        return Unread(Why.NOT_A_DATE)


def _state(region: str, calendar: WorkingCalendar) -> str:
    own = calendar.region if calendar.country in ("", "DE") else ""
    state = (region or own).upper().removeprefix("DE-")
    return state if state in STATES else ""


def _read(text: str, scene: Scene) -> Reading | Unread:
    for phrases in Grammar(scene, tokens(text, scene.calendar.country)).readings():
        found = [_resolve(phrase, scene.today) for phrase in phrases]
        outcome = found[0] if len(found) == 1 else _later(found[0], found[1])
        if isinstance(outcome, Reading) or outcome.why == Why.PAST:
            return outcome
    return Unread(Why.NOT_A_DATE)


def _resolve(phrase: Phrase, today: date) -> Reading | Unread:
    span = next_span(phrase, today) if phrase.named is None else phrase.at(phrase.named)
    if span is None or span.day - today > LONGEST:
        return Unread(Why.NOT_A_DATE)
    if span.day < today:
        coming = next_span(phrase, today)
        return Unread(Why.PAST, None if coming is None else coming.day)
    return Reading(span.day, span.rule, span.precision)


def _later(first: Reading | Unread, second: Reading | Unread) -> Reading | Unread:
    """The later of two alternatives, unless one of them only comes round next year."""
    if not isinstance(first, Reading) or not isinstance(second, Reading):
        return second
    early, late = sorted((first, second), key=lambda reading: reading.day)
    chosen = late if late.day - early.day <= SAME_SEASON else early
    return Reading(chosen.day, Rule.LATER_OF_TWO, chosen.precision)
