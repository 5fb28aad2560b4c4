"""The people."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, validate_zone
from prospects import labels
from prospects.cards import Card, columns
from prospects.models.columns import AT_MOST_WORDS, NAME_LENGTH, SHORT_LENGTH, WORDS_LENGTH
from prospects.models.organisation import Organisation
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User


class ProspectQuerySet(models.QuerySet["Prospect"]):
    """Vocabulary for people."""

    def visible_to(self, user: "User") -> Self:
        """The people `user` may see."""
        return self.filter(visible(user))

    def of_address(self, team_id: uuid.UUID, address: str) -> Self:
        """Every row of a team with a (normalised) address, seen or not; none for an empty one."""
        return self.filter(team_id=team_id, email=address) if address else self.none()


class Prospect(models.Model):
    """A person who said no, was named by one who did, or matters to us without a no."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="prospects")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="prospects")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="prospects"
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    # Nobody has told us yet who it is: the name stands for somebody at the organisation.
    is_unnamed = models.BooleanField(default=False, editable=False)
    # A different name given later with the same address; shown as a hint, never taken over silently.
    also_called = models.CharField(max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    title = models.CharField(_("role"), max_length=SHORT_LENGTH, blank=True)
    is_decision_maker = models.BooleanField(_("decision maker"), default=False)
    relation = models.CharField(max_length=10, choices=list(labels.RELATIONS.items()), blank=True)
    # Whoever named them to us; said at first contact.
    referred_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="referred"
    )
    # Whose chair they took when that person left the company.
    succeeds = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    form_of_address = models.CharField(_("how you address them"), max_length=60, blank=True)
    postal_address = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_zone])
    personal_cues = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    wanted_from_our_time = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    learned = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    pace = models.CharField(max_length=4, choices=list(labels.PACES.items()), blank=True)
    priority = models.CharField(max_length=12, choices=list(labels.PRIORITIES.items()), blank=True)
    is_reference = models.BooleanField(default=False)
    reference_for = models.CharField(max_length=NAME_LENGTH, blank=True)
    # They want to hear nothing before this day.
    paused_until = models.DateField(null=True, blank=True, editable=False)
    asked_to_stop_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProspectQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["team", "email"], name="prospect_team_email"),
            models.Index(fields=["owner", "name", "id"], name="prospect_owner_name"),
            models.Index(fields=["team", "name", "id"], name="prospect_team_name"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(name=""), name="prospect_has_a_name"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="prospect_email_lower"),
        ]

    def __str__(self) -> str:
        return self.name

    def called(self) -> str:
        """The name to speak to them by; empty while nobody has told us who it is."""
        return "" if self.is_unnamed else self.name

    def get_absolute_url(self) -> str:
        """The prospect's page."""
        return reverse("desk:prospect", args=[self.pk])

    def as_card(self) -> Card:
        """What is known of them by the columns an address book may fill."""
        own = {column: getattr(self, column) for column in columns() if column != "organisation"}
        return Card(**own, organisation=self.organisation.name if self.organisation else "")
