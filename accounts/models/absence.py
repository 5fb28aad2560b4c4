"""Days on which somebody does not work."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.prepared import prepared


class Absence(models.Model):
    """Days on which somebody does not work, both included, and what happens to what falls into them."""

    class Then(models.TextChoices):
        MOVE = "move", _("Move what falls into it")
        HAND_OVER = "hand_over", _("A colleague looks after it")

    named_after = "user"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    then = models.CharField(max_length=9, choices=Then.choices, default=Then.MOVE)
    # Who looks after what falls into it; only of a hand-over.
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "first_on"], name="absence_user_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="absence_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(then="move", stand_in__isnull=True)
                | models.Q(then="hand_over", stand_in__isnull=False),
                name="absence_names_its_stand_in",
            ),
        ]

    def __str__(self) -> str:
        return f"away {self.first_on.isoformat()} to {self.last_on.isoformat()}"


@prepared
def days_away_of(user_id: uuid.UUID) -> "models.QuerySet[Absence, tuple[date, date]]":
    """The first and last days of each absence of a user."""
    return Absence.objects.filter(user=user_id).values_list("first_on", "last_on")
