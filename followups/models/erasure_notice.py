"""Whom nobody had to do with for a long time."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from prospects.models import Prospect


class ErasureNotice(models.Model):
    """Nobody had to do with a person for as long as the team keeps people: on `erase_on` they are erased.

    `kept_on`: somebody decided that they stay, and is asked again as much later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    prospect = models.OneToOneField(Prospect, on_delete=models.PROTECT, related_name="erasure_notice")
    erase_on = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["team", "erase_on"], name="erasure_team_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(erase_on__isnull=True, kept_on__isnull=False)
                | Q(erase_on__isnull=False, kept_on__isnull=True),
                name="erased_or_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"erased on {self.erase_on}" if self.erase_on else f"kept on {self.kept_on}"
