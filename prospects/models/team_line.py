"""A team's own exit lines, in place of ours."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import Team
from prospects import labels
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineLength
from prospects.models.columns import AT_MOST_WORDS, WORDS_LENGTH


class TeamLineQuerySet(models.QuerySet["TeamLine"]):
    """Vocabulary for lines."""

    def of_team(self, team_id: uuid.UUID) -> Self:
        """A team's own lines."""
        return self.filter(team_id=team_id)


class TeamLine(models.Model):
    """What a team says in one conversation, short or full, in one language; no row means our words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="exit_lines")
    conversation = models.CharField(max_length=24, choices=list(labels.CHIPS.items()))
    length = models.CharField(max_length=5, choices=[(code.value, code.value) for code in LineLength])
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TeamLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "conversation", "length", "language"], name="team_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(conversation__in=[kind.value for kind in ExitConversation]),
                name="team_line_conversation_known",
            ),
            models.CheckConstraint(
                condition=models.Q(length__in=[code.value for code in LineLength]),
                name="team_line_length_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") & ~models.Q(language=""), name="team_line_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation} {self.length} {self.language}"
