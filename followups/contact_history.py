"""Reads what the contact rules judge by: everything between the team and one person, seen or not."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from followups.contact_rules import USUAL_LIMITS, next_allowed_day
from followups.contacts import By, Closed, Contact, History, State
from followups.kinds import STANDING_KINDS, Channel, Direction, EndedWhy, Kind, PlanStatus, Status, TouchKind
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.scheduling import Desk
from prospects.conversations import PermissionChannel
from prospects.models import Deal, Loss, Prospect, SuppressedAddress
from prospects.permissions import standing_permissions

# Nothing further back reaches into any rule but the count of helpful touches since the last pitch.
MOST_CONTACTS = 500
CLOSED_BY = {EndedWhy.CLOSED: Closed.NO, EndedWhy.LET_GO: Closed.LET_GO, EndedWhy.OPTED_OUT: Closed.STOPPED}


def history_of(prospect: Prospect, *, but: FollowUp | None = None) -> History:
    """What there is between us and a person, over every row of the team with their address.

    `but` is the open row that is judged itself. A handful of queries.
    """
    people = _rows_of(prospect)
    touches = Touch.objects.filter(prospect__in=people).select_related("follow_up").order_by("-happened_on")
    open_rows = FollowUp.objects.filter(prospect__in=people, status=Status.OPEN, referred__isnull=True)
    if but is not None:
        open_rows = open_rows.exclude(pk=but.pk)
    made = list(touches[:MOST_CONTACTS])
    planned = list(open_rows)
    noes = Loss.objects.filter(prospect__in=people).values_list("said_on", "next_contact_on")
    agreed = [row.due_on for row in planned if row.is_agreed and row.kind in STANDING_KINDS]
    return History(
        contacts=(*_made(made, prospect), *(_planned(row, prospect) for row in planned)),
        noes_on=tuple(said_on for said_on, _named in noes),
        they_sent_on=tuple(
            touch.happened_on for touch in made if touch.direction == Direction.IN and touch.loss_id is None
        ),
        named_days=tuple(named for _said, named in noes if named),
        agreed_on=min(agreed, default=None),
        letter_weeks=_letter_weeks(prospect),
        award_on=Deal.objects.filter(prospect__in=people).aggregate(last=Max("award_on"))["last"],
        closed=closed_to_us(prospect),
    )


def closed_to_us(prospect: Prospect) -> Closed | None:
    """Why the door is not open, if it isn't: a stop, a suppressed address, a refusal, a kind close."""
    people = _rows_of(prospect)
    if Prospect.objects.filter(pk__in=people, asked_to_stop_on__isnull=False).exists():
        return Closed.STOPPED
    plans = FollowUpPlan.objects.filter(prospect=prospect)
    newest = plans.order_by("-created_at").first()
    if newest and newest.status == PlanStatus.ENDED and newest.ended_why in CLOSED_BY:
        return CLOSED_BY[EndedWhy(newest.ended_why)]
    return Closed.SUPPRESSED if is_suppressed(prospect) else None


def is_suppressed(prospect: Prospect) -> bool:
    """Whether nobody of the team may write to their address any more."""
    if not prospect.email:
        return False
    return SuppressedAddress.objects.filter(team_id=prospect.team_id, address=prospect.email).exists()


def desk_for(desk: Desk, history: History) -> Desk:
    """The desk with the days closed on which the contact rules would block a check-in with this person."""
    if not any(contact.state != State.PLANNED for contact in history.contacts):
        return desk
    first, last = desk.today, desk.today + timedelta(days=USUAL_LIMITS.within_days)
    return desk.with_closed(_blocked_days(history, first, last))


def _blocked_days(history: History, first: date, last: date) -> frozenset[date]:
    """The days from `first` to `last` on which a check-in may not be."""
    blocked = set()
    day = first
    while day <= last:
        fine = next_allowed_day(Contact(day, kind=Kind.CHECK_IN, state=State.PLANNED), history, today=first)
        until = min(fine, last + timedelta(days=1)) if fine else last + timedelta(days=1)
        while day < until:
            blocked.add(day)
            day += timedelta(days=1)
        day += timedelta(days=1)
    return frozenset(blocked)


def _rows_of(prospect: Prospect) -> list[UUID]:
    same = Prospect.objects.of_address(prospect.team_id, prospect.email)
    return [prospect.pk, *same.exclude(pk=prospect.pk).values_list("pk", flat=True)]


def _made(touches: list[Touch], prospect: Prospect) -> Iterable[Contact]:
    # A touch outwards of the no itself is its confirmation, which counts for nothing.
    out = [one for one in touches if one.direction == Direction.OUT and one.channel != Channel.NOTE]
    out = [one for one in out if one.loss_id is None]
    replies = _replies(touches, out)
    for touch in out:
        row = touch.follow_up
        kind = TouchKind(touch.kind)
        yield Contact(
            touch.happened_on,
            kind=Kind(row.kind) if row else None,
            touch=None if row and kind == TouchKind.PERSONAL else kind,
            channel=Channel(touch.channel),
            by=_by(touch.prospect_id, touch.by_id, prospect),
            plan=touch.plan_id,
            tries=row.tries if row else 0,
            is_agreed=row.is_agreed if row else False,
            is_reply=touch.pk in replies,
            after_interested=_is_after_interested(row) if row else False,
            ref=touch.pk,
        )


def _replies(touches: list[Touch], out: list[Touch]) -> set[UUID]:
    """What answered them: the first thing that went out on its own after each thing they sent."""
    in_order = sorted(out, key=lambda touch: (touch.happened_on, touch.created_at))
    found = set()
    for sent in touches:
        if sent.direction != Direction.IN or sent.loss_id is not None:
            continue
        first = next((one for one in in_order if one.happened_on >= sent.happened_on), None)
        if first is not None and first.follow_up_id is None:
            found.add(first.pk)
    return found


def _planned(row: FollowUp, prospect: Prospect) -> Contact:
    return Contact(
        row.due_on,
        kind=Kind(row.kind),
        state=State.PLANNED,
        by=_by(row.prospect_id, row.owner_id, prospect),
        plan=row.plan_id,
        tries=row.tries,
        is_agreed=row.is_agreed,
        after_interested=_is_after_interested(row),
        ref=row.pk,
    )


def _is_after_interested(row: FollowUp) -> bool:
    """The check-in a week after they were interested is the one without window, agreement or try."""
    return row.kind == Kind.CHECK_IN and not row.has_window() and not row.is_agreed and not row.tries


def _by(prospect_id: object, user_id: object, prospect: Prospect) -> By:
    return By.YOU if prospect_id == prospect.pk or user_id == prospect.owner_id else By.COLLEAGUE


def _letter_weeks(prospect: Prospect) -> int | None:
    row = standing_permissions(prospect).get(PermissionChannel.NEWSLETTER)
    return row.every_weeks if row and row.is_granted else None
