"""Reads what the long run asks for: the windows of active plans, and who is the least likely to answer."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, Value, When

from accounts.models import User
from followups.cadence import Span, span_after
from followups.capacity import Capacity, capacity_of
from followups.models import FollowUpPlan
from followups.rhythm import numbers_of
from followups.silence import Silence, span_in_silence
from prospects.conversations import ExitConversation, Likelihood

# More than any limit carries at our rhythm: counting on would change nothing.
MOST_PLANS = 5000
SILENT_DAYS = 180
_COLUMNS = (
    "loss__conversation", "cadence", "window_from", "window_to", "windows_used", "unanswered_check_ins",
)  # fmt: skip


def capacity_for(user: User, today: date) -> Capacity:
    """What the active plans of `user` ask for a working day; one query, over a bounded number of rows."""
    plans = FollowUpPlan.objects.active().filter(owner=user).order_by()
    found = Counter(plans.values_list(*_COLUMNS)[:MOST_PLANS])
    numbers = numbers_of(user.team)
    spans: Counter[Span] = Counter()
    for (conversation, own, first, last, used, unanswered), count in found.items():
        kind = ExitConversation(conversation) if conversation else None
        cadence = numbers.cadence_for(kind, own)
        span = (first, last) if first and last else span_after(cadence, used)
        spans[span_in_silence(span, Silence(used, 0, unanswered), kind)] += count
    return capacity_of(spans, user.calendar(), today, user.team.daily_limit)


_LIKELIHOOD = Case(
    When(loss__likelihood=Likelihood.LOW, then=Value(0)),
    When(loss__likelihood=Likelihood.FAIR, then=Value(2)),
    When(loss__likelihood=Likelihood.HIGH, then=Value(3)),
    default=Value(1),
    output_field=IntegerField(),
)


def least_likely_silent(user: User, today: date, most: int) -> list[FollowUpPlan]:
    """Whom a kind close would cost the least: silent, the least likely first, then the longest silent.

    Silent is whoever left a check-in with all its tries unanswered, or was not heard from in half a year.
    Somebody who raised a hand, or with an agreed day ahead, is not among them.
    """
    silent = Q(unanswered_check_ins__gte=1) | Q(last_two_way_on__lte=today - timedelta(days=SILENT_DAYS))
    plans = FollowUpPlan.objects.active().filter(silent, owner=user, is_hot=False)
    agreed = Q(follow_ups__status="open", follow_ups__is_agreed=True)
    plans = plans.exclude(agreed).select_related("prospect__organisation", "loss")
    return list(plans.order_by(_LIKELIHOOD, "-unanswered_check_ins", "last_two_way_on", "pk")[:most])
