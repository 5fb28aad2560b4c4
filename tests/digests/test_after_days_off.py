"""Days without a worker, and a month with everything off: one digest each, with everything in it."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from accounts.models import User
from digests.planning import plan_digests
from followups.agenda import agenda_for
from outbox.delivery import deliver_due
from outbox.models import Delivery
from outbox.states import MOVING
from tests.cast import MONDAY, make_user
from tests.digests.stage import DAY, FRIDAY, KINDS, MINUTE, TUESDAY, at, hears_no
from tests.digests.test_mails import links, part
from tests.outbox.stage import Memory

pytestmark = pytest.mark.django_db

ZONES = (
    "Europe/Berlin",
    "America/Los_Angeles",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
HOUR = timedelta(hours=1)


@pytest.fixture
def everybody(owner: User) -> list[User]:
    """Somebody in each zone, every day a working day; each heard two noes and had a digest on Tuesday."""
    people = [make_user(owner.team, f"person{n}@example.com") for n in range(len(ZONES))]
    for user, zone in zip(people, ZONES, strict=True):
        user.time_zone, user.working_days = zone, "0123456"
        user.save()
        plan_digests(at(user, MONDAY, 6, 0))
        for name in ("Ingrid", "Priya"):
            hears_no(user, f"{name} of {zone}")
    for hour in range(48):
        ticks(at(people[-2], TUESDAY, 0, 0) + hour * HOUR, 1)
    return people


def ticks(start: datetime, minutes: int) -> list[EmailMessage]:
    """What leaves in so many minutes of ticks."""
    way_out = Memory()
    for minute in range(minutes):
        now = start + minute * MINUTE
        plan_digests(now)
        deliver_due(KINDS, now, transport=way_out, clock=lambda now=now: now)  # type: ignore[misc]
    return way_out.mails


@pytest.mark.parametrize("days", [3, 30])
def test_back_again_each_gets_one_within_the_first_minute_with_everything_in_it(
    everybody: list[User], days: int
) -> None:
    # A moment at which the digest hour of the day has come everywhere.
    back = at(everybody[0], FRIDAY + days * DAY, 21, 30)
    due = {
        user.email: {str(item.follow_up_id) for item in agenda_for(user, user.today(back)).digest_items()}
        for user in everybody
    }
    assert all(due.values())
    first = ticks(back, 1)
    assert {str(mail["To"]): set(links(part(mail, "plain"))) for mail in first} == due
    assert len(first) == len(everybody)
    assert not Delivery.objects.filter(state__in=MOVING).exists(), "the queue is drained"
    assert ticks(back + MINUTE, 59) == []


def test_three_days_and_then_thirty_are_two_digests_each(everybody: list[User]) -> None:
    first = at(everybody[0], FRIDAY + 3 * DAY, 21, 30)
    assert len(ticks(first, 1)) == len(everybody)
    assert len(ticks(first + 30 * DAY, 5)) == len(everybody)


def test_rows_made_while_no_worker_took_them_are_one_mail(everybody: list[User]) -> None:
    """Beat goes on, nobody delivers: each day's row replaces the one before it."""
    start = at(everybody[0], FRIDAY, 21, 30)
    for day in range(3):
        plan_digests(start + day * DAY)
    mails = ticks(start + 2 * DAY + HOUR, 5)
    assert len(mails) == len({str(mail["To"]) for mail in mails}) == len(everybody)
    assert not Delivery.objects.filter(state__in=MOVING).exists()
