"""What a team decided to change after a quarter."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from prospects.models import NAME_LENGTH

MOST_DECISIONS = 3


class QuarterDecision(models.Model):
    """One of the three things a team changes, who sees to it until when, and whether it was kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="quarter_decisions")
    # The first day of the quarter that was looked at.
    quarter_from = models.DateField()
    position = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DECISIONS)]
    )
    what = models.CharField(_("what we change"), max_length=NAME_LENGTH)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("until"))
    # None: nobody has said yet.
    was_kept = models.BooleanField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "quarter_from", "position"], name="three_decisions_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_DECISIONS), name="decision_is_one_of_three"
            ),
            models.CheckConstraint(
                # Not as a list: Django cannot read a table of SQLite back that has one of single figures.
                condition=Q(quarter_from__day=1)
                & (
                    Q(quarter_from__month=1)
                    | Q(quarter_from__month=4)
                    | Q(quarter_from__month=7)
                    | Q(quarter_from__month=10)
                ),
                name="decision_quarter_begins_on_its_first_day",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="decision_says_what"),
        ]

    def __str__(self) -> str:
        return self.what
