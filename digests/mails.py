"""The two digests as kinds of mail: whether one may still leave, and what it says at that moment."""

from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_noop

from accounts.models import User
from digests.content import Digest, Reader, digest_of
from digests.kinds import FAMILY, KIND_NAMES
from digests.planning import agenda_of, is_worth_a_mail
from digests.schedule import STILL_ON_TIME, Rhythm, same_week
from outbox.kinds import SEND, MailKind, Verdict, drop, supersede
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience

RHYTHMS = {name: rhythm for rhythm, name in KIND_NAMES.items()}


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """Whether this digest may leave at `now`: wanted by somebody active, its day not over, somebody due.

    Follows a changed address.
    """
    user = delivery.recipient
    if user is None or not user.is_active:
        return drop(gettext_noop("the reader is not active any more"))
    rhythm = RHYTHMS[delivery.kind]
    if not _is_wanted(user, rhythm):
        return drop(gettext_noop("switched off"))
    if _is_past(delivery, user, rhythm, now):
        return supersede(gettext_noop("its day is over; the next one carries everything"))
    if not is_worth_a_mail(agenda_of(user, rhythm, user.today(now))):
        return drop(gettext_noop("nobody is due any more"))
    _follow_address(delivery, user)
    return SEND


def render(delivery: Delivery, now: datetime) -> Message:
    """The mail, about the reader's local date at `now` and in their language."""
    user = delivery.recipient
    if user is None:
        raise ValueError(f"digest {delivery.pk} has no reader")
    rhythm = RHYTHMS[delivery.kind]
    agenda = agenda_of(user, rhythm, user.today(now))
    with translation.override(user.language):
        return message_of(digest_of(agenda, _reader(delivery, user), weekly=rhythm is Rhythm.WEEKLY))


def message_of(digest: Digest) -> Message:
    """Subject and both parts of a digest."""
    context = {"digest": digest}
    return Message(
        subject=render_to_string("mail/digest.subject.txt", context).strip(),
        text=render_to_string("mail/digest.txt", context),
        html=render_to_string("mail/digest.html", context),
        list_unsubscribe=digest.settings_url,
    )


def _reader(delivery: Delivery, user: User) -> Reader:
    missed_from = delivery.context.get("missed_from")
    return Reader(
        site_url=settings.SITE_URL,
        at=f"{user.digest_time:%H:%M}",
        daily=user.digest_daily,
        weekly=user.digest_weekly,
        missed_from=date.fromisoformat(missed_from) if missed_from else None,
    )


def _is_wanted(user: User, rhythm: Rhythm) -> bool:
    return user.digest_weekly if rhythm is Rhythm.WEEKLY else user.digest_daily


def _is_past(delivery: Delivery, user: User, rhythm: Rhythm, now: datetime) -> bool:
    """Whether its local date is over. A weekly nobody else's daily follows stays of use for its week."""
    day = date.fromisoformat(delivery.context["day"])
    today = user.today(now)
    if today <= day or now - delivery.due_at <= STILL_ON_TIME:
        return False
    return not (rhythm is Rhythm.WEEKLY and not user.digest_daily and same_week(day, today))


def _follow_address(delivery: Delivery, user: User) -> None:
    if delivery.address != user.email:
        delivery.address = user.email
        delivery.save(update_fields=["address"])


DIGEST_DAILY = MailKind(
    name=KIND_NAMES[Rhythm.DAILY], audience=Audience.OURS, may_send=may_send, render=render, family=FAMILY
)
DIGEST_WEEKLY = MailKind(
    name=KIND_NAMES[Rhythm.WEEKLY], audience=Audience.OURS, may_send=may_send, render=render, family=FAMILY
)
