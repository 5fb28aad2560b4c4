"""Reads what the contact rules judge by: everything between the team and one person, seen or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from accounts.models import Team, normalise_email
from common.prepared import prepared
from followups.contact_rules import GIVES_WAY, Limits, blocked_days
from followups.contacts import By, Closed, Contact, History, State, counts
from followups.kinds import STANDING_KINDS, Channel, Direction, EndedWhy, Kind, Status, TouchKind
from followups.models import FollowUp, Touch
from followups.scheduling import Desk
from outbox.suppression import mark_of
from prospects.conversations import PermissionChannel
from prospects.models import (
    ErasedAddress,
    Loss,
    Permission,
    PersonBehind,
    Prospect,
    SuppressedAddress,
)

# Nothing further back reaches into any rule but the count of helpful touches since the last pitch.
MOST_CONTACTS = 500
CLOSED_BY = {EndedWhy.CLOSED: Closed.NO, EndedWhy.LET_GO: Closed.LET_GO, EndedWhy.OPTED_OUT: Closed.STOPPED}


@dataclass(frozen=True)
class _Person:
    """Every row of a team about one person, and what stands on them; `own` is the one that is asked about."""

    own: Prospect | None
    rows: tuple[UUID, ...]
    closed: Closed | None
    letter_weeks: int | None
    award_on: date | None
    paused_until: date | None

    def by(self, prospect_id: UUID, user_id: UUID) -> By:
        """Whose a contact on one of the rows is."""
        if self.own is None:
            return By.COLLEAGUE
        return By.YOU if prospect_id == self.own.pk or user_id == self.own.owner_id else By.COLLEAGUE


def limits_of(team: Team) -> Limits:
    """The team's numbers of the contact rules."""
    return Limits(team.days_apart, team.most_touches, team.within_days, team.helpful_before_pitch)


def history_of(prospect: Prospect, *, but: FollowUp | None = None, but_touch: UUID | None = None) -> History:
    """What there is between us and a person, over every row of the team with their address.

    `but` is the open row that is judged itself, `but_touch` the queued touch of the mail that is. Four
    queries.
    """
    return _history(_person(prospect.team_id, prospect.email, prospect), but, but_touch)


def history_at(team_id: UUID, address: str) -> History:
    """The same of somebody we have no row of yet that the user may see, by their address."""
    address = normalise_email(address)
    return _history(_person(team_id, address, None), None) if address else History()


def history_among(
    prospect: Prospect,
    noes: Iterable[tuple[date, date | None]],
    rows: Iterable[FollowUp],
    *,
    but: FollowUp | None = None,
) -> History:
    """The same of somebody with whom there is nothing yet but noes (the day, and the day they named) and open
    follow-ups, all of them known here."""
    person = _Person(prospect, (prospect.pk,), None, None, None, None)
    planned = [_row_of(row) for row in rows if row is not but and row.referred_id is None]
    return _between(person, [], planned, noes)


def closed_to_us(prospect: Prospect) -> Closed | None:
    """Why the door is not open, if it isn't: a stop, a suppressed address, a refusal, a kind close."""
    return _person(prospect.team_id, prospect.email, prospect).closed


def is_paused(prospect: Prospect, today: date) -> bool:
    """Whether they want to hear nothing yet, on whichever row of theirs they said so; one query."""
    until = _person(prospect.team_id, prospect.email, prospect).paused_until
    return until is not None and today < until


def is_suppressed(prospect: Prospect) -> bool:
    """Whether nobody of the team may write to their address any more."""
    if not prospect.email:
        return False
    if SuppressedAddress.objects.filter(team_id=prospect.team_id, address=prospect.email).exists():
        return True
    return ErasedAddress.objects.filter(team_id=prospect.team_id, mark=mark_of(prospect.email)).exists()


def _history(person: _Person, but: FollowUp | None, but_touch: UUID | None = None) -> History:
    told = (row for row in _touches_of(person.rows) if row[0] != but_touch)
    made = [_Touched._make((*row[:_TELLS], _Row._make(row[_TELLS:]))) for row in told]
    planned = [_Row._make(row) for row in _open_rows_of(person.rows)]
    planned = [row for row in planned if but is None or row.pk != but.pk]
    return _between(person, made, planned, _noes_of(person.rows))


def _between(
    person: _Person,
    made: "list[_Touched]",
    planned: "list[_Row]",
    noes: Iterable[tuple[date, date | None]],
) -> History:
    noes = list(noes)
    agreed = [row.due_on for row in planned if row.is_agreed and row.kind in STANDING_KINDS]
    return History(
        contacts=(*_made(made, person), *(_planned(row, person) for row in planned)),
        noes_on=tuple(said_on for said_on, _named in noes),
        they_sent_on=tuple(one.happened_on for one in made if one.is_from_them),
        named_days=tuple(named for _said, named in noes if named),
        agreed_on=min(agreed, default=None),
        letter_weeks=person.letter_weeks,
        paused_until=person.paused_until,
        award_on=person.award_on,
        closed=person.closed,
        country=person.own.country if person.own else "",
        region=person.own.region if person.own else "",
    )


