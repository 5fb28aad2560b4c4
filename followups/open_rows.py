"""Reads open follow-ups as levelling sees them."""

import hashlib
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from followups.contact_history import desk_for, history_of
from followups.kinds import Direction, Kind
from followups.levelling import Move, OpenRow
from followups.models import FollowUp, Touch
from followups.scheduling import Desk


def rows_for_levelling(rows: Iterable[FollowUp], desk: Desk) -> list[OpenRow]:
    """Follow-ups (with their prospect) as values; check-ins know the days the contact rules close for them.

    Only people somebody has reached out to cost queries of their own.
    """
    rows = list(rows)
    reached = _reached(rows)
    return [_open_row(row, desk, may_be_closed=row.prospect_id in reached) for row in rows]


def token_of(moves: Iterable[Move], rows: Mapping[UUID, FollowUp]) -> str:
    """The same for the same moves of the same rows: what was shown is what may be saved."""
    lines = [f"{move.row.ref} {rows[move.row.ref].version} {sorted(move.dates().items())}" for move in moves]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _reached(rows: list[FollowUp]) -> set[object]:
    """The people among them to whom, under any row of their address, something went out."""
    people = {row.prospect_id: row.prospect for row in rows if row.kind == Kind.CHECK_IN}
    addresses = {person.email for person in people.values() if person.email}
    teams = {person.team_id for person in people.values()}
    touches = Touch.objects.filter(direction=Direction.OUT, team__in=teams)
    touches = touches.filter(Q(prospect__in=people) | Q(prospect__email__in=addresses))
    found = set(touches.order_by().values_list("prospect_id", "prospect__email").distinct())
    ids, mails = {pk for pk, _mail in found}, {mail for _pk, mail in found if mail}
    return {pk for pk, person in people.items() if pk in ids or person.email in mails}


def _open_row(row: FollowUp, desk: Desk, *, may_be_closed: bool) -> OpenRow:
    kind = Kind(row.kind)
    judged = kind == Kind.CHECK_IN and not row.is_agreed and may_be_closed
    closed = desk_for(desk, history_of(row.prospect, but=row)).closed if judged else frozenset()
    is_asked_in = kind == Kind.CHECK_IN
    return OpenRow(
        ref=row.pk,
        kind=kind,
        opens_on=row.opens_on,
        due_on=row.due_on,
        closes_on=row.closes_on,
        is_agreed=row.is_agreed,
        closed=closed,
        country=row.prospect.country if is_asked_in else "",
        region=row.prospect.region if is_asked_in else "",
    )
