"""To accept: the section of Today with the hand-overs that wait for a word of whoever looks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from common.days import spoken_day
from desk.hand_over_words import first_of
from desk.sentences import past_day_text
from followups.batons_to_answer import to_answer
from followups.kinds import Baton
from followups.models import HandOver

# The first few: the list of hand-overs has them all.
MOST_SHOWN = 5


@dataclass(frozen=True)
class WaitingBaton:
    """One hand-over: whom it is about, what is wanted, since when; `take`: at once, from here."""

    id: UUID
    url: str
    name: str
    organisation: str
    what: str
    since: str
    day: date
    version: int
    take: bool


@dataclass(frozen=True)
class ToAccept:
    """The section: `more` wait beyond those it shows."""

    rows: list[WaitingBaton]
    count: int
    more: int


def to_accept_part(user: User, now: datetime) -> ToAccept | None:
    """What waits, longest first; None when nothing does. One query."""
    found = list(to_answer(user, now))
    if not found:
        return None
    rows = [_row(row, user, now) for row in found[:MOST_SHOWN]]
    return ToAccept(rows, len(found), more=len(found) - len(rows))


def _row(row: HandOver, user: User, now: datetime) -> WaitingBaton:
    day = user.today(row.created_at)
    organisation = row.prospect.organisation
    return WaitingBaton(
        id=row.pk,
        url=row.get_absolute_url(),
        name=row.prospect.name,
        organisation=organisation.name if organisation else "",
        what=_what(row, user),
        since=past_day_text(day, user.today(now)),
        day=day,
        version=row.version,
        take=row.state == Baton.OFFERED and row.taker_id == user.pk,
    )


def _what(row: HandOver, user: User) -> str:
    """What is wanted of whoever looks."""
    if row.state == Baton.ASKED:
        return _("%(name)s asks you something first") % {"name": first_of(row.taker)}
    if row.state == Baton.SENT_BACK:
        return _("%(name)s sent them back") % {"name": first_of(row.taker)}
    form = _("%(name)s would like you to look after them until %(day)s")
    return form % {"name": first_of(row.giver), "day": spoken_day(row.returns_on)}