def _person(team_id: UUID, address: str, own: Prospect | None) -> _Person:
    """Read what stands on the rows of a person; one query, a line for each plan and deal of each row."""
    if own is None:
        rows = _stands_at(team_id, address, mark_of(address))
    elif address:
        rows = _stands_on_either(own.pk, team_id, address, mark_of(address))
    else:
        rows = _stands_on(own.pk)
    found = [_Found(*row) for row in rows]
    mine = [row for row in found if own and row.pk == own.pk]
    return _Person(
        own=own,
        rows=tuple({row.pk for row in found}),
        closed=_closed(found, mine),
        letter_weeks=mine[0].letter_weeks if mine else None,
        award_on=max((day for row in found for day in (row.award_on, row.behind_on) if day), default=None),
        # One row of theirs is paused: so is the address.
        paused_until=max((row.paused_until for row in found if row.paused_until), default=None),
    )


class _Found(NamedTuple):
    """A row of a person beside one plan and one deal of it."""

    pk: UUID
    asked_to_stop_on: date | None
    planned_at: datetime | None
    ended_why: str | None
    award_on: date | None
    # The award of a tender they stood behind, without having said that no themselves.
    behind_on: date | None
    paused_until: date | None
    suppressed: bool = False
    letter_weeks: int | None = None


_BEHIND = PersonBehind.objects.filter(prospect=OuterRef("pk"), loss__deal__award_on__isnull=False)
_STANDS = (
    "pk", "asked_to_stop_on", "plans__created_at", "plans__ended_why", "deals__award_on",
    Subquery(_BEHIND.order_by("-loss__deal__award_on").values("loss__deal__award_on")[:1]),
    "paused_until",
)  # fmt: skip


@prepared
def _stands_on(pk: UUID) -> "QuerySet[Prospect, tuple[Any, ...]]":
    """On one row; without an address none can be suppressed, and no letter goes there."""
    return Prospect.objects.filter(pk=pk).values_list(*_STANDS)


@prepared
def _stands_at(team_id: UUID, address: str, mark: str) -> "QuerySet[Prospect, tuple[Any, ...]]":
    return _stands_with_letters(Q(team_id=team_id, email=address), address, mark)


@prepared
def _stands_on_either(
    pk: UUID, team_id: UUID, address: str, mark: str
) -> "QuerySet[Prospect, tuple[Any, ...]]":
    return _stands_with_letters(Q(pk=pk) | Q(team_id=team_id, email=address), address, mark)


def _stands_with_letters(which: Q, address: str, mark: str) -> "QuerySet[Prospect, tuple[Any, ...]]":
    # What takes a yes back names no frequency.
    letters = Permission.objects.filter(prospect=OuterRef("pk"), channel=PermissionChannel.NEWSLETTER)
    newest = letters.order_by("-given_on", "-created_at", "-position", "-pk")
    suppressed = SuppressedAddress.objects.filter(team_id=OuterRef("team_id"), address=address)
    # Of somebody who was erased the hash of the address alone is left.
    erased = ErasedAddress.objects.filter(team_id=OuterRef("team_id"), mark=mark)
    is_closed = Case(When(Exists(suppressed) | Exists(erased), then=True), default=False)
    extra = is_closed, Subquery(newest.values("every_weeks")[:1])
    return Prospect.objects.filter(which).values_list(*_STANDS, *extra)


def _closed(rows: list[_Found], own: list[_Found]) -> Closed | None:
    if any(row.asked_to_stop_on for row in rows):
        return Closed.STOPPED
    # A running plan counts before any that ended, whichever was begun first: two rows may have been merged.
    planned = [(not row.ended_why, row.planned_at, row.ended_why) for row in own if row.planned_at]
    _is_active, _at, ended_why = max(planned, default=(False, None, None))
    if ended_why and EndedWhy(ended_why) in CLOSED_BY:
        return CLOSED_BY[EndedWhy(ended_why)]
    return Closed.SUPPRESSED if any(row.suppressed for row in rows) else None


def desk_for(desk: Desk, history: History) -> Desk:
    """The desk as planning for this person sees it: their holidays, the days closed on which the contact
    rules would block a check-in, and the quiet before the award of any tender of theirs."""
    desk = replace(desk.living_in(history.country, history.region), quiet_until=history.award_on)
    limits = desk.numbers.limits
    reach = timedelta(days=max(limits.days_apart, limits.within_days))
    ends = [one.day + reach for one in history.contacts if _holds_a_check_in(one, history)]
    ends += [day for day in (history.agreed_on, history.award_on, history.paused_until) if day]
    if not ends:
        return desk
    check_in = Contact(desk.today, kind=Kind.CHECK_IN, state=State.PLANNED)
    # Who is planned for has an open door (again), however an earlier plan of theirs ended.
    history = replace(history, closed=None)
    closed = blocked_days(check_in, history, desk.today, max(ends), today=desk.today, limits=limits)
    return desk.with_closed(closed)


