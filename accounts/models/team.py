"""Teams, with the numbers they agreed on."""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.columns import CADENCE_LENGTH, CURRENCY_LENGTH


class Team(models.Model):
    """People who work together, with the numbers they agreed on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("team name"), max_length=120)
    public_name = models.CharField(_("name that buyers see"), max_length=120, blank=True)
    # Stands at the end of every mail to a prospect.
    postal_address = models.CharField(_("postal address"), max_length=300, blank=True)
    currency = models.CharField(_("currency"), max_length=CURRENCY_LENGTH, default="EUR")
    daily_limit = models.PositiveSmallIntegerField(
        _("daily limit"), default=6, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    # Contact rules: days between two counted touches, how many in how many days, give before ask.
    days_apart = models.PositiveSmallIntegerField(
        _("days between two touches"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    most_touches = models.PositiveSmallIntegerField(
        _("touches at most"), default=4, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    within_days = models.PositiveSmallIntegerField(
        _("in so many days"), default=90, validators=[MinValueValidator(14), MaxValueValidator(365)]
    )
    helpful_before_pitch = models.PositiveSmallIntegerField(
        _("helpful touches before an offer"), default=2, validators=[MaxValueValidator(10)]
    )
    # Days ahead of, or after, what a plan waits for.
    value_item_day = models.PositiveSmallIntegerField(
        _("something useful after"), default=15, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    contract_lead_days = models.PositiveSmallIntegerField(
        _("ahead of a notice date"), default=90, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    budget_lead_days = models.PositiveSmallIntegerField(
        _("ahead of a budget year"), default=120, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    settled_after_days = models.PositiveSmallIntegerField(
        _("after a start"), default=30, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    # {exit conversation: day} where the team prefers another than ours.
    preferred_days = models.JSONField(default=dict, blank=True)
    # How check-ins ease off: of the team ("" is ours), and {exit conversation: cadence} where it differs.
    cadence = models.CharField(max_length=CADENCE_LENGTH, blank=True)
    cadences = models.JSONField(default=dict, blank=True)
    # Whom nobody had to do with for so many months is erased; None: nobody ever is by itself.
    erase_after_months = models.PositiveSmallIntegerField(
        _("erase after months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(12), MaxValueValidator(120)],
    )
    # Those who bought as well.
    erase_buyers_too = models.BooleanField(_("people who bought, too"), default=False)
    # ISO codes, joined by commas: every mail of the app there needs a permission in writing.
    strict_countries = models.CharField(
        _("countries with strict rules"), max_length=200, default="DE,AT", blank=True
    )
    # Links in mails to prospects lead over a page of ours that notes that they were opened.
    counts_opens = models.BooleanField(_("note when a link is opened"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(daily_limit__gte=1), name="team_daily_limit_positive"),
            models.CheckConstraint(
                condition=models.Q(days_apart__gte=1, most_touches__gte=1, within_days__gte=14),
                name="team_contact_rules_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name
