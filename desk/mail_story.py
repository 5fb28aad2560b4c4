"""What the page of one mail says beside its text, and that mail to oneself comes back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.changes import Change
from accounts.models import User
from desk.mail_acts import ARRIVED, DROPPED, LIFTED, SENT_ONCE_MORE
from desk.mail_list import own_mail
from desk.mail_words import moment, since_day, state_name, tone, why
from outbox.models import Delivery
from outbox.states import State
from outbox.suppression import bounces


@dataclass(frozen=True)
class Bounce:
    """Mail to this address comes back: since when, what the server said, the mail to press at."""

    mail: Delivery
    since: str
    said: str


def own_bounce(user: User) -> Bounce | None:
    """Whether mail to `user` comes back."""
    row = bounces([user.email]).get(user.email)
    last = own_mail(user).filter(recipient=user, address=user.email).order_by("-due_at").first()
    return Bounce(last, since_day(row.since, user), row.said) if row and last else None


def story_of(mail: Delivery, user: User, now: datetime) -> dict[str, Any]:
    """How a mail stands and why, who decided what about it, and what may be decided."""
    return {
        "state_name": capfirst(state_name(mail)),
        "tone": tone(mail),
        "why": why(mail, user, now),
        "at": moment(mail.sent_at or mail.due_at, user, now),
        "whom": str(mail.recipient) if mail.recipient else mail.address,
        "decided": [_decided(change, user, now) for change in _changes(mail)],
        "may_decide": mail.state == State.HELD,
        "may_have_arrived": mail.state == State.HELD and mail.transmissions > 0,
        "may_lift": mail.state == State.SUPPRESSED and mail.address in bounces([mail.address]),
    }


def _changes(mail: Delivery) -> list[Change]:
    about = Change.objects.filter(object_id=mail.pk, object_type=mail._meta.label_lower)
    return list(about.select_related("actor").order_by("at"))


def _decided(change: Change, user: User, now: datetime) -> str:
    who = {"who": change.actor or "", "at": moment(change.at, user, now)}
    sentences = {
        SENT_ONCE_MORE: _("%(who)s sent it once more, %(at)s."),
        ARRIVED: _("%(who)s knows that it arrived, %(at)s."),
        DROPPED: _("%(who)s dropped it, %(at)s."),
        LIFTED: _("%(who)s said to write to this address again, %(at)s."),
    }
    return sentences.get(change.action, "%(who)s, %(at)s.") % who
