"""Pure: how check-ins ease off, window by window (RULES.md, The check-in's window and day).

A cadence is a sequence of windows, in days from the contact it counts from, the last of them for ever. It is
written and kept as a short text: "3x 30-60, 60-90, 90-180, 165-195".
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Span = tuple[int, int]

MOST_TIMES: Final = 50
FARTHEST_DAY: Final = 730
# As the column that keeps it (accounts.models.CADENCE_LENGTH); a test compares the two.
LONGEST_TEXT: Final = 80

# People also write a multiplication sign and longer dashes.
_STEP = re.compile(
    r"(?:(\d{1,3})\s*[x*\N{MULTIPLICATION SIGN}]\s*)?"
    r"(\d{1,4})\s*[-\N{EN DASH}\N{EM DASH}]\s*(\d{1,4})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;\n]")


class Fault(StrEnum):
    """What is wrong with a text that is no cadence."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    DAYS = "days"
    TIMES = "times"
    TOO_LONG = "too_long"


class BadCadence(ValueError):
    """A text that is no cadence: what is wrong, and with which part of it."""

    def __init__(self, fault: Fault, part: str = "") -> None:
        super().__init__(f"{fault}: {part}")
        self.fault = fault
        self.part = part


@dataclass(frozen=True)
class Step:
    """One window, and how many check-ins in a row lie in it."""

    first: int
    last: int
    times: int = 1

    def as_text(self) -> str:
        """The step as it is written."""
        window = f"{self.first}-{self.last}"
        return f"{self.times}x {window}" if self.times > 1 else window


@dataclass(frozen=True)
class Cadence:
    """Windows in their order; at least one, and the last one never ends."""

    steps: tuple[Step, ...]

    def as_text(self) -> str:
        """The cadence as it is written; parse() reads the same one from it."""
        return ", ".join(step.as_text() for step in self.steps)


def parse(text: str) -> Cadence:
    """The cadence a text means; raises BadCadence.

    Equal windows beside each other become one step; the last is for ever, however often it is written.
    """
    parts = [part.strip() for part in _BETWEEN.split(text)]
    parts = [part for part in parts if part]
    if not parts:
        raise BadCadence(Fault.EMPTY)
    steps: list[Step] = []
    for step in map(_step, parts):
        if steps and (steps[-1].first, steps[-1].last) == (step.first, step.last):
            step = Step(step.first, step.last, steps.pop().times + step.times)
        if step.times > MOST_TIMES:
            raise BadCadence(Fault.TIMES, step.as_text())
        steps.append(step)
    steps[-1] = Step(steps[-1].first, steps[-1].last)
    cadence = Cadence(tuple(steps))
    if len(cadence.as_text()) > LONGEST_TEXT:
        raise BadCadence(Fault.TOO_LONG)
    return cadence


def _step(part: str) -> Step:
    found = _STEP.fullmatch(part)
    if found is None:
        raise BadCadence(Fault.UNREADABLE, part)
    times, first, last = (int(number or 1) for number in found.groups())
    if not 1 <= first < last <= FARTHEST_DAY:
        raise BadCadence(Fault.DAYS, part)
    if times < 1:
        raise BadCadence(Fault.TIMES, part)
    return Step(first, last, times)


def span_after(cadence: Cadence, windows_used: int) -> Span:
    """The window of the next check-in, once so many windows are used up."""
    left = windows_used
    for step in cadence.steps:
        if left < step.times:
            return step.first, step.last
        left -= step.times
    return cadence.steps[-1].first, cadence.steps[-1].last


class Named(StrEnum):
    """The cadences that have a name."""

    OURS = "ours"
    STEADY = "steady"
    GENTLE = "gentle"


# What holds unless somebody wants it otherwise: it eases off after three windows.
OURS: Final = parse("3x 30-60, 60-90, 90-180, 165-195")
STEADY: Final = parse("30-60")
# Eases off with every window.
GENTLE: Final = parse("30-60, 60-90, 90-180, 165-195")

NAMED: Final[dict[Named, Cadence]] = {Named.OURS: OURS, Named.STEADY: STEADY, Named.GENTLE: GENTLE}


def name_of(cadence: Cadence) -> Named | None:
    """The name of a cadence, if it has one."""
    return next((name for name, known in NAMED.items() if known == cadence), None)


def first_that_reads(*texts: str) -> Cadence:
    """The cadence of the first text that is one, else ours.

    What can't be read is passed over: no check-in is ever lost for a rhythm somebody kept wrongly.
    """
    for text in texts:
        try:
            return parse(text)
        except BadCadence:
            continue
    return OURS
