"""Short ways to tell of people who came back."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from followups.actions import NewTouch, log_touch, mark_won_back, note_new_need, record_win
from followups.kinds import Channel, Direction
from prospects.models import Deal, Loss
from prospects.new_no import Who
from prospects.new_win import NewWin
from tests.followups.telling import day, nine_on

SOON = day(5)


def says_yes(deal: Deal, on: date, why: str = "", by: User | None = None) -> Deal:
    """A deal becomes a yes on a day."""
    by = by or deal.prospect.owner
    return mark_won_back(deal, why, by=by, today=on, now=nine_on(on))


def grows(loss: Loss, title: str, value: Decimal | None = None, on: date = SOON) -> Deal:
    """A new need grows out of a no; open still."""
    return note_new_need(loss.deal, title, value, by=loss.prospect.owner, now=nine_on(on))


def talks(loss: Loss, on: date, channel: Channel = Channel.CALL, by: User | None = None) -> None:
    """They rang us."""
    by = by or loss.prospect.owner
    touch = NewTouch(channel, on, summary="They called", direction=Direction.IN)
    log_touch(loss.prospect, touch, by=by, today=on, now=nine_on(on))


def wins(by: User, name: str, on: date, why: str = "", value: Decimal | None = None) -> Deal:
    """A yes without a no before it."""
    told = NewWin(Who(name=name), on, why, f"Deal with {name}", value)
    return record_win(told, by=by, today=on, now=nine_on(on)).deal
