"""Whom nobody had to do with for longer than the team keeps people; reads, and writes nothing."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Team
from followups.kinds import PlanStatus, Status
from followups.models import ErasureNotice, FollowUp, FollowUpPlan, Touch
from prospects.conversations import DealStatus, PromiseState, WakeUpState
from prospects.models import Deal, Loss, Permission, Promise, Prospect, WakeUp

# Between the day somebody is announced and the day they are erased.
NOTICE_DAYS = 30
Rows = tuple[QuerySet[Any], ...]
BOUGHT = (DealStatus.WON, DealStatus.WON_BACK)


def kept_since(team: Team, today: date) -> date | None:
    """Who was last heard of before this day is kept no longer; None: everybody is kept."""
    months = team.erase_after_months
    return today - relativedelta(months=months) if months else None


def forgotten(team: Team, today: date) -> "QuerySet[Prospect]":
    """People of a team whose plan ended, and with whom nothing happened since, as long as the team says.

    Never somebody with a running plan, anything open, promised or waited for, or who would speak for us; nor
    who bought, unless the team says so.
    """
    since = kept_since(team, today)
    if since is None:
        return Prospect.objects.none()
    people = Prospect.objects.filter(team=team, is_reference=False, created_at__date__lte=since)
    people = people.filter(Exists(FollowUpPlan.objects.filter(prospect=OuterRef("pk"))))
    for standing in (*_something_open(), *_something_since(since)):
        people = people.filter(~Exists(standing))
    if not team.erase_buyers_too:
        people = people.filter(~Exists(Deal.objects.filter(prospect=OuterRef("pk"), status__in=BOUGHT)))
    kept = ErasureNotice.objects.filter(prospect=OuterRef("pk"), kept_on__gt=since)
    return people.filter(~Exists(kept))


def _something_open() -> Rows:
    theirs = OuterRef("pk")
    return (
        FollowUpPlan.objects.filter(prospect=theirs, status=PlanStatus.ACTIVE),
        FollowUp.objects.filter(Q(prospect=theirs) | Q(referred=theirs), status=Status.OPEN),
        Promise.objects.filter(prospect=theirs, state=PromiseState.OPEN),
        WakeUp.objects.filter(prospect=theirs, state=WakeUpState.WAITING),
        Deal.objects.filter(prospect=theirs, status=DealStatus.OPEN),
    )


def _something_since(since: date) -> Rows:
    theirs = OuterRef("pk")
    return (
        FollowUpPlan.objects.filter(Q(ended_on__gt=since) | Q(last_two_way_on__gt=since), prospect=theirs),
        FollowUp.objects.filter(prospect=theirs, closed_at__date__gt=since),
        Touch.objects.filter(prospect=theirs, happened_on__gt=since),
        Loss.objects.filter(prospect=theirs, logged_on__gt=since),
        Permission.objects.filter(prospect=theirs, given_on__gt=since),
    )
