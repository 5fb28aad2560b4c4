"""Topics: what people care about, and what there is to send about it."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Team

TOPIC_LENGTH = 80


class TopicQuerySet(models.QuerySet["Topic"]):
    """Vocabulary for topics."""

    def of_team(self, team_id: uuid.UUID) -> Self:
        """A team's topics by name."""
        return self.filter(team_id=team_id).order_by("name", "pk")


class Topic(models.Model):
    """A goal, challenge or interest; joins prospects and value items."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("topic"), max_length=TOPIC_LENGTH)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("team", Lower("name"), name="topic_once_per_team"),
            models.CheckConstraint(condition=~models.Q(name=""), name="topic_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
