"""Addresses nobody of the team may write to any more."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from accounts.models import Team


class SuppressedAddress(models.Model):
    """An address, not a person: they may have a new one elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="suppressed_addresses")
    address = models.EmailField(max_length=254)
    since = models.DateField()
    why = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "address"], name="suppressed_once_per_team"),
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")), name="suppressed_address_lower"
            ),
        ]

    def __str__(self) -> str:
        return self.address
