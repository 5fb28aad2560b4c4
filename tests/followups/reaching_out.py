"""Short ways to say what tests of the contact rules say over and over; pure, like the rules."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from followups.contact_rules import Allowed, Blocked, Limits, judge
from followups.contacts import Contact, History, State
from followups.kinds import Kind, TouchKind
from tests.cast import MONDAY

PLANNED: dict[str, Any] = {"state": State.PLANNED}


def day(offset: int) -> date:
    """MONDAY plus so many days."""
    return MONDAY + timedelta(days=offset)


def item(on: int, **more: Any) -> Contact:
    """A value item on a day."""
    return replace(Contact(day(on), Kind.VALUE_ITEM), **more)


def check_in(on: int, **more: Any) -> Contact:
    """A check-in on a day."""
    return replace(Contact(day(on), Kind.CHECK_IN), **more)


def pitch(on: int, **more: Any) -> Contact:
    """A touch about our offer on a day."""
    return replace(Contact(day(on), touch=TouchKind.PITCH), **more)


def judged(
    wanted: Contact, *contacts: Contact, today: date = MONDAY, limits: Limits | None = None, **history: Any
) -> Allowed | Blocked:
    """What the rules say beside these contacts, on MONDAY unless told otherwise."""
    return judge(wanted, replace(History(contacts), **history), today=today, limits=limits or Limits())


def refused(wanted: Contact, *contacts: Contact, today: date = MONDAY, **more: Any) -> Blocked:
    """The same, where it must be blocked."""
    verdict = judged(wanted, *contacts, today=today, **more)
    assert isinstance(verdict, Blocked)
    return verdict


def is_fine(wanted: Contact, *contacts: Contact, today: date = MONDAY, **more: Any) -> bool:
    """Whether the rules allow it."""
    return isinstance(judged(wanted, *contacts, today=today, **more), Allowed)
