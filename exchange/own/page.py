"""The page of an export that is to come back: what is in it, who comes with it, what stands in the way."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext

from accounts.models import User, normalise_email
from accounts.policy import Thing, may
from exchange.kinds import ImportState, Taken
from exchange.models import Import
from exchange.own.emptiness import in_the_way
from exchange.own.glance import Glance, Member, glance_at
from exchange.own.reading import RefusedError
from exchange.own.words import sentence
from exchange.work_words import number
from outbox.arming import is_armed

# So many colleagues are named; the others are counted.
NAMED = 50


@dataclass(frozen=True)
class Piece:
    """How many there are of something."""

    count: str
    what: str


def own_page(path: Path, user: User) -> dict[str, Any]:
    """What the page shows; where it can't come in, `refused` says why, and nothing else is there."""
    try:
        glance = glance_at(path)
    except (RefusedError, OSError) as error:
        code, line = (error.code, error.line) if isinstance(error, RefusedError) else ("broken", 0)
        return {"refused": sentence(code, line)}
    address = normalise_email(user.email)
    me = next((one for one in glance.members if one.address == address), None)
    if refused := _refusal(user, glance, me):
        return {"refused": refused}
    others = [one for one in glance.members if one is not me]
    return {
        "pieces": pieces(glance),
        "me": me,
        "team": ", ".join(glance.teams),
        "others": others[:NAMED],
        "more": len(others[NAMED:]),
        "is_own": glance.taken is Taken.OWN,
    }


def pieces(glance: Glance) -> list[Piece]:
    """What there is, in the words of the pages; the rest is counted together."""
    told = {
        "prospects.csv": lambda n: ngettext("person", "people", n),
        "noes.csv": lambda n: ngettext("no", "noes", n),
        "follow_ups.csv": lambda n: ngettext("follow-up, planned or done", "follow-ups, planned and done", n),
        "touches.csv": lambda n: ngettext("touch", "touches", n),
        "library.csv": lambda n: ngettext("item of the library", "items of the library", n),
        "debriefs.csv": lambda n: ngettext("debrief", "debriefs", n),
    }
    counted = {file: glance.of(file) for file in told}
    rest = sum(glance.counts.values()) - sum(counted.values())
    found = [Piece(number(n), told[file](n)) for file, n in counted.items() if n]
    return [*found, Piece(number(rest), ngettext("row beside them", "rows beside them", rest))]


def _refusal(user: User, glance: Glance, me: Member | None) -> str:
    if not may(user, Thing.BRINGING_BACK):
        return sentence("not_yours")
    if in_the_way():
        return sentence("not_empty")
    if me is None and len(glance.teams) != 1:
        return sentence("several_teams")
    return ""


def done_page(found: Import) -> dict[str, Any]:
    """What the page shows once it is over; an import that was given up brought nothing."""
    rows = int(found.counts.get("rows", 0))
    return {
        "is_done": found.state == ImportState.DONE,
        "rows": number(rows),
        "members": int(found.counts.get("members", 0)),
        "is_silent": not is_armed(),
    }
