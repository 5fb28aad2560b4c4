"""What matters to a person."""

import uuid
from typing import ClassVar

from django.db import models

from library.models import Topic
from prospects import labels
from prospects.conversations import TopicKind
from prospects.models.prospect import Prospect


class ProspectTopic(models.Model):
    """A topic that is a goal, a challenge or an interest of somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="prospects")
    kind = models.CharField(max_length=9, choices=list(labels.TOPIC_KINDS.items()), default=TopicKind.GOAL)
    # They unticked it on their own page: nothing about it is sent any more.
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["prospect", "topic"], name="topic_once_per_prospect"),
        ]

    def __str__(self) -> str:
        return f"{self.prospect_id}: {self.topic_id}"
