"""The address of a row that became part of another."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Team
from prospects.models.prospect import Prospect


class MergedProspect(models.Model):
    """Two rows were one person: the row with this id is gone, everything of it stands with `into`.

    Its old address leads on, and what was once done to it stays in the story of the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="merged")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(id=models.F("into")), name="merged_into_another"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} is {self.into_id} now"
