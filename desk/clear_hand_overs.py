"""Which hand-overs of a list are clear, and what stands against the others; as many queries however many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from followups.baton_rules import Reason, Refused, Stand, refusal
from followups.contacts import Closed
from followups.hand_overs import agreed_channels
from followups.kinds import Baton, Kind, PlanStatus
from followups.models import FollowUp, HandOver
from followups.permission_rules import Grant
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.models import Permission, SuppressedAddress
from prospects.permissions import newest_words

Grants = Mapping[PermissionChannel, Grant]


def not_clear(rows: Sequence[HandOver]) -> dict[UUID, Refused]:
    """What speaks against taking each over together with others; the clear ones are missing. Three queries.

    Taking them over judges each once more: a stop may stand on another row with their address.
    """
    waiting = [row for row in rows if row.state in {Baton.OFFERED, Baton.ASKED}]
    if not waiting:
        return {}
    grants, meetings, closed = _grants_of(waiting), _meetings_of(waiting), _addresses_closed(waiting)
    found = {row.pk: _why(row, grants[row.prospect_id], meetings, closed) for row in waiting}
    return {pk: refused for pk, refused in found.items() if refused}


def _why(
    row: HandOver, grants: Grants, meetings: Mapping[UUID, date], closed: frozenset[str]
) -> Refused | None:
    if row.state == Baton.ASKED:
        return Refused(Reason.ASKED)
    person = row.prospect
    stand = Stand(
        has_plan=row.plan.status == PlanStatus.ACTIVE,
        is_running=False,
        closed=_closed(person.asked_to_stop_on, person.email in closed),
        grants=grants,
        meeting_on=meetings.get(row.plan_id),
    )
    return refusal(stand, agreed_channels(row), row.returns_on)


def _closed(asked_to_stop_on: date | None, is_suppressed: bool) -> Closed | None:
    if asked_to_stop_on:
        return Closed.STOPPED
    return Closed.SUPPRESSED if is_suppressed else None


def _grants_of(rows: Sequence[HandOver]) -> Mapping[UUID, Grants]:
    history: dict[UUID, list[Permission]] = defaultdict(list)
    said = Permission.objects.filter(prospect__in=[row.prospect_id for row in rows])
    for one in said.order_by("given_on", "created_at", "position", "pk"):
        history[one.prospect_id].append(one)
    return {row.prospect_id: _standing(history[row.prospect_id]) for row in rows}


def _standing(history: Sequence[Permission]) -> Grants:
    newest = newest_words(history)
    return {channel: _grant(newest.get(channel)) for channel in PermissionChannel}


def _grant(newest: Permission | None) -> Grant:
    if newest is None:
        return Grant.NOT_ASKED
    if not newest.is_granted:
        return Grant.WITHDRAWN
    return Grant.CONFIRMED if newest.strength == PermissionStrength.CONFIRMED else Grant.SAID


def _meetings_of(rows: Sequence[HandOver]) -> dict[UUID, date]:
    meetings = FollowUp.objects.open().filter(plan__in=[row.plan_id for row in rows])
    return dict(meetings.filter(kind=Kind.AGREED_MEETING).values_list("plan", "due_on"))


def _addresses_closed(rows: Sequence[HandOver]) -> frozenset[str]:
    addresses = {row.prospect.email for row in rows if row.prospect.email}
    closed = SuppressedAddress.objects.filter(team=rows[0].team_id, address__in=addresses)
    return frozenset(closed.values_list("address", flat=True))