def _holds_a_check_in(contact: Contact, history: History) -> bool:
    gives_way = contact.is_planned and contact.kind in GIVES_WAY
    return counts(contact, history) and not gives_way


class _Row(NamedTuple):
    """What of a follow-up makes a contact; empty beside a touch that is on its own."""

    pk: UUID
    kind: str
    opens_on: date
    due_on: date
    closes_on: date
    tries: int
    is_agreed: bool
    plan_id: UUID
    prospect_id: UUID
    owner_id: UUID


def _row_of(row: FollowUp) -> _Row:
    return _Row._make(getattr(row, name) for name in _Row._fields)


class _Touched(NamedTuple):
    """What of a touch makes a contact, and the follow-up it did."""

    pk: UUID
    happened_on: date
    created_at: datetime
    direction: str
    channel: str
    kind: str
    loss_id: UUID | None
    prospect_id: UUID
    by_id: UUID
    plan_id: UUID | None
    is_queued: bool
    row: _Row

    @property
    def is_from_them(self) -> bool:
        """Whether they sent it; a no is none of it."""
        return self.direction == Direction.IN and self.loss_id is None

    @property
    def goes_out(self) -> bool:
        """Whether it reached them. A touch outwards of the no itself is its confirmation, and counts for
        nothing."""
        return self.direction == Direction.OUT and self.channel != Channel.NOTE and self.loss_id is None


_ROW = _Row._fields
_TELLS = len(_Touched._fields) - 1
_TOLD = (*_Touched._fields[:_TELLS], *(f"follow_up__{name}" for name in _ROW))


@prepared
def _touches_of(people: Sequence[UUID]) -> "QuerySet[Touch, tuple[Any, ...]]":
    touches = Touch.objects.filter(prospect__pk__in=people).order_by("-happened_on")
    return touches.values_list(*_TOLD)[:MOST_CONTACTS]


@prepared
def _open_rows_of(people: Sequence[UUID]) -> "QuerySet[FollowUp, tuple[Any, ...]]":
    rows = FollowUp.objects.filter(prospect__pk__in=people, status=Status.OPEN, referred__isnull=True)
    return rows.values_list(*_ROW)


@prepared
def _noes_of(people: Sequence[UUID]) -> "QuerySet[Loss, tuple[date, date | None]]":
    return Loss.objects.filter(prospect__pk__in=people).values_list("said_on", "next_contact_on")


def _made(touches: list[_Touched], person: _Person) -> Iterable[Contact]:
    out = [one for one in touches if one.goes_out]
    replies = _replies(touches, out)
    for touch in out:
        row = touch.row if touch.row.pk else None
        kind = TouchKind(touch.kind)
        yield Contact(
            touch.happened_on,
            kind=Kind(row.kind) if row else None,
            touch=None if row and kind == TouchKind.PERSONAL else kind,
            channel=Channel(touch.channel),
            # What is on its way stands on the day it was approved; it has helped nobody yet.
            state=State.QUEUED if touch.is_queued else State.HAPPENED,
            by=person.by(touch.prospect_id, touch.by_id),
            plan=touch.plan_id,
            tries=row.tries if row else 0,
            is_agreed=row is not None and is_on_agreed_day(row, touch.happened_on),
            is_reply=touch.pk in replies,
            after_interested=row is not None and is_after_interested(row),
            ref=touch.pk,
        )


def _replies(touches: list[_Touched], out: list[_Touched]) -> set[UUID]:
    """What answered them: the first thing that went out after each thing they sent."""
    in_order = sorted(out, key=lambda touch: (touch.happened_on, touch.created_at))
    sent_on = [touch.happened_on for touch in touches if touch.is_from_them]
    firsts = (next((one.pk for one in in_order if one.happened_on >= sent), None) for sent in sent_on)
    return {pk for pk in firsts if pk}


def _planned(row: _Row, person: _Person) -> Contact:
    return Contact(
        row.due_on,
        kind=Kind(row.kind),
        state=State.PLANNED,
        by=person.by(row.prospect_id, row.owner_id),
        plan=row.plan_id,
        tries=row.tries,
        is_agreed=row.is_agreed,
        after_interested=is_after_interested(row),
        ref=row.pk,
    )


def is_on_agreed_day(row: FollowUp | _Row, day: date) -> bool:
    """Whether they named the day of a contact; made late it still is, made early it isn't."""
    return row.is_agreed and day >= row.due_on


def is_after_interested(row: FollowUp | _Row) -> bool:
    """The check-in a week after they were interested is the one without window, agreement or try."""
    is_one_day = row.opens_on == row.closes_on
    return row.kind == Kind.CHECK_IN and is_one_day and not row.is_agreed and not row.tries
