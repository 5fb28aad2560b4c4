"""The baton comes back to sales: one of us does it, or its day has come."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.batons import BatonMoved, allow, bring_back_baton, check_version
from followups.actions.handing_over import check_words, locked_baton
from followups.actions.plans import lock_owners, planners_of
from followups.kinds import Baton, BatonStep
from followups.models import HandOver

logger = logging.getLogger(__name__)


@transaction.atomic
def bring_back(pk: UUID, *, by: User, words: str = "", version: int | None = None, now: datetime) -> HandOver:
    """Give it back, or fetch it back, before its day.

    Raises BatonMoved, ValidationError, PermissionDenied.
    """
    hand_over = locked_baton(pk, by)
    allow(by, hand_over.taker_id, hand_over.giver_id, hand_over.prospect.owner_id, manager_too=True)
    check_version(hand_over, version)
    if hand_over.state != Baton.TAKEN:
        raise BatonMoved(hand_over)
    words = check_words("words", words)
    trail = Trail(actor=by, team=by.team, now=now)
    today = hand_over.prospect.owner.today(now)
    step = BatonStep.RETURNED
    back = bring_back_baton(hand_over.plan, step, by=by, trail=trail, today=today, words=words)
    trail.write("bring_back", hand_over)
    return back or hand_over


def return_on_their_day(now: datetime) -> int:
    """Bring back what is due back today where its owner lives; how many could not be.

    What nobody has taken by then is taken back. Safe to run twice and at the same time.
    """
    # A day ahead: whoever looks after them may live where it is tomorrow already.
    due = HandOver.objects.running().filter(returns_on__lte=now.date() + timedelta(days=1))
    rows = due.select_related("prospect__owner").order_by("returns_on", "pk")
    ripe = [row.pk for row in rows if row.returns_on <= row.prospect.owner.today(now)]
    return sum(not _returned_or_logged(pk, now) for pk in ripe)


def _returned_or_logged(pk: UUID, now: datetime) -> bool:
    """One that can't come back never stops the others."""
    try:
        _return(pk, now)
    except Exception:
        logger.exception("This hand-over could not be brought back on its day: %s", pk)
        return False
    return True


@transaction.atomic
def _return(pk: UUID, now: datetime) -> None:
    seen = HandOver.objects.select_related("prospect").filter(pk=pk).first()
    if seen is None:
        return
    lock_owners({seen.taker_id, seen.giver_id} | planners_of(seen.prospect))
    row = HandOver.objects.select_related("plan__prospect__owner__team", "team").filter(pk=pk).first()
    if row is None:
        return
    today = row.plan.prospect.owner.today(now)
    if row.returns_on > today:
        return
    trail = Trail(actor=None, team=row.team, now=now)
    if back := bring_back_baton(row.plan, BatonStep.DAY_CAME, by=None, trail=trail, today=today):
        trail.write("return_on_its_day", back)
