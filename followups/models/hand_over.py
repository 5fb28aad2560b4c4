"""The baton between sales and marketing."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team
from followups import labels
from followups.kinds import BATON_RUNS, Baton, BatonStep
from followups.models.plan import FollowUpPlan
from prospects.models import AT_MOST_WORDS, SUBMISSION_LENGTH, WORDS_LENGTH, Prospect
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Vocabulary for hand-overs."""

    def visible_to(self, user: "User") -> Self:
        """Those somebody gave or was given, and those of the people they may see."""
        own = Q(team_id=user.team_id) & (Q(giver_id=user.pk) | Q(taker_id=user.pk))
        return self.filter(own | visible(user, "prospect"))

    def running(self) -> Self:
        """Those that wait for an answer, or are in somebody's care."""
        return self.filter(state__in=BATON_RUNS)

    def in_care(self) -> Self:
        """Those somebody has taken over."""
        return self.filter(state=Baton.TAKEN)


class HandOver(models.Model):
    """A plan passed from sales to marketing for a while: what they were told, and when it comes back.

    The giver keeps the plan until it is taken. `returns_on` is the day it is back with the giver.
    """

    named_after = "prospect"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="hand_overs")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="hand_overs")
    plan = models.ForeignKey(FollowUpPlan, on_delete=models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hand_overs_given"
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hand_overs_taken"
    )
    state = models.CharField(max_length=9, choices=list(labels.BATONS.items()), default=Baton.OFFERED)
    returns_on = models.DateField()
    # What the giver says to the taker: what they were told, agreed to and were promised.
    note = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    # What goes to them, as agreed when it was given: channels joined by commas, every so many weeks.
    channels = models.CharField(max_length=60)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    # The day the first mail that names both left; until then no other mail leaves in the taker's care.
    introduced_on = models.DateField(null=True, blank=True)
    # Raised by every step: a page that shows an older one is stale.
    version = models.PositiveIntegerField(default=1)
    submission = models.CharField(max_length=SUBMISSION_LENGTH, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["taker", "returns_on"],
                condition=Q(state__in=[state.value for state in BATON_RUNS]),
                name="hand_over_taker_runs",
            ),
            models.Index(fields=["prospect", "-created_at"], name="hand_over_prospect_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[state.value for state in BATON_RUNS]),
                name="one_baton_per_plan",
            ),
            models.UniqueConstraint(
                fields=["giver", "submission"],
                condition=~Q(submission=""),
                name="hand_over_once_per_submission",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in Baton]), name="hand_over_state_known"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="hand_over_to_somebody_else"),
            models.CheckConstraint(condition=~Q(channels=""), name="hand_over_on_some_channel"),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.state} until {self.returns_on.isoformat()}"

    def get_absolute_url(self) -> str:
        """The hand-over's page."""
        return reverse("desk:hand_over", args=[self.pk])


class HandOverStep(models.Model):
    """One step on the baton's way, with what was said; `by` is nobody where the day or the buyer did it."""

    named_after = "hand_over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=list(labels.BATON_STEPS.items()))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hand_over", "at"], name="hand_over_step_way"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in BatonStep]), name="hand_over_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M:%S}"
