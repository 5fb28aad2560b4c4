"""How far follow-ups are done while they help: by month and by what became of them, grouped in the database.

A debrief is nobody's but its author's, and fades: it is not counted. Neither is what the plan took back, nor
what may still be done in its window.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields import CharField

from followups.kinds import STANDING_KINDS, Kind, Status
from followups.models import FollowUp, FollowUpPlan
from insights.kinds import Fate
from insights.proportions import Share
from insights.selection import Selection

WHILE_IT_HELPS: Final = (Fate.ON_TIME, Fate.IN_WINDOW)


@dataclass(frozen=True)
class OnTime:
    """How often each fate was met, by the first day of the month in which it was due; months in order."""

    months: Mapping[date, Mapping[Fate, int]]

    @property
    def fates(self) -> Mapping[Fate, int]:
        """All months together."""
        return sum((Counter(fates) for fates in self.months.values()), Counter())

    @property
    def of(self) -> int:
        """How many were due."""
        return sum(self.fates.values())


@dataclass(frozen=True, slots=True)
class Silent:
    """Of people in touch with who were tried or spoken to: how many did not answer the last time."""

    people: Share
    decision_makers: Share


def on_time(selection: Selection) -> OnTime:
    """Follow-ups due in the period: one's own, or the team's. One query, a row per day and fate."""
    rows = _due(selection).annotate(fate=_fate()).values_list("due_on", "fate").annotate(times=Count("pk"))
    months: dict[date, Counter[Fate]] = {}
    for due_on, fate, times in rows.order_by("due_on"):
        months.setdefault(due_on.replace(day=1), Counter())[Fate(fate)] += times
    return OnTime(months)


def within(fates: Mapping[Fate, int]) -> Share:
    """Those done while their window was open."""
    return Share(sum(fates.get(fate, 0) for fate in WHILE_IT_HELPS), sum(fates.values()))


def silent(selection: Selection) -> Silent:
    """Of active plans, as they stand today: the period has no say. One query."""
    done = FollowUp.objects.filter(plan=OuterRef("pk"), status=Status.DONE, kind__in=STANDING_KINDS)
    plans = FollowUpPlan.objects.active().filter(team_id=selection.team_id)
    if not selection.is_of_team:
        plans = plans.filter(owner_id=selection.viewer_id)
    tried = plans.annotate(was_tried=Exists(done)).filter(Q(unanswered_tries__gt=0) | Q(was_tried=True))
    is_silent, decides = Q(unanswered_tries__gt=0), Q(prospect__is_decision_maker=True)
    found = tried.aggregate(
        of=Count("pk"),
        silent=Count("pk", filter=is_silent),
        deciders=Count("pk", filter=decides),
        silent_deciders=Count("pk", filter=is_silent & decides),
    )
    return Silent(Share(found["silent"], found["of"]), Share(found["silent_deciders"], found["deciders"]))


def _due(selection: Selection) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(
        team_id=selection.team_id, due_on__lte=selection.last_on or selection.today
    )
    if selection.first_on:
        rows = rows.filter(due_on__gte=selection.first_on)
    if not selection.is_of_team:
        rows = rows.filter(owner_id=selection.viewer_id)
    may_still_be_done = Q(status=Status.OPEN, closes_on__gte=selection.today)
    return rows.exclude(Q(kind=Kind.DEBRIEF) | Q(status=Status.CANCELLED) | may_still_be_done)


def _fate() -> Case:
    """The day it was done is that of its touch; done without one is a promise somebody said was not kept."""
    return Case(
        When(status=Status.OPEN, then=Value(Fate.LEFT_OPEN)),
        When(Q(status=Status.SKIPPED) | Q(touches__isnull=True), then=Value(Fate.SKIPPED)),
        When(touches__happened_on__lte=F("due_on"), then=Value(Fate.ON_TIME)),
        When(touches__happened_on__lte=F("closes_on"), then=Value(Fate.IN_WINDOW)),
        default=Value(Fate.LATE),
        output_field=CharField(),
    )
