"""Held: the section of Today with the mail to prospects that waits until its owner decides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Subquery, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from desk.mail_list import waiting_for
from desk.mail_words import kind_name, why
from desk.sentences import past_day_text
from outbox.models import Delivery
from prospects.models import Prospect

# The first few: the list of mails has them all.
MOST_HELD = 5


@dataclass(frozen=True)
class HeldRow:
    """One mail: to whom, what it is, why it is held, and since when."""

    id: UUID
    url: str
    whom: str
    what: str
    why: str
    since: str
    due_at: datetime


@dataclass(frozen=True)
class HeldPart:
    """The section: `more` mails are held beyond those it shows."""

    rows: list[HeldRow]
    count: int
    more: int


def held_part(user: User, now: datetime) -> HeldPart | None:
    """What waits for a decision of `user`, longest first; None when nothing does. One query."""
    found = waiting_for(user).defer("body_text", "body_html").order_by("due_at", "pk")
    told = found.annotate(prospect_name=_name_at_the_address(), held_in_all=Window(Count("pk")))
    mails = list(told[:MOST_HELD])
    if not mails:
        return None
    count: int = mails[0].held_in_all
    rows = [_row(mail, mail.prospect_name, user, now) for mail in mails]
    return HeldPart(rows, count, more=count - len(rows))


def _name_at_the_address() -> Subquery:
    """Who of the owner's people has the address, as long as it is one of them alone."""
    there = Prospect.objects.filter(owner=OuterRef("owner"), email=OuterRef("address")).order_by()
    one = there.values("email").annotate(people=Count("pk"), only=Min("name")).filter(people=1)
    return Subquery(one.values("only"))


def _row(mail: Delivery, name: str | None, user: User, now: datetime) -> HeldRow:
    return HeldRow(
        id=mail.pk,
        url=reverse("desk:one_mail", args=[mail.pk]),
        whom=name or mail.address,
        what=mail.subject or kind_name(mail),
        why=why(mail, user, now),
        since=_since(mail.due_at, user, now),
        due_at=mail.due_at.astimezone(user.zone()),
    )


def _since(due_at: datetime, user: User, now: datetime) -> str:
    """When it should have left: "since 07:30" today, else "since 2 Mar"; "due 9 Mar" before that moment."""
    day, today = user.today(due_at), user.today(now)
    when = f"{due_at.astimezone(user.zone()):%H:%M}" if day == today else past_day_text(day, today)
    return (_("due %(when)s") if due_at > now else _("since %(when)s")) % {"when": when}
