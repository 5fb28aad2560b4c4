"""Plans, follow-ups, touches and hand-overs."""

from followups.models.erasure_notice import ErasureNotice
from followups.models.hand_over import HandOver, HandOverStep
from followups.models.plan import FollowUp, FollowUpPlan, FollowUpPlanQuerySet, FollowUpQuerySet
from followups.models.touch import Touch

__all__ = [
    "ErasureNotice",
    "FollowUp",
    "FollowUpPlan",
    "FollowUpPlanQuerySet",
    "FollowUpQuerySet",
    "HandOver",
    "HandOverStep",
    "Touch",
]
