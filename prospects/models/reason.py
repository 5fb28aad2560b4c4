"""The team's own labels for why."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from prospects import labels


class LossReasonQuerySet(models.QuerySet["LossReason"]):
    """Vocabulary for reasons."""

    def of_team(self, team_id: uuid.UUID) -> Self:
        """A team's reasons, in the order it gave them."""
        return self.filter(team_id=team_id).order_by("conversation", "position", "label")

    def offered(self) -> Self:
        """Those not archived."""
        return self.filter(archived_at__isnull=True)


class LossReason(models.Model):
    """The team's own label; each belongs to one exit conversation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="loss_reasons")
    conversation = models.CharField(max_length=24, choices=list(labels.CHIPS.items()))
    label = models.CharField(_("reason"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = LossReasonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "team",
                "conversation",
                Lower("label"),
                name="reason_once_per_conversation",
                violation_error_message=_("This conversation already has a reason of that name."),
            ),
            models.CheckConstraint(condition=~models.Q(label=""), name="reason_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.label
