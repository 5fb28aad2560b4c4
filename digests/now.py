"""Today's digest at the press of a button: shown on a page, or sent to oneself.

Its mail is a kind of its own. It is not the day's digest: that one comes at its hour all the same.
"""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_noop

from accounts.models import User
from digests.mails import message_for, reader_of
from digests.planning import agenda_of
from digests.schedule import Rhythm
from outbox.kinds import SEND, MailKind, Verdict, drop
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience

NAME = "digest-now"
APART = timedelta(minutes=10)
OF_USE_FOR = timedelta(hours=1)


def todays_digest(user: User, now: datetime) -> Message:
    """The digest as `user` would have it at `now`: the daily, or the weekly of somebody who gets no other."""
    rhythm = Rhythm.WEEKLY if user.digest_weekly and not user.digest_daily else Rhythm.DAILY
    agenda = agenda_of(user, rhythm, user.today(now))
    return message_for(user, agenda, reader_of(user, now), weekly=rhythm is Rhythm.WEEKLY)


def send_now(user: User, now: datetime) -> bool:
    """Make a mail row of it that the next tick delivers; False when one was made within the last ten minutes.

    Safe to press twice, and at the same time: there is one row for each ten minutes.
    """
    if Delivery.objects.filter(kind=NAME, recipient=user, created_at__gt=now - APART).exists():
        return False
    row = Delivery(
        kind=NAME,
        recipient=user,
        owner=user,
        address=user.email,
        period_key=_ten_minutes(now),
        due_at=now,
        next_attempt_at=now,
        created_at=now,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    return True


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """Whether it may leave at `now`: to somebody active, within the hour in which they asked for it."""
    user = delivery.recipient
    if user is None or not user.is_active:
        return drop(gettext_noop("the reader is not active any more"))
    if now - delivery.due_at > OF_USE_FOR:
        return drop(gettext_noop("it was asked for too long ago"))
    return SEND


def render(delivery: Delivery, now: datetime) -> Message:
    """The digest of this very moment."""
    if delivery.recipient is None:
        raise ValueError(f"digest {delivery.pk} has no reader")
    return todays_digest(delivery.recipient, now)


def _ten_minutes(now: datetime) -> str:
    moment = now.astimezone(UTC)
    return f"{moment:%Y-%m-%d %H:}{moment.minute // 10}0"


DIGEST_NOW = MailKind(name=NAME, audience=Audience.OURS, may_send=may_send, render=render)
