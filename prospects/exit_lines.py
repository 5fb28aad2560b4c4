"""Pure: fills the sentence to say with what is known (COPY.md, top: how the blanks behave)."""

import re
from dataclasses import dataclass

_OPTIONAL = re.compile(r"\s*\[([^\]]*)\]")
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class LineFacts:
    """What a line can be filled with; `when` is never empty and carries its preposition ("on 7 April")."""

    first_name: str
    when: str
    promise: str = ""


def first_name(full_name: str) -> str:
    """The name a person is called by: the first word of their name."""
    return full_name.split(" ", 1)[0]


def fill(line: str, facts: LineFacts) -> str:
    """The line with its blanks filled.

    A part in [ ] drops out when its blank is empty; an empty name takes its comma along.
    """
    line = _OPTIONAL.sub(lambda part: _optional(part, facts), line)
    if not facts.first_name:
        line = line.replace(", {first_name}", "").replace("{first_name}, ", "")
    # In one pass: what stands in a value is never taken for a blank.
    line = _BLANK.sub(lambda blank: getattr(facts, blank[1], ""), line)
    return line[:1].upper() + line[1:]


def _optional(part: "re.Match[str]", facts: LineFacts) -> str:
    filled = all(getattr(facts, blank, "") for blank in _BLANK.findall(part[1]))
    return part[0].replace("[", "").replace("]", "") if filled else ""
