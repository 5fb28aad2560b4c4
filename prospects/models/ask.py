"""What was asked at the exit."""

import uuid
from typing import ClassVar

from django.db import models

from prospects import labels
from prospects.conversations import AskAnswer
from prospects.models.columns import AT_MOST_WORDS, WORDS_LENGTH
from prospects.models.loss import Loss


class ExitAsk(models.Model):
    """One thing asked at the exit, and the answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loss = models.ForeignKey(Loss, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=16, choices=list(labels.ASKS.items()))
    answer = models.CharField(max_length=10, choices=list(labels.ANSWERS.items()))
    # What they said to it: their feedback, what they may be asked for.
    words = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "kind"], name="ask_once_per_loss"),
            models.CheckConstraint(
                condition=models.Q(answer__in=[answer.value for answer in AskAnswer]),
                name="ask_answer_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer}"
