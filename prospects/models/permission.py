"""What they agreed to receive: a history. The current state is derived from it, never stored twice."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Team
from prospects import labels
from prospects.conversations import PermissionChannel, PermissionSource, PermissionStrength
from prospects.models.columns import AT_MOST_WORDS, SUBMISSION_LENGTH, WORDS_LENGTH
from prospects.models.loss import Loss
from prospects.models.prospect import Prospect


class Permission(models.Model):
    """One channel granted or withdrawn: when, how, in which words, recorded by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="permissions")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="permissions")
    loss = models.ForeignKey(
        Loss, on_delete=models.PROTECT, null=True, blank=True, related_name="permissions"
    )
    channel = models.CharField(max_length=10, choices=list(labels.PERMISSION_CHANNELS.items()))
    is_granted = models.BooleanField()
    strength = models.CharField(
        max_length=9,
        choices=list(labels.PERMISSION_STRENGTHS.items()),
        default=PermissionStrength.SAID,
    )
    given_on = models.DateField()
    source = models.CharField(max_length=13, choices=list(labels.PERMISSION_SOURCES.items()))
    words = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    # Nobody, when they pressed a link of ours themselves.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Of the form it was typed into: sent twice, it is written once.
    submission = models.CharField(max_length=SUBMISSION_LENGTH, blank=True, editable=False)
    # Orders what was recorded in one instant.
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["prospect", "channel", "-created_at"], name="permission_current"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(channel__in=[channel.value for channel in PermissionChannel]),
                name="permission_channel_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=[source.value for source in PermissionSource]),
                name="permission_has_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(every_weeks__isnull=True) | models.Q(every_weeks__gte=1),
                name="permission_every_some_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {'granted' if self.is_granted else 'withdrawn'} {self.given_on.isoformat()}"
