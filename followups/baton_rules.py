"""Pure: when a plan may be handed over to marketing, until when, and which step leads where (RULES.md).

Readings where the page leaves room (docs/decisions/0031):

* A meeting they agreed to stays with sales, so everything is back a week ahead of it. A day they named for
  a call or a mail only suggests the return: until then it may be in marketing's care.
* An address nobody writes to any more stands against mail and newsletter, not against a call.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from followups.contacts import Closed
from followups.kinds import BATON_WAITS, Baton, BatonStep
from followups.permission_rules import BY_MAIL, Grant, without_permission
from prospects.conversations import PermissionChannel

# What is in marketing's care is back so many days ahead of what was agreed.
BACK_AHEAD: Final = timedelta(days=7)
# Without anything agreed it is back after a quarter: what goes out every few weeks needs some time.
USUAL_CARE: Final = timedelta(days=90)
MOST_WEEKS: Final = 52


class Reason(StrEnum):
    """Why somebody is not handed over, or not taken over together with others."""

    NO_PLAN = "no_plan"
    STOPPED = "stopped"
    SUPPRESSED = "suppressed"
    ALREADY_RUNNING = "already_running"
    NO_PERMISSION = "no_permission"
    AFTER_MEETING = "after_meeting"
    # Of an offer: the taker waits for an answer; or it is not to be taken any more.
    ASKED = "asked"
    MOVED = "moved"


@dataclass(frozen=True)
class Stand:
    """How it stands with somebody: whether a plan runs and is on its way already, what is closed to us, what
    they said about each channel, and the meeting they agreed to."""

    has_plan: bool
    is_running: bool
    closed: Closed | None
    grants: Mapping[PermissionChannel, Grant]
    meeting_on: date | None = None


@dataclass(frozen=True)
class Refused:
    """Why it may not be; `channels` are those nobody said yes to, `latest` the last day it may be back."""

    reason: Reason
    channels: tuple[PermissionChannel, ...] = ()
    latest: date | None = None


def refusal(stand: Stand, channels: Collection[PermissionChannel], returns_on: date) -> Refused | None:
    """Why somebody may not be in marketing's care on these channels until that day; None when they may."""
    if stand.closed == Closed.STOPPED:
        return Refused(Reason.STOPPED)
    if not stand.has_plan:
        return Refused(Reason.NO_PLAN)
    if stand.is_running:
        return Refused(Reason.ALREADY_RUNNING)
    if stand.closed == Closed.SUPPRESSED and not BY_MAIL.isdisjoint(channels):
        return Refused(Reason.SUPPRESSED)
    if lacking := without_permission(channels, stand.grants):
        return Refused(Reason.NO_PERMISSION, channels=lacking)
    if stand.meeting_on and returns_on > latest_return(stand.meeting_on):
        return Refused(Reason.AFTER_MEETING, latest=latest_return(stand.meeting_on))
    return None


def latest_return(agreed_on: date) -> date:
    """The last day on which it may come back, ahead of what was agreed."""
    return agreed_on - BACK_AHEAD


def suggested_return(*, agreed_on: date | None, closes_on: date | None, today: date) -> date | None:
    """When it should be back: a week ahead of what was agreed (None when that is too near), else after a
    quarter, but not inside the window of the open check-in: they would be asked twice who calls."""
    if agreed_on:
        latest = latest_return(agreed_on)
        return latest if latest > today else None
    usual = today + USUAL_CARE
    return max(usual, closes_on) if closes_on else usual


# From where each step may be made, and where it leads. A step of the buyer's or of the calendar ends what
# nobody has taken yet as well, as if it had been taken back.
LEADS: Final[Mapping[BatonStep, tuple[frozenset[Baton], Baton]]] = {
    BatonStep.ASKED: (frozenset({Baton.OFFERED}), Baton.ASKED),
    BatonStep.ANSWERED: (frozenset({Baton.ASKED}), Baton.OFFERED),
    BatonStep.TAKEN: (frozenset(BATON_WAITS), Baton.TAKEN),
    BatonStep.SENT_BACK: (frozenset(BATON_WAITS), Baton.SENT_BACK),
    BatonStep.WITHDRAWN: (frozenset(BATON_WAITS), Baton.WITHDRAWN),
    BatonStep.INTRODUCED: (frozenset({Baton.TAKEN}), Baton.TAKEN),
    BatonStep.REPLIED: (frozenset({Baton.TAKEN}), Baton.RETURNED),
    BatonStep.RETURNED: (frozenset({Baton.TAKEN}), Baton.RETURNED),
    BatonStep.DAY_CAME: (frozenset({*BATON_WAITS, Baton.TAKEN}), Baton.RETURNED),
    BatonStep.RAISED_HAND: (frozenset({*BATON_WAITS, Baton.TAKEN}), Baton.RETURNED),
    BatonStep.PLAN_ENDED: (frozenset({*BATON_WAITS, Baton.TAKEN}), Baton.RETURNED),
}


def state_after(state: Baton, step: BatonStep) -> Baton | None:
    """Where a step leads; None when it can't be made from there."""
    if step not in LEADS:
        return None
    starts, leads = LEADS[step]
    if state not in starts:
        return None
    return Baton.WITHDRAWN if leads == Baton.RETURNED and state in BATON_WAITS else leads
