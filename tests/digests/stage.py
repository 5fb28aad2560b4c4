"""What the digest tests play with: people who have somebody to call, and days that pass."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from digests.mails import DIGEST_DAILY, DIGEST_WEEKLY
from digests.planning import plan_digests
from followups.actions import record_no
from followups.kinds import Kind
from followups.models import FollowUp
from outbox.delivery import DeliveryReport, deliver_due
from outbox.models import Delivery
from outbox.transport import Transport
from tests.cast import MONDAY, a_no
from tests.outbox.stage import Memory

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + n * DAY for n in range(1, 5))
SATURDAY, NEXT_MONDAY = MONDAY + 5 * DAY, MONDAY + 7 * DAY
KINDS = (DIGEST_DAILY, DIGEST_WEEKLY)


def at(user: User, day: date, hour: int = 7, minute: int = 30) -> datetime:
    """An instant by the user's own clock."""
    return datetime.combine(day, time(hour, minute), tzinfo=user.zone()).astimezone(UTC)


def hears_no(user: User, name: str = "Ingrid Solheim", said_on: date = MONDAY, **changes: Any) -> None:
    """Log a no at nine on the day it was said: a thank-you and a debrief fall due the next working day."""
    changes.setdefault("organisation", f"House of {name}")
    record_no(a_no(name, said_on=said_on, **changes), by=user, today=said_on, now=at(user, said_on, 9, 0))


def only(kind: Kind) -> None:
    """Leave open rows of this kind alone."""
    FollowUp.objects.exclude(kind=kind).delete()


def tick(now: datetime, transport: Transport | None = None) -> DeliveryReport:
    """Plan and deliver, as a tick does."""
    plan_digests(now)
    return deliver_due(KINDS, now, transport=transport or Memory(), clock=lambda: now)


def deliveries(user: User) -> list[tuple[str, str, str]]:
    """The mails of a person as (kind, period, state), oldest first."""
    rows = Delivery.objects.filter(recipient=user).order_by("due_at", "created_at")
    return [(row.kind, row.period_key, row.state) for row in rows]
