"""Handing people over to marketing in tests, in few words."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from followups.actions import NewHandOver, grant_permission, hand_over, take_over
from followups.actions.permitting import Word
from followups.models import HandOver
from prospects.conversations import PermissionChannel
from prospects.models import Prospect
from tests.cast import MONDAY, NINE
from tests.followups.telling import day, nine_on

MAIL = PermissionChannel.MAIL


def said_yes(person: Prospect, *channels: PermissionChannel, by: User, on: date = MONDAY) -> None:
    grant_permission(person, Word(channels or (MAIL,), on), by=by, today=on, now=nine_on(on))


def offer(
    person: Prospect, taker: User, *, by: User | None = None, on: date = MONDAY, **told: Any
) -> HandOver:
    by = by or person.owner
    facts = {"taker": taker, "returns_on": day(60), "channels": (MAIL,)}
    return hand_over(person, NewHandOver(**{**facts, **told}), by=by, today=on, now=nine_on(on))


def take(hand_over: HandOver, *, on: date = MONDAY, by: User | None = None) -> HandOver:
    later = nine_on(on) + timedelta(minutes=5)
    return take_over(hand_over.pk, by=by or hand_over.taker, version=hand_over.version, now=later)


def in_care(person: Prospect, taker: User, *, on: date = MONDAY, **told: Any) -> HandOver:
    """Somebody who said yes to mail, in marketing's care."""
    said_yes(person, by=person.owner, on=on)
    return take(offer(person, taker, on=on, **told), on=on)


__all__ = ["MAIL", "NINE", "in_care", "offer", "said_yes", "take"]
