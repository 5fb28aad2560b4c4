"""What the tests of the letter of the month play with."""

from datetime import date, datetime

from accounts.models import User
from insights.models import Debrief
from insights.monthly_mail import MONTHLY
from insights.monthly_planning import plan_letters
from outbox.delivery import DeliveryReport, deliver_due
from outbox.models import Delivery
from outbox.transport import Transport
from prospects.models import Loss
from tests.digests.stage import at
from tests.outbox.stage import Memory

# March 2026 is the month that is told of; the first of April is a Wednesday.
LEAVES = date(2026, 4, 1)
KEY = "2026-03"


def begin(user: User, day: date = date(2026, 3, 2)) -> None:
    """Everybody has a schedule, as a tick of this day leaves it."""
    User.objects.update(date_joined=at(user, day))
    plan_letters(at(user, day))


def tick(now: datetime, transport: Transport | None = None) -> DeliveryReport:
    """Plan and deliver, as a tick does."""
    plan_letters(now)
    return deliver_due((MONTHLY,), now, transport=transport or Memory(), clock=lambda: now)


def letters(user: User) -> list[tuple[str, str]]:
    """The letters of a person as (month, state), oldest first."""
    rows = Delivery.objects.filter(recipient=user, kind=MONTHLY.name).order_by("period_key")
    return list(rows.values_list("period_key", "state"))


def learns(loss: Loss, lesson: str, by: User, *, on: date, is_shared: bool = False) -> Debrief:
    """Somebody notes a lesson on a day."""
    Debrief.objects.filter(loss=loss, author=by).delete()
    return Debrief.objects.create(
        team=by.team, loss=loss, author=by, lesson=lesson, is_shared=is_shared, created_at=at(by, on, 12)
    )
