"""Mail rows, addresses not written to, heartbeats, troubles, the breaker, and who may mail from here."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.states import MOST_TRANSMISSIONS, MOVING, Reason, State

STATE_LABELS = {
    State.PENDING: _("waiting"),
    State.SENDING: _("on its way"),
    State.SENT: _("sent"),
    State.FAILED: _("not delivered"),
    State.UNKNOWN: _("may not have arrived"),
    State.HELD: _("held for you"),
    State.SUPERSEDED: _("replaced by a newer one"),
    State.DROPPED: _("not needed any more"),
    State.SUPPRESSED: _("not written to"),
}
STATE_CHOICES = [(state.value, label) for state, label in STATE_LABELS.items()]


class Delivery(models.Model):
    """One mail to one person, sent at most once per kind and period; the row is its whole story.

    `next_attempt_at` is when somebody should look at the row next: for a waiting one its next try,
    for one on its way the end of its lease. `copies_allowed` is what a person decided about a held mail;
    0: nobody did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="mail_owned"
    )
    address = models.EmailField(max_length=254)
    period_key = models.CharField(max_length=80)
    context = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=STATE_CHOICES, default=State.PENDING.value)
    due_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)
    transmissions = models.PositiveSmallIntegerField(default=0)
    copies_allowed = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=[state.value for state in MOVING]),
                name="delivery_still_moving",
            ),
            models.Index(fields=["owner"], condition=Q(state=State.HELD.value), name="delivery_held"),
            models.Index(fields=["recipient", "-due_at"], name="delivery_recipient_due"),
            models.Index(fields=["owner", "-due_at"], name="delivery_owner_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "recipient", "period_key"], name="delivery_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT.value) | Q(sent_at__isnull=False),
                name="delivery_sent_has_sent_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING.value) | Q(lease_until__isnull=False, claim__isnull=False),
                name="delivery_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(transmissions__gte=0, transmissions__lte=MOST_TRANSMISSIONS),
                name="delivery_two_copies_at_most",
            ),
            models.CheckConstraint(
                condition=Q(copies_allowed__gte=0, copies_allowed__lte=MOST_TRANSMISSIONS),
                name="delivery_two_copies_allowed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(period_key="") & ~Q(address=""),
                name="delivery_says_what_and_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_key} ({self.state})"


class Heartbeat(models.Model):
    """When a process last did its work; one row per process name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} {self.at:%Y-%m-%d %H:%M:%S}"


class Trouble(models.Model):
    """A part of the work that goes on by itself and did not go through the last `turns` times in a row.

    The row is there while it lasts. `people`: how many it failed for the last time; 0: the part as a whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    turns = models.PositiveIntegerField(default=1)
    people = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.part} since {self.since:%Y-%m-%d %H:%M:%S}"


class Breaker(models.Model):
    """Whether the mail server lets us in; one row per way out, made when it first does not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=20, unique=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(failures=0) | Q(open_until__isnull=False), name="breaker_open_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.failures}"


class Suppression(models.Model):
    """An address that is not written to, as a hash: it can stay when the person is erased.

    `source` is the mail it came of, `said` what the mail server said to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=[(reason.value, reason.value) for reason in Reason])
    since = models.DateTimeField()
    said = models.CharField(max_length=500, blank=True)
    source = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["address_hash", "reason"], name="suppressed_once_per_reason"),
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in Reason]), name="suppression_reason_known"
            ),
            models.CheckConstraint(condition=~Q(address_hash=""), name="suppression_names_its_address"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} since {self.since:%Y-%m-%d}"


class Arming(models.Model):
    """Which installation may mail from this database; an empty mark: none, until somebody arms it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=20, unique=True)
    mark = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} {'armed' if self.mark else 'disarmed'} {self.at:%Y-%m-%d %H:%M:%S}"
