"""Which mail a page shows: one's own and one's prospects'; for a manager the team's, without digests' words.

Mail about accounts is shown to nobody: it lets somebody in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from accounts.models import User
from accounts.policy import Thing, may
from desk.mail_words import kind_name, moment, state_name, tone, why
from outbox.models import Delivery
from outbox.states import NEVER_SHOWN, State
from outbox.suppression import bounces

PAGE = 40


@dataclass(frozen=True)
class MailFilters:
    """What the address of the list asks for."""

    state: str = ""
    after: str = ""

    def address(self, **changes: str) -> str:
        """The query string for the same filters with some changed."""
        values = {**vars(self), **changes}
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class MailRow:
    """One mail in the list. `url` is empty where it may not be read; `may_…` offers a press."""

    id: UUID
    title: str
    url: str
    whom: str
    at: str
    state: str
    state_name: str
    tone: str
    why: str
    may_decide: bool
    may_have_arrived: bool
    may_lift: bool


@dataclass(frozen=True)
class MailPage:
    """A page of mails and the address of the next one, if there is one."""

    rows: list[MailRow]
    following: str


def filters_from(query: Any) -> MailFilters:
    """Read the filters of an address; what isn't known is left out."""
    state, after = query.get("state", ""), query.get("after", "")
    return MailFilters(state=state if state in set(State) else "", after=after if _key(after) else "")


def own_mail(user: User) -> QuerySet[Delivery]:
    """What was mailed to `user`, and to their prospects."""
    return _shown().filter(Q(recipient=user) | Q(recipient__isnull=True, owner=user))


def team_mail(user: User) -> QuerySet[Delivery]:
    """The mail of everybody in the manager's team, and to their prospects."""
    members = User.objects.filter(team=user.team_id).order_by().values("pk")
    return _shown().filter(Q(recipient__in=members) | Q(recipient__isnull=True, owner__in=members))


def readable_by(user: User) -> QuerySet[Delivery]:
    """What `user` may read: mail to colleagues is for them alone, mail to prospects for the manager too."""
    if not may(user, Thing.TEAMS_MAIL):
        return own_mail(user)
    return _shown().filter(Q(recipient=user) | Q(recipient__isnull=True, owner__team=user.team_id))


def answerable_by(user: User) -> QuerySet[Delivery]:
    """What `user` decides about: a held mail, an address that sent mail back."""
    return own_mail(user) | team_mail(user) if may(user, Thing.TEAMS_MAIL) else own_mail(user)


def waiting_for(user: User) -> QuerySet[Delivery]:
    """Mail to prospects that waits for a decision of `user`: its owner, nobody else."""
    return Delivery.objects.filter(owner=user, state=State.HELD)


def mail_page(mails: QuerySet[Delivery], user: User, filters: MailFilters, now: datetime) -> MailPage:
    """The mails that fit, newest first, each with the reason why it stands as it does."""
    found = mails.filter(state=filters.state) if filters.state else mails
    if key := _key(filters.after):
        at, pk = key
        found = found.filter(Q(due_at__lt=at) | Q(due_at=at, pk__lt=pk))
    without_bodies = found.select_related("recipient", "owner").defer("body_text", "body_html")
    rows = list(without_bodies.order_by("-due_at", "-pk")[: PAGE + 1])
    following = ""
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        following = filters.address(after=f"{last.due_at.isoformat()}~{last.pk}")
    return MailPage(_rows(rows[:PAGE], user, now), following)


def _shown() -> QuerySet[Delivery]:
    return Delivery.objects.exclude(kind__in=NEVER_SHOWN)


def _rows(mails: list[Delivery], user: User, now: datetime) -> list[MailRow]:
    came_back = bounces({mail.address for mail in mails if mail.state == State.SUPPRESSED})
    return [_row(mail, user, now, may_lift=mail.address in came_back) for mail in mails]


def _row(mail: Delivery, user: User, now: datetime, *, may_lift: bool) -> MailRow:
    is_theirs = mail.recipient_id is None or mail.recipient_id == user.pk
    return MailRow(
        id=mail.pk,
        title=(mail.subject if is_theirs else "") or kind_name(mail),
        url=reverse("desk:one_mail", args=[mail.pk]) if is_theirs else "",
        whom=str(mail.recipient) if mail.recipient else mail.address,
        at=moment(mail.sent_at or mail.due_at, user, now),
        state=mail.state,
        state_name=capfirst(state_name(mail)),
        tone=tone(mail),
        why=why(mail, user, now),
        may_decide=mail.state == State.HELD,
        may_have_arrived=mail.state == State.HELD and mail.transmissions > 0,
        may_lift=may_lift,
    )


def _key(text: str) -> tuple[datetime, UUID] | None:
    """Where a page goes on: moment and mail the one before ended with; None for what is no such place."""
    at, _tilde, pk = text.partition("~")
    try:
        moment_read, mail = parse_datetime(at), UUID(pk)
    except ValueError:
        return None
    return (moment_read, mail) if moment_read and moment_read.tzinfo else None
