"""A program for an installation of its own: somebody with a few noes, and a mail that is due."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from lostdeals import clock
from outbox.models import Delivery
from tests.cast import a_no, make_team, make_user
from tests.followups.telling import record

OWNER = "maren@example.com"


def main(people: str) -> None:
    """Write so many people."""
    now = timezone.now()
    owner = make_user(make_team("Vogt and partners"), OWNER, name="Maren Vogt")
    for number in range(int(people)):
        hear_no(owner, f"Person {number}")
    clock.tick(now)
    due = now - timedelta(minutes=1)
    Delivery.objects.create(
        kind="digest-now", recipient=owner, address=owner.email, period_key="today",
        due_at=due, next_attempt_at=due,
    )  # fmt: skip


def hear_no(owner: User, name: str) -> None:
    """One no, said today."""
    now = timezone.now()
    today = owner.today(now)
    new = a_no(name, said_on=today, in_their_words=f"Words of {name}")
    record(new, "", by=owner, today=today, now=now)
