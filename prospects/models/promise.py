"""What we said we would send or do."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Team
from prospects import labels
from prospects.conversations import PromiseState
from prospects.models.columns import NAME_LENGTH
from prospects.models.loss import Loss
from prospects.models.prospect import Prospect


class Promise(models.Model):
    """One promise: what, when if a day was named, how often if it was to repeat, and whether it was kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="promises")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="promises")
    loss = models.ForeignKey(Loss, on_delete=models.PROTECT, null=True, blank=True, related_name="promises")
    # The thing itself: "the two-page checklist".
    what = models.CharField(max_length=NAME_LENGTH)
    promised_for = models.DateField(null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(
        max_length=8, choices=list(labels.PROMISE_STATES.items()), default=PromiseState.OPEN
    )
    # The last day it was kept (or found not kept).
    settled_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(what=""), name="promise_says_what"),
            models.CheckConstraint(
                condition=models.Q(every_weeks__isnull=True) | models.Q(every_weeks__gte=1),
                name="promise_every_some_weeks",
            ),
        ]

    def __str__(self) -> str:
        return self.what
