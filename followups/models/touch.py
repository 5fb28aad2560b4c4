"""What happened between us and a person."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from followups import labels
from followups.kinds import TouchKind
from followups.models.plan import FollowUp, FollowUpPlan
from library.models import ValueItem
from prospects.models import (
    AT_MOST_WORDS,
    NAME_LENGTH,
    SUBMISSION_LENGTH,
    WORDS_LENGTH,
    Loss,
    Prospect,
)


class Touch(models.Model):
    """Something that happened between us: a call, mail, meeting, note; in or out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="touches")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="touches")
    plan = models.ForeignKey(
        FollowUpPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="touches"
    )
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, blank=True, related_name="touches"
    )
    loss = models.ForeignKey(Loss, on_delete=models.PROTECT, null=True, blank=True, related_name="touches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=list(labels.CHANNELS.items()))
    direction = models.CharField(max_length=3, choices=list(labels.DIRECTIONS.items()))
    is_two_way = models.BooleanField(default=False)
    happened_on = models.DateField()
    outcome = models.CharField(max_length=16, choices=list(labels.OUTCOMES.items()), blank=True)
    kind = models.CharField(
        max_length=8, choices=list(labels.TOUCH_KINDS.items()), default=TouchKind.PERSONAL
    )
    # What they got from the library with it.
    value_item = models.ForeignKey(
        ValueItem, on_delete=models.PROTECT, null=True, blank=True, related_name="touches"
    )
    # Why it matters to them; every outbound touch that is no reply says it.
    relevance = models.CharField(max_length=NAME_LENGTH, blank=True)
    # Why a person went against a contact rule.
    override_reason = models.CharField(max_length=NAME_LENGTH, blank=True)
    summary = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    # Approved and on its way by mail: it counts from now on, and has not reached them yet.
    is_queued = models.BooleanField(default=False)
    # Of the form it was typed into: sent twice, it is written once.
    submission = models.CharField(max_length=SUBMISSION_LENGTH, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "touches"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["prospect", "-happened_on"], name="touch_prospect_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["follow_up"], condition=Q(follow_up__isnull=False), name="one_touch_per_follow_up"
            ),
            models.UniqueConstraint(
                fields=["by", "submission"], condition=~Q(submission=""), name="touch_once_per_submission"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.happened_on.isoformat()}"
