"""When each person's next digest leaves: a row, not a timer."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from digests.schedule import Planned, Rhythm, Standing

RHYTHM_CHOICES = [(rhythm.value, rhythm.value) for rhythm in Rhythm]


class DigestSchedule(models.Model):
    """The next digest of one user (`next_at` null: none), the last one, and the wishes it follows from.

    The wishes are kept column by column so that one query finds everybody whose settings have changed since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_schedule"
    )
    next_at = models.DateTimeField(null=True, blank=True)
    next_day = models.DateField(null=True, blank=True)
    next_rhythm = models.CharField(max_length=6, choices=RHYTHM_CHOICES, blank=True)
    last_day = models.DateField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    looked_day = models.DateField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    digest_time = models.TimeField()
    digest_daily = models.BooleanField()
    digest_weekly = models.BooleanField()
    working_days = models.CharField(max_length=7)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="digest_next_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(next_at__isnull=True, next_day__isnull=True, next_rhythm="")
                | Q(next_at__isnull=False, next_day__isnull=False, next_rhythm__in=list(Rhythm)),
                name="digest_next_is_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True, last_at__isnull=True)
                | Q(last_day__isnull=False, last_at__isnull=False),
                name="digest_last_is_whole_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.next_rhythm} {self.next_at}"

    def planned(self) -> Planned | None:
        """The next digest."""
        if self.next_at is None or self.next_day is None:
            return None
        return Planned(self.next_day, self.next_at, Rhythm(self.next_rhythm))

    def standing(self) -> Standing:
        """What the pure rules need to know of this row."""
        return Standing(self.planned(), self.last_day, self.last_at, self.looked_day, self.looked_at)
