"""What changes hands, as pages show it: how much, what moves, and what the new owner's days hold then."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Invitation, User
from desk.day_loads import DayLoad, day_load
from desk.shifts import MOST_SHIFTS, Shift, moved
from followups.handing_on import Hands, held_by


@dataclass(frozen=True)
class HandsShown:
    """The numbers, the rows that move (`more` beyond those shown), the meetings that stay, and the days."""

    people: int
    running: int
    follow_ups: int
    ends: int
    standing_in: int
    shifts: list[Shift]
    more: int
    meetings: list[Shift]
    days: list[DayLoad]
    token: str


def hands_shown(hands: Hands, today: date) -> HandsShown:
    """The hands in words and numbers, for a reader whose day is `today`."""
    shifts = moved(hands.moved(), hands.rows, today)
    limit = hands.to.team.daily_limit
    days = [day_load(day, hands.load.get(day, 0), hands.then.get(day, 0), limit) for day in hands.days()]
    return HandsShown(
        people=len(hands.people),
        running=hands.running,
        follow_ups=len(hands.moves),
        ends=len(hands.ends),
        standing_in=len(hands.standing_in),
        shifts=shifts[:MOST_SHIFTS],
        more=max(len(shifts) - MOST_SHIFTS, 0),
        meetings=moved(hands.meetings(), hands.rows, today),
        days=[day for day in days if day.before or day.then],
        token=hands.token(),
    )


@dataclass(frozen=True)
class EndsShown:
    """What is with somebody, and ends or goes on when they leave, in numbers."""

    people: int
    follow_ups: int
    standing_in: int
    mail: int
    invitations: int
    absences: int
    is_nothing: bool


def ends_shown(leaver: User, now: datetime) -> EndsShown:
    """What somebody leaves behind."""
    today = leaver.today(now)
    held = held_by(leaver, today)
    sent = Invitation.objects.filter(invited_by=leaver, accepted_at=None, revoked_at=None)
    return EndsShown(
        people=held.people,
        follow_ups=held.follow_ups,
        standing_in=held.standing_in,
        mail=held.mail,
        invitations=sent.count(),
        absences=leaver.absences.filter(last_on__gte=today).count(),
        is_nothing=held.is_nothing(),
    )
