"""What was offered."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import CURRENCY_LENGTH, Team
from prospects import labels
from prospects.conversations import DealStatus
from prospects.models.columns import AT_MOST_WORDS, NAME_LENGTH, WORDS_LENGTH
from prospects.models.prospect import Prospect
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User


class InvalidTransition(ValueError):
    """The deal can't go there from where it stands."""


class DealQuerySet(models.QuerySet["Deal"]):
    """Vocabulary for deals."""

    def visible_to(self, user: "User") -> Self:
        """The deals of the people `user` may see."""
        return self.filter(visible(user, "prospect"))


class Deal(models.Model):
    """What was offered, with a value."""

    named_after = "prospect"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="deals")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="deals")
    title = models.CharField(_("what was offered"), max_length=NAME_LENGTH)
    value = models.DecimalField(
        _("value"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=CURRENCY_LENGTH)
    status = models.CharField(
        max_length=10, choices=list(labels.DEAL_STATUS.items()), default=DealStatus.OPEN
    )
    grew_out_of = models.ForeignKey(
        "Loss", on_delete=models.PROTECT, null=True, blank=True, related_name="grown_deals"
    )
    why_yes = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_tender = models.BooleanField(_("a tender"), default=False)
    # Quiet until this day: an award that isn't final yet is not ours to talk about.
    award_on = models.DateField(null=True, blank=True)
    debrief_by = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DealQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(title=""), name="deal_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__gte=0),
                name="deal_value_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in DealStatus]),
                name="deal_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The deal's page."""
        return reverse("desk:deal", args=[self.pk])

    def check_can_be_declined(self) -> None:
        """Raises InvalidTransition unless the deal is open; a declined one is reopened first."""
        if self.status != DealStatus.OPEN:
            raise InvalidTransition(self.status)

    def check_can_come_back(self) -> None:
        """Raises InvalidTransition unless the deal was declined or let go."""
        if self.status not in {DealStatus.LOST, DealStatus.LET_GO}:
            raise InvalidTransition(self.status)
