"""When somebody's own mail leaves, worked out anew after they changed what it follows from."""

from datetime import datetime

from accounts.models import User
from digests.planning import reschedule
from insights.monthly_planning import reschedule_letters


def plan_mail_anew(user: User, now: datetime, *, absences_changed: bool = False) -> None:
    """The next reminder mail and the next letter of the month; `user` freshly read."""
    reschedule(user, now, absences_changed=absences_changed)
    reschedule_letters(user, now)
