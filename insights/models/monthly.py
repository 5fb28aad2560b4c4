"""When each person's letter of the month leaves: a row, not a timer."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class MonthlySchedule(models.Model):
    """The next "what your noes taught you" of one user: which month it is about, and when it leaves.

    The wishes it follows from are kept beside it, so that one query finds whose have changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="monthly_schedule"
    )
    # The first day of the month the next one is about.
    next_month = models.DateField()
    next_at = models.DateTimeField()
    # Of the last one that was planned.
    last_month = models.DateField(null=True, blank=True)
    planned_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    digest_time = models.TimeField()
    working_days = models.CharField(max_length=7)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["next_at"], name="monthly_next_at")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__lt=models.F("next_month")),
                name="monthly_never_twice_for_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.next_month:%Y-%m} {self.next_at}"
