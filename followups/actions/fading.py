"""Debriefs fade, they never pile up."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from accounts.changes import Trail
from followups.actions.plans import cancel
from followups.kinds import Kind, Status
from followups.models import FollowUp
from followups.scheduling import DEBRIEF_FADES_AFTER

logger = logging.getLogger(__name__)

BATCH = 500


class CouldNotFade(RuntimeError):
    """So many debriefs could not be cancelled; the log says which."""


def fade_debriefs(now: datetime) -> int:
    """Cancel open debriefs more than a fortnight past their day, judged in each owner's zone.

    Returns how many went. Safe to run twice and at the same time. One that can't be cancelled never stops
    the others; then raises CouldNotFade once they are done.
    """
    # The earliest local date on earth is at most a day behind UTC.
    latest = now.date() - timedelta(days=DEBRIEF_FADES_AFTER - 1)
    old = FollowUp.objects.filter(kind=Kind.DEBRIEF, status=Status.OPEN, due_on__lt=latest)
    candidates = old.select_related("owner").order_by("due_on", "pk")[:BATCH]
    went = [_fade_or_log(row, now) for row in candidates if _has_faded(row, now)]
    if None in went:
        raise CouldNotFade(went.count(None))
    return went.count(True)


def _has_faded(row: FollowUp, now: datetime) -> bool:
    return (row.owner.today(now) - row.due_on).days > DEBRIEF_FADES_AFTER


def _fade_or_log(row: FollowUp, now: datetime) -> bool | None:
    try:
        return _fade(row, now)
    except Exception:
        logger.exception("This debrief could not be let go of: %s", row.pk)
        return None


@transaction.atomic
def _fade(row: FollowUp, now: datetime) -> bool:
    still_open = FollowUp.objects.select_for_update().filter(pk=row.pk, status=Status.OPEN).first()
    if still_open is None:
        return False
    trail = Trail(actor=None, team=row.team, now=now)
    cancel(still_open, trail)
    trail.write("fade", still_open)
    return True
