"""Somebody leaves the team: each room's own part, in one transaction."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from digests.planning import stop_digests
from followups.actions import Retired, retire_user
from insights.monthly_planning import stop_letters


@transaction.atomic
def let_leave(leaver: User, to: User | None, *, by: User, now: datetime, shown: str | None = None) -> Retired:
    """What they hold goes to `to`, their account is closed, their digests end; see retire_user."""
    retired = retire_user(leaver, to, by=by, now=now, shown=shown)
    stop_digests(leaver)
    stop_letters(leaver)
    return retired
