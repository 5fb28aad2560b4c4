"""Short ways to say what tests about absences say over and over."""

from datetime import date

from accounts.models import User
from followups.absences import NewAbsence
from followups.actions import Gone, go_away
from followups.models import FollowUp
from tests.cast import MONDAY
from tests.followups.telling import day, nine_on


def away(
    owner: User, first: int, last: int, stand_in: User | None = None, *, on: date = MONDAY, **more: str
) -> Gone:
    """The owner will be away from one day to another (counted from MONDAY)."""
    new = NewAbsence(day(first), day(last), stand_in)
    return go_away(new, by=owner, today=on, now=nine_on(on), shown=more.get("shown"))


def put(row: FollowUp, opens: int, due: int, closes: int) -> None:
    """Stand an open row on these days."""
    FollowUp.objects.filter(pk=row.pk).update(opens_on=day(opens), due_on=day(due), closes_on=day(closes))


def dates(row: FollowUp) -> tuple[date, date, date]:
    """The days a row stands on now."""
    row.refresh_from_db()
    return row.opens_on, row.due_on, row.closes_on


def fresh(user: User) -> User:
    """The same person, read again."""
    return User.objects.select_related("team").get(pk=user.pk)
