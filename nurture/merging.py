"""Two rows of one person become one: what was sent to either was sent to them, and nothing goes twice."""

from django.db.models import Model

from accounts.changes import Trail
from followups.actions import take_queued_back
from nurture.kinds import SendingState
from nurture.models import Sending
from prospects.models import Prospect

# Every key to a prospect of this room.
MOVED: tuple[tuple[type[Model], str], ...] = ((Sending, "prospect"),)
# Of two about one item the one that came further stays.
FURTHEST = (
    SendingState.SENT,
    SendingState.APPROVED,
    SendingState.DECLINED,
    SendingState.PROPOSED,
    SendingState.DROPPED,
)


def move_sendings(keep: Prospect, gone: Prospect, trail: Trail) -> None:
    """Give `keep` what was sent, or is on its way, to `gone`."""
    theirs = {row.item_id: row for row in _rows_of(keep)}
    for row in _rows_of(gone):
        other = theirs.get(row.item_id)
        if other is None:
            trail.update(row, prospect=keep)
            continue
        stays, goes = sorted((row, other), key=lambda one: FURTHEST.index(SendingState(one.state)))
        _remove(goes, trail)
        if stays.prospect_id != keep.pk:
            trail.update(stays, prospect=keep)


def _rows_of(person: Prospect) -> list[Sending]:
    about = ("touch__follow_up__plan__owner", "touch__follow_up__owner")
    return list(Sending.objects.filter(prospect=person).select_related(*about).order_by("pk"))


def _remove(sending: Sending, trail: Trail) -> None:
    """What was on its way a second time does not leave: its mail finds nothing to send any more."""
    touch = sending.touch if sending.state == SendingState.APPROVED else None
    trail.deleted(sending)
    Sending.objects.filter(pk=sending.pk).delete()
    if touch:
        take_queued_back(touch, trail=trail)
