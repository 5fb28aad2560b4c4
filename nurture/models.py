"""Something of the library on its way to a prospect by mail of the app."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from common.tokens import new_token
from followups.models import FollowUp, HandOver, Touch
from library.models import ValueItem
from nurture import labels
from nurture.kinds import SENDING_RUNS, SendingState
from outbox.models import Delivery
from prospects.models import AT_MOST_WORDS, NAME_LENGTH, WORDS_LENGTH, Prospect
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User

LINK_KEY_LENGTH = 32


class SendingQuerySet(models.QuerySet["Sending"]):
    """Vocabulary for sendings."""

    def visible_to(self, user: "User") -> Self:
        """Those of the people `user` may see, and those they decide on."""
        return self.filter(Q(team_id=user.team_id, owner_id=user.pk) | visible(user, "prospect"))

    def waiting_for(self, user: "User") -> Self:
        """Those that wait for somebody's glance."""
        return self.filter(owner_id=user.pk, state=SendingState.PROPOSED)


class Sending(models.Model):
    """One item of the library for one prospect, once: proposed, approved, sent by the app.

    `owner` decides on it and gets the answers: whoever holds the plan. Mail and touch are made when it is
    approved.
    """

    named_after = "prospect"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="sendings")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="sendings")
    item = models.ForeignKey(ValueItem, on_delete=models.PROTECT, related_name="sendings")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sendings")
    state = models.CharField(max_length=8, choices=list(labels.SENDING_STATES.items()))
    # The "something useful" of their plan it is sent for, if it is one.
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, blank=True, related_name="sendings"
    )
    # The hand-over whose first mail this is: it names both.
    introduces = models.ForeignKey(
        HandOver, on_delete=models.PROTECT, null=True, blank=True, related_name="sendings"
    )
    touch = models.OneToOneField(
        Touch, on_delete=models.PROTECT, null=True, blank=True, related_name="sending"
    )
    delivery = models.OneToOneField(
        Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="sending"
    )
    # Nobody had to look at it: they agreed to get something every so many weeks.
    is_automatic = models.BooleanField(default=False)
    # Why it matters to them, in one line, and the words around it.
    relevance = models.CharField(max_length=NAME_LENGTH, blank=True)
    subject = models.CharField(max_length=NAME_LENGTH, blank=True)
    words = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Why it did not leave.
    reason = models.CharField(max_length=NAME_LENGTH, blank=True)
    # Stands in the link of the mail, where the team notes that links are opened.
    link_key = models.CharField(max_length=LINK_KEY_LENGTH, unique=True, default=new_token, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    # Raised by every act: a page that shows an older one is stale.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SendingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["owner", "created_at"],
                condition=Q(state=SendingState.PROPOSED.value),
                name="sending_waits",
            ),
            models.Index(fields=["item"], name="sending_item"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["prospect", "item"], name="an_item_once_per_prospect"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SendingState]), name="sending_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=SendingState.SENT.value) | Q(sent_at__isnull=False),
                name="a_sent_sending_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SendingState.APPROVED.value, SendingState.SENT.value])
                | Q(touch__isnull=False),
                name="an_approved_sending_has_its_touch",
            ),
        ]

    def __str__(self) -> str:
        return f"sending {self.state}"

    def is_running(self) -> bool:
        """Whether it waits or is on its way."""
        return self.state in SENDING_RUNS
