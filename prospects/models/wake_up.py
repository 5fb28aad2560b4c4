"""What would have to happen for the door to open again."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import Team
from library.models import Topic
from prospects import labels
from prospects.conversations import WakeUpState
from prospects.models.columns import NAME_LENGTH
from prospects.models.loss import Loss
from prospects.models.prospect import Prospect
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User


class WakeUpQuerySet(models.QuerySet["WakeUp"]):
    """Vocabulary for wake-ups."""

    def visible_to(self, user: "User") -> Self:
        """The wake-ups of the people `user` may see."""
        return self.filter(visible(user, "prospect"))

    def waiting(self) -> Self:
        """Those still waited for without a day: somebody triggers them."""
        return self.filter(state=WakeUpState.WAITING, happens_on__isnull=True, notice_on__isnull=True)


class WakeUp(models.Model):
    """One condition; dated, it becomes a follow-up ahead of its day, undated, it waits for its topic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="wake_ups")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="wake_ups")
    loss = models.ForeignKey(Loss, on_delete=models.PROTECT, null=True, blank=True, related_name="wake_ups")
    kind = models.CharField(max_length=16, choices=list(labels.WAKE_UPS.items()))
    what = models.CharField(max_length=NAME_LENGTH, blank=True)
    happens_on = models.DateField(null=True, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    # What several people may wait for together ("single sign-on").
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="wake_ups")
    is_re_entry = models.BooleanField(default=False)
    state = models.CharField(
        max_length=9, choices=list(labels.WAKE_UP_STATES.items()), default=WakeUpState.WAITING
    )
    triggered_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WakeUpQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["team", "topic", "state"], name="wake_up_topic_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(models.Q(state=WakeUpState.TRIGGERED) & models.Q(triggered_on__isnull=False))
                | (~models.Q(state=WakeUpState.TRIGGERED) & models.Q(triggered_on__isnull=True)),
                name="wake_up_triggered_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}".strip()
