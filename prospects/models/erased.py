"""What is left of somebody who was erased: a mark of their address, so that nobody mails them again."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import Team

MARK_LENGTH = 64


class ErasedAddress(models.Model):
    """The hash of an address (outbox.suppression.mark_of) whose owner was erased from this team.

    A later no, import or row with that address finds it: they asked not to be written to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="erased_addresses")
    mark = models.CharField(max_length=MARK_LENGTH)
    since = models.DateField()

    class Meta:
        verbose_name_plural = "erased addresses"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "mark"], name="erased_once_per_team"),
            models.CheckConstraint(condition=~models.Q(mark=""), name="erased_address_has_a_mark"),
        ]

    def __str__(self) -> str:
        return f"erased {self.since.isoformat()}"
