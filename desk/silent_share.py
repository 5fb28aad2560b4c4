"""How many people do not answer: what it says about the relationship, above the list of people."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import ngettext

from accounts.models import User
from followups.kinds import STANDING_KINDS, Status
from followups.models import FollowUp, FollowUpPlan

# Enough to see a share; never everybody's whole history.
MOST_PLANS = 2000


@dataclass(frozen=True)
class SilentShare:
    """Of one's own people in touch with: how many were tried or spoken to, how many did not answer last."""

    tried: int = 0
    silent: int = 0
    deciders_tried: int = 0
    deciders_silent: int = 0


def silent_share(user: User) -> SilentShare:
    """Counted over the user's own active plans, in one query."""
    done = FollowUp.objects.filter(plan=OuterRef("pk"), status=Status.DONE, kind__in=STANDING_KINDS)
    plans = FollowUpPlan.objects.active().filter(Q(unanswered_tries__gt=0) | Exists(done), owner=user)
    newest = plans.order_by("-created_at").values("pk")[:MOST_PLANS]
    silent, decides = Q(unanswered_tries__gt=0), Q(prospect__is_decision_maker=True)
    counts = FollowUpPlan.objects.filter(pk__in=newest).aggregate(
        tried=Count("pk"),
        silent=Count("pk", filter=silent),
        deciders_tried=Count("pk", filter=decides),
        deciders_silent=Count("pk", filter=silent & decides),
    )
    return SilentShare(**counts)


def silent_text(share: SilentShare) -> str:
    """The share in one or two sentences; empty as long as everybody answers."""
    if not share.silent:
        return ""
    text = ngettext(
        "%(silent)d of %(tried)d person did not answer the last time.",
        "%(silent)d of %(tried)d people did not answer the last time.",
        share.tried,
    ) % {"silent": share.silent, "tried": share.tried}
    if not share.deciders_silent:
        return text
    deciders = ngettext(
        "Of the decision makers %(silent)d of %(tried)d: a sign about the relationship.",
        "Of the decision makers %(silent)d of %(tried)d: a sign about the relationship.",
        share.deciders_tried,
    ) % {"silent": share.deciders_silent, "tried": share.deciders_tried}
    return f"{text} {deciders}"
