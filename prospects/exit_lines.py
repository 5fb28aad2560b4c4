"""Pure: fills the sentence to say with what is known (COPY.md, top: how the blanks behave)."""

import re
from dataclasses import dataclass

_OPTIONAL = re.compile(r"\s*\[([^\]]*)\]")


@dataclass(frozen=True)
class LineFacts:
    """What a line can be filled with; `when` carries its preposition ("on 7 April")."""

    first_name: str = ""
    when: str = ""
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
    for blank, value in vars(facts).items():
        line = line.replace("{" + blank + "}", value)
    return line


def _optional(part: "re.Match[str]", facts: LineFacts) -> str:
    blanks = re.findall(r"\{(\w+)\}", part[1])
    filled = all(getattr(facts, blank, "") for blank in blanks)
    return part[0].replace("[", "").replace("]", "") if filled else ""
