"""What stands in a digest beside what is due: what waits for an answer, who came back, who is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from accounts.models import User
from common.prepared import prepared
from digests.kinds import KIND_NAMES
from followups.agenda import AgendaItem
from followups.batons_to_answer import asked_of, is_asked_of, whom_something_is_asked
from followups.kinds import Baton
from followups.models import HandOver
from outbox.models import Delivery
from outbox.states import State
from prospects.conversations import DealStatus
from prospects.models import Deal

# Of the days before the last digest that left nothing is told again; of older ones, nothing any more.
LOOK_BACK = timedelta(days=31)
FIRST_LOOK_BACK = timedelta(days=7)
MOST_NAMED = 5


@dataclass(frozen=True)
class CameBack:
    """Somebody who said yes after their no: whom, about what, and how many days later."""

    name: str
    title: str
    days_later: int | None


@dataclass(frozen=True)
class ToAccept:
    """A hand-over that waits: whom it is about, whose word started it, until when, or that they ask first."""

    id: UUID
    name: str
    organisation: str
    colleague: str
    returns_on: date
    is_question: bool


@dataclass(frozen=True)
class Beside:
    """How many mails are held for the reader, which hand-overs wait for their answer, who came back since the
    last digest, what is due next."""

    held: int = 0
    to_accept: tuple[ToAccept, ...] = ()
    came_back: tuple[CameBack, ...] = ()
    next_item: AgendaItem | None = None


NOTHING = Beside()


def beside_of(user: User, today: date, next_item: AgendaItem | None = None) -> Beside:
    """What `user` is told beside what is due on their local date `today`; three queries at most."""
    [(last_at, held, somebody_came, is_asked)] = _looked_up(user.pk, today - LOOK_BACK, today)
    rows = _came_back(user.pk, _told_from(user, today, last_at), today) if somebody_came else []
    asked = [_to_accept(row) for row in asked_of(user)] if is_asked else []
    return Beside(held or 0, tuple(asked), tuple(_as_told(*row) for row in rows), next_item)


def waited_for(owners: Iterable[UUID]) -> set[UUID]:
    """For whom of these a held mail or a hand-over waits; two queries for many."""
    wanted = list(owners)
    rows = Delivery.objects.filter(owner__in=wanted, state=State.HELD)
    held = {owner for owner in rows.values_list("owner", flat=True).distinct() if owner}
    return held | whom_something_is_asked(wanted)


def _to_accept(row: HandOver) -> ToAccept:
    is_question = row.state == Baton.ASKED
    colleague = row.taker if is_question else row.giver
    return ToAccept(
        id=row.pk,
        name=row.prospect.name,
        organisation=row.prospect.organisation.name if row.prospect.organisation else "",
        colleague=colleague.get_full_name(),
        returns_on=row.returns_on,
        is_question=is_question,
    )


def _told_from(user: User, today: date, last_at: datetime | None) -> date:
    """The first day not told of yet. A digest tells of the days before its own, each day in one digest."""
    last_day = user.today(last_at) if last_at else today - FIRST_LOOK_BACK
    return max(last_day, today - LOOK_BACK)


def _as_told(name: str, title: str, closed_on: date, said_on: date | None) -> CameBack:
    return CameBack(name, title, (closed_on - said_on).days if said_on else None)


@prepared
def _looked_up(
    user: UUID, since: date, before: date
) -> "QuerySet[User, tuple[datetime | None, int | None, bool, bool]]":
    """When their last digest was due, how many mails are held for them, whether anybody came back of late,
    and whether a hand-over waits for their answer."""
    own = Delivery.objects.filter(recipient=OuterRef("pk"), kind__in=list(KIND_NAMES.values()))
    last = own.filter(state=State.SENT).order_by("-due_at").values("due_at")[:1]
    waiting = Delivery.objects.filter(owner=OuterRef("pk"), state=State.HELD).order_by().values("owner")
    count = waiting.annotate(count=Count("pk")).values("count")
    came_back = Exists(_won_back(user, since, before))
    asked = Exists(HandOver.objects.filter(is_asked_of(OuterRef("pk"))))
    return User.objects.filter(pk=user).values_list(Subquery(last), Subquery(count), came_back, asked)


@prepared
def _came_back(user: UUID, since: date, before: date) -> "QuerySet[Deal, tuple[str, str, date, date | None]]":
    said = Deal.objects.filter(pk=OuterRef("pk")).order_by("-losses__said_on").values("losses__said_on")[:1]
    named = _won_back(user, since, before).order_by("-closed_on", "pk")
    return named.values_list("prospect__name", "title", "closed_on").annotate(said_on=Subquery(said))


def _won_back(user: UUID, since: date, before: date) -> QuerySet[Deal]:
    return Deal.objects.filter(
        prospect__owner=user, status=DealStatus.WON_BACK, closed_on__gte=since, closed_on__lt=before
    )
