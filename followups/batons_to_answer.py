"""Reads the hand-overs that wait for somebody to say something: the taker, or whoever gave them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable

from accounts.models import User
from followups.hand_overs import WITH_ITS_PEOPLE
from followups.kinds import BATON_RUNS, Baton, BatonStep
from followups.models import HandOver, HandOverStep
from followups.models.hand_over import HandOverQuerySet

# So long what came back untaken stands among what waits; somebody else may take it, or nobody.
SENT_BACK_FOR = timedelta(days=7)


def to_answer(user: User, now: datetime) -> HandOverQuerySet:
    """What waits for somebody: offered to them, asked of them, or just sent back to them; oldest first."""
    rows = HandOver.objects.filter(_waits_for(user.pk, now), team_id=user.team_id)
    return rows.select_related(*WITH_ITS_PEOPLE, "plan__loss").order_by("created_at", "pk")


def count_to_answer(now: datetime) -> Combinable:
    """How many of them there are, as a column of a query of users; empty for none."""
    waiting = HandOver.objects.filter(_waits_for(OuterRef("pk"), now)).order_by().values("team")
    return Subquery(waiting.annotate(count=Count("pk")).values("count"), output_field=IntegerField())


def asked_of(user: User) -> HandOverQuerySet:
    """What was offered to somebody or asked of them and has no answer yet; oldest first."""
    rows = HandOver.objects.filter(is_asked_of(user.pk), team_id=user.team_id)
    return rows.select_related(*WITH_ITS_PEOPLE).order_by("created_at", "pk")


def whom_something_is_asked(users: Iterable[UUID]) -> set[UUID]:
    """Who of these has such a thing to answer; one query for many."""
    wanted = set(users)
    rows = HandOver.objects.filter(
        Q(taker__in=wanted, state=Baton.OFFERED) | Q(giver__in=wanted, state=Baton.ASKED)
    )
    asked = rows.values_list("state", "taker", "giver").distinct()
    return {taker if state == Baton.OFFERED else giver for state, taker, giver in asked}


def is_asked_of(who: UUID | OuterRef) -> Q:
    """When a hand-over waits for an answer of somebody."""
    return Q(taker=who, state=Baton.OFFERED) | Q(giver=who, state=Baton.ASKED)


def sent_back_to(user: User, now: datetime) -> HandOverQuerySet:
    """What somebody gave that was just sent back; newest first."""
    rows = HandOver.objects.filter(_just_sent_back(user.pk, now), team_id=user.team_id)
    return rows.select_related(*WITH_ITS_PEOPLE, "plan__loss").order_by("-created_at", "pk")


def _waits_for(who: UUID | OuterRef, now: datetime) -> Q:
    return is_asked_of(who) | _just_sent_back(who, now)


def _just_sent_back(who: UUID | OuterRef, now: datetime) -> Q:
    """Lately, and nobody handed them over again since."""
    step = HandOverStep.objects.filter(hand_over=OuterRef("pk"), step=BatonStep.SENT_BACK)
    again = Q(created_at__gt=OuterRef("created_at")) | Q(state__in=BATON_RUNS)
    later = HandOver.objects.filter(again, prospect=OuterRef("prospect"))
    lately = Exists(step.filter(at__gte=now - SENT_BACK_FOR))
    return Q(giver=who, state=Baton.SENT_BACK) & Q(lately) & ~Q(Exists(later))
