"""The buyer's own words on what decided it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Team
from prospects import labels
from prospects.conversations import Decided
from prospects.models.columns import AT_MOST_WORDS, WORDS_LENGTH
from prospects.models.loss import Loss
from prospects.models.prospect import Prospect


class Feedback(models.Model):
    """What they answered to "what decided it for you?", once per no; stands beside what we noted.

    They may change it as long as the link lives.
    """

    named_after = "prospect"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="feedback")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="feedback")
    loss = models.OneToOneField(Loss, on_delete=models.PROTECT, related_name="feedback")
    decided = models.CharField(max_length=16, choices=list(labels.DECIDED.items()))
    # One thing we should have done differently.
    line = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(decided__in=[decided.value for decided in Decided]),
                name="feedback_decided_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided} {self.answered_at:%Y-%m-%d}"
