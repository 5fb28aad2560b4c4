"""Where prospects work."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from prospects.models.columns import NAME_LENGTH


class Organisation(models.Model):
    """Where prospects work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(_("organisation"), max_length=NAME_LENGTH)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("team", Lower("name"), name="organisation_once_per_team"),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
