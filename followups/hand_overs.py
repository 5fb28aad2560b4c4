"""Reads hand-overs: where each stands, its way, and what marketing is told.

Values only: the sentences are the desk's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import User
from followups.baton_rules import Stand, suggested_return
from followups.contact_history import closed_to_us
from followups.kinds import BATON_WAITS, Baton, BatonStep, Kind, PlanStatus
from followups.models import FollowUp, FollowUpPlan, HandOver, HandOverStep
from followups.models.hand_over import HandOverQuerySet
from followups.verdicts import grants_of
from prospects.conversations import PermissionChannel
from prospects.models import Loss, Permission, Promise, Prospect, ProspectTopic
from prospects.permissions import standing_permissions
from prospects.visibility import may_see_all_of

# So long somebody who came back by themselves stands among those who are warm again.
WARM_FOR = timedelta(days=30)
WARM_STEPS = (BatonStep.RAISED_HAND, BatonStep.REPLIED)
WITH_ITS_PEOPLE = ("prospect__organisation", "prospect__owner", "giver", "taker", "plan")


def agreed_channels(hand_over: HandOver) -> tuple[PermissionChannel, ...]:
    """The channels it is about."""
    return tuple(PermissionChannel(one) for one in hand_over.channels.split(","))


def running_of(prospect: Prospect) -> HandOver | None:
    """The hand-over of a person that waits or is in somebody's care; one query."""
    return HandOver.objects.running().filter(prospect=prospect).select_related(*WITH_ITS_PEOPLE).first()


def seen_in_part(people: Iterable[Prospect], user: User) -> set[UUID]:
    """Those of some people of whom private notes are kept from `user`; a query where any are another's."""
    others = [person.pk for person in people if not may_see_all_of(person, user)]
    if not others:
        return set()
    rows = HandOver.objects.in_care().filter(prospect__in=others)
    return set(rows.values_list("prospect_id", flat=True))


def stand_of(person: Prospect, plan: FollowUpPlan | None, *, but: HandOver | None = None) -> Stand:
    """How it stands with somebody, for baton_rules.refusal; `but` is the hand-over that is asked about."""
    running = HandOver.objects.running().filter(prospect=person)
    if but is not None:
        running = running.exclude(pk=but.pk)
    return Stand(
        has_plan=plan is not None and plan.status == PlanStatus.ACTIVE,
        is_running=running.exists(),
        closed=closed_to_us(person),
        grants=grants_of(person),
        meeting_on=_meeting_on(plan),
    )


def _meeting_on(plan: FollowUpPlan | None) -> date | None:
    meetings = FollowUp.objects.open().filter(plan=plan, kind=Kind.AGREED_MEETING)
    return meetings.values_list("due_on", flat=True).first() if plan else None


def suggested_return_for(person: Prospect, today: date) -> date | None:
    """The day a form of somebody's offers for the return; None where what was agreed is too near."""
    step = FollowUp.objects.open().standing().filter(prospect=person).first()
    if step is None:
        return suggested_return(agreed_on=None, closes_on=None, today=today)
    agreed = step.due_on if step.is_agreed or step.kind == Kind.AGREED_MEETING else None
    return suggested_return(agreed_on=agreed, closes_on=step.closes_on, today=today)


def waiting_for(taker: User) -> HandOverQuerySet:
    """What waits for somebody's answer, oldest first."""
    rows = HandOver.objects.filter(team_id=taker.team_id, taker=taker, state__in=BATON_WAITS)
    return rows.select_related(*WITH_ITS_PEOPLE).order_by("created_at", "pk")


def in_care_of(taker: User) -> HandOverQuerySet:
    """What somebody has in their care, soonest back first."""
    rows = HandOver.objects.filter(team_id=taker.team_id, taker=taker, state=Baton.TAKEN)
    return rows.select_related(*WITH_ITS_PEOPLE).order_by("returns_on", "pk")


def given_by(giver: User) -> HandOverQuerySet:
    """What of somebody's people waits or is in marketing's care, soonest back first."""
    rows = HandOver.objects.running().filter(team_id=giver.team_id, prospect__owner=giver)
    return rows.select_related(*WITH_ITS_PEOPLE).order_by("returns_on", "pk")


def warm_again(user: User, now: datetime) -> HandOverQuerySet:
    """What somebody gave or took that came back because they answered or raised their hand, newest first."""
    return _back(user).filter(_ended_by(WARM_STEPS, since=now - WARM_FOR))


def back_with_sales(user: User) -> HandOverQuerySet:
    """What somebody gave or took that was taken and is back, whichever way, newest first."""
    return _back(user)


def _back(user: User) -> HandOverQuerySet:
    theirs = Q(giver=user) | Q(taker=user) | Q(prospect__owner=user)
    rows = HandOver.objects.filter(theirs, team_id=user.team_id, state=Baton.RETURNED)
    newest = HandOverStep.objects.filter(hand_over=OuterRef("pk")).order_by("-at").values("at")[:1]
    return rows.select_related(*WITH_ITS_PEOPLE).order_by(Subquery(newest).desc(), "pk")


def _ended_by(steps: Iterable[BatonStep], since: datetime) -> Exists:
    return Exists(HandOverStep.objects.filter(hand_over=OuterRef("pk"), step__in=list(steps), at__gte=since))


def way_of(hand_over: HandOver) -> list[HandOverStep]:
    """Its steps, oldest first."""
    return list(hand_over.steps.select_related("by").order_by("at", "pk"))


def taken_on(hand_over: HandOver) -> date | None:
    """The taker's local date on which they took it over; None before that."""
    step = hand_over.steps.filter(step=BatonStep.TAKEN).order_by("-at").first()
    return hand_over.taker.today(step.at) if step else None


@dataclass(frozen=True)
class ToldToMarketing:
    """What the note to marketing says (COPY J), as it stands now; all of it is the taker's to know.

    `loss` is the newest no of theirs (None: without one), `permissions` the newest word on each channel it is
    about, `not_agreed` those nobody said yes to, `confirmation` what was agreed as it was written to them,
    `promises` those made and how they stand.
    """

    loss: Loss | None
    their_words: str
    confirmation: str
    decided_on: date | None
    permissions: tuple[Permission, ...]
    not_agreed: tuple[PermissionChannel, ...]
    topics: tuple[ProspectTopic, ...]
    promises: tuple[Promise, ...]


def told_to_marketing(person: Prospect, channels: Iterable[PermissionChannel]) -> ToldToMarketing:
    """Gather it; four queries."""
    loss = (
        Loss.objects.filter(prospect=person).select_related("deal").order_by("-said_on", "-logged_at").first()
    )
    standing = standing_permissions(person)
    granted = {channel for channel, row in standing.items() if row.is_granted}
    return ToldToMarketing(
        loss=loss,
        their_words=loss.in_their_words if loss else "",
        confirmation=loss.confirmation if loss else "",
        decided_on=loss.said_on if loss else None,
        permissions=tuple(standing[one] for one in channels if one in granted),
        not_agreed=tuple(one for one in PermissionChannel if one not in granted),
        topics=tuple(ProspectTopic.objects.filter(prospect=person).select_related("topic").order_by("pk")),
        promises=tuple(Promise.objects.filter(prospect=person).order_by("created_at", "pk")),
    )
