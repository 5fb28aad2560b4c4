"""Colleagues who are in touch with the same organisation (RULES.md, Several people behind one no)."""

from datetime import date, timedelta

from followups.contacts import COLLEAGUES_WITHIN_DAYS, By, Contact, State, colleagues_nearby
from followups.kinds import Channel, Direction, Kind, Status, TouchKind
from followups.models import FollowUp, Touch
from prospects.models import Prospect

MOST = 20


def colleagues_near(prospect: Prospect, day: date) -> tuple[Contact, ...]:
    """What colleagues did or plan at the person's organisation within 7 days of a day; two queries at most.

    Nothing of it names whom they met: who may not see a person learns that there was somebody, and when.
    """
    if prospect.organisation_id is None:
        return ()
    span = timedelta(days=COLLEAGUES_WITHIN_DAYS)
    elsewhere = {"prospect__organisation_id": prospect.organisation_id}
    touches = Touch.objects.filter(
        **elsewhere, direction=Direction.OUT, happened_on__range=(day - span, day + span)
    ).exclude(prospect__owner_id=prospect.owner_id)
    rows = FollowUp.objects.filter(
        **elsewhere, status=Status.OPEN, due_on__range=(day - span, day + span)
    ).exclude(prospect__owner_id=prospect.owner_id)
    made = [
        Contact(one.happened_on, touch=TouchKind(one.kind), channel=Channel(one.channel), by=By.COLLEAGUE)
        for one in touches.order_by("happened_on", "pk")[:MOST]
    ]
    planned = [
        Contact(row.due_on, kind=Kind(row.kind), state=State.PLANNED, by=By.COLLEAGUE)
        for row in rows.order_by("due_on", "pk")[:MOST]
    ]
    return colleagues_nearby(day, (*made, *planned))
