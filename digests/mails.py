"""The two digests as kinds of mail: whether one may still leave, and what it says at that moment.

What is due is read once, inside the claim's transaction, and said by the mail that follows at once.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_noop

from accounts.models import User
from digests import words
from digests.beside import beside_of, waited_for
from digests.content import Digest, Reader, digest_of
from digests.kinds import FAMILY, KIND_NAMES
from digests.planning import agenda_of, is_worth_a_mail
from digests.schedule import STILL_ON_TIME, Rhythm, same_week
from followups.agenda import Agenda, AgendaItem, next_counted
from followups.mailed_links import act_signer, act_token
from outbox.kinds import SEND, MailKind, Verdict, drop, supersede
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience

# Under this name a claimed delivery carries the agenda that was read with the claim.
READ = "agenda_read"
# Which of the template engines knows the digests' templates.
ENGINE = "digests"
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
    agenda = agenda_of(user, rhythm, user.today(now))
    if not (is_worth_a_mail(agenda) or user.digest_when_empty or waited_for([user.pk])):
        return drop(gettext_noop("nobody is due any more"))
    _follow_address(delivery, user)
    setattr(delivery, READ, agenda)
    return SEND


def render(delivery: Delivery, now: datetime) -> Message:
    """The mail, about the reader's local date at `now` and in their language."""
    user = delivery.recipient
    if user is None:
        raise ValueError(f"digest {delivery.pk} has no reader")
    rhythm, today = RHYTHMS[delivery.kind], user.today(now)
    agenda: Agenda | None = getattr(delivery, READ, None)
    if agenda is None or agenda.day != today:
        agenda = agenda_of(user, rhythm, today)
    missed_from = delivery.context.get("missed_from")
    reader = reader_of(user, now, date.fromisoformat(missed_from) if missed_from else None)
    return message_for(user, agenda, reader, weekly=rhythm is Rhythm.WEEKLY)


def message_for(user: User, agenda: Agenda, reader: Reader, *, weekly: bool) -> Message:
    """The digest of an agenda in the words of `user`, with what stands beside it."""
    next_item = None if is_worth_a_mail(agenda) else next_counted(user, agenda.day)
    beside = beside_of(user, agenda.day, next_item)
    with translation.override(user.language):
        return message_of(digest_of(agenda, reader, weekly=weekly, beside=beside))


def message_of(digest: Digest) -> Message:
    """Subject and both parts of a digest."""
    context = {"digest": digest, "frame": words.frame(), "language": translation.get_language()}
    return Message(
        subject=digest.subject,
        text=render_to_string("mail/digest.txt.jinja", context, using=ENGINE),
        html=render_to_string("mail/digest.html.jinja", context, using=ENGINE),
        list_unsubscribe=digest.settings_url,
    )


def reader_of(user: User, now: datetime, missed_from: date | None = None) -> Reader:
    """How `user` wants to read it, with links made at the instant `now`."""
    return Reader(
        site_url=settings.SITE_URL,
        at=f"{user.digest_time:%H:%M}",
        daily=user.digest_daily,
        weekly=user.digest_weekly,
        missed_from=missed_from,
        even_empty=user.digest_when_empty,
        without_names=user.digest_without_names,
        link_to=_acting(user, now),
    )


def _acting(user: User, now: datetime) -> Callable[[AgendaItem], str]:
    """The address at which `user` acts on a row without signing in."""
    signer = act_signer()

    def address(item: AgendaItem) -> str:
        token = act_token(item.follow_up_id, item.version, user.pk, now=now, signer=signer)
        return f"{settings.SITE_URL}/act/{token}/"

    return address


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
