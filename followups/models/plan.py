"""Plans and their follow-ups: the heart. When something is due is a column."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import CADENCE_LENGTH, Team
from followups import labels
from followups.kinds import STANDING_KINDS, EndedWhy, Kind, PlanStatus, Status
from library.models import ValueItem
from prospects.conversations import ExitConversation
from prospects.models import (
    AT_MOST_WORDS,
    WORDS_LENGTH,
    Loss,
    Promise,
    Prospect,
    WakeUp,
)
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User


class FollowUpPlanQuerySet(models.QuerySet["FollowUpPlan"]):
    """Vocabulary for plans."""

    def visible_to(self, user: "User") -> Self:
        """The plans of the people `user` may see."""
        return self.filter(visible(user, "prospect"))

    def active(self) -> Self:
        """Those that still plan."""
        return self.filter(status=PlanStatus.ACTIVE)

    def without_next_step(self) -> Self:
        """Active plans that lack their open check-in or agreed meeting: reconcile heals them."""
        standing = FollowUp.objects.filter(
            plan=models.OuterRef("pk"), status=Status.OPEN, kind__in=STANDING_KINDS
        )
        return self.active().filter(~models.Exists(standing))


class FollowUpPlan(models.Model):
    """The follow-up plan of one person; carries their noes."""

    named_after = "prospect"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="plans")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="plans")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plans")
    # The newest no decides conversation and preferred day. None: somebody we keep in touch with without one.
    loss = models.ForeignKey(Loss, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    # A keep-in-touch window of their own, in days from the last two-way contact; both or neither.
    window_from = models.PositiveSmallIntegerField(null=True, blank=True)
    window_to = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=list(labels.PLAN_STATUS.items()))
    ended_why = models.CharField(max_length=12, choices=list(labels.ENDED_WHY.items()), blank=True)
    ended_on = models.DateField(null=True, blank=True)
    last_two_way_on = models.DateField()
    is_hot = models.BooleanField(default=False)
    # A cadence of their own; "" is that of the kind of no, or of the team.
    cadence = models.CharField(max_length=CADENCE_LENGTH, blank=True)
    # Windows used up since the last two-way contact: check-ins completed or skipped, retries apart.
    windows_used = models.PositiveSmallIntegerField(default=0)
    # Unanswered in a row since the last two-way contact: single tries, and check-ins with all of theirs.
    unanswered_tries = models.PositiveSmallIntegerField(default=0)
    unanswered_check_ins = models.PositiveSmallIntegerField(default=0)
    # Long silent, and somebody chose to stay in touch all the same: asked again so much later.
    kept_on = models.DateField(null=True, blank=True)
    # Useful things go out by themselves, as often as they agreed to.
    is_automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowUpPlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["prospect"],
                condition=Q(status=PlanStatus.ACTIVE),
                name="one_active_plan_per_prospect",
            ),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.ACTIVE, ended_why="", ended_on__isnull=True)
                | Q(
                    status=PlanStatus.ENDED,
                    ended_why__in=[why.value for why in EndedWhy],
                    ended_on__isnull=False,
                ),
                name="an_ended_plan_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True, window_to__isnull=True)
                | Q(window_from__gte=1, window_to__gt=F("window_from"), window_to__lte=730),
                name="plan_window_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(loss__isnull=False) | Q(window_from__isnull=False),
                name="plan_has_a_no_or_a_window",
            ),
        ]

    def __str__(self) -> str:
        return f"plan for {self.prospect_id}: {self.status}"

    def conversation(self) -> ExitConversation | None:
        """The exit conversation of the newest no; None without one."""
        return ExitConversation(self.loss.conversation) if self.loss else None


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Vocabulary for follow-ups."""

    def visible_to(self, user: "User") -> Self:
        """The follow-ups of the people `user` may see, and what they did themselves: it can be taken back.

        A debrief is its author's own: to everybody else it does not exist.
        """
        own = Q(team_id=user.team_id, owner_id=user.pk)
        return self.filter(own | visible(user, "prospect") & ~Q(kind=Kind.DEBRIEF))

    def open(self) -> Self:
        """Those somebody still has to act on."""
        return self.filter(status=Status.OPEN)

    def standing(self) -> Self:
        """Check-ins and agreed meetings."""
        return self.filter(kind__in=STANDING_KINDS)

    def owned_by(self, user: "User") -> Self:
        """Those one person has to do."""
        return self.filter(owner_id=user.pk)


class FollowUp(models.Model):
    """One dated thing to do."""

    Kind = Kind
    Status = Status

    named_after = "prospect"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="follow_ups")
    plan = models.ForeignKey(FollowUpPlan, on_delete=models.PROTECT, related_name="follow_ups")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="follow_ups")
    loss = models.ForeignKey(Loss, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=16, choices=list(labels.KINDS.items()))
    status = models.CharField(max_length=9, choices=list(labels.STATUS.items()), default=Status.OPEN)
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    manner = models.CharField(max_length=8, blank=True)
    is_agreed = models.BooleanField(default=False)
    promise = models.ForeignKey(
        Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    wake_up = models.ForeignKey(
        WakeUp, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    # Whom to contact, of a referral; it belongs to the plan of whoever named them.
    referred = models.ForeignKey(
        Prospect, on_delete=models.PROTECT, null=True, blank=True, related_name="introductions"
    )
    # What of the library is to be sent, of something useful, once somebody chose it.
    value_item = models.ForeignKey(
        ValueItem, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    # How many unanswered tries of this check-in came before this row.
    tries = models.PositiveSmallIntegerField(default=0)
    # How often it was put off; the third time asks for a real date.
    snoozes = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=16, choices=list(labels.OUTCOMES.items()), blank=True)
    note = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Raised by every act: a page or a mailed link that shows an older one is stale.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["owner", "due_on", "id"], condition=Q(status=Status.OPEN), name="followup_open_due"
            ),
            models.Index(fields=["prospect", "due_on"], name="followup_prospect_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status=Status.OPEN, kind__in=[kind.value for kind in STANDING_KINDS]),
                name="one_open_check_in_or_meeting_per_plan",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("closes_on")),
                name="opens_before_due_before_closes",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.OPEN, closed_at__isnull=True)
                | (~Q(status=Status.OPEN) & Q(closed_at__isnull=False)),
                name="closed_means_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="followup_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.PROMISE) | Q(promise__isnull=False), name="promise_row_has_its_promise"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.WAKE_UP) | Q(wake_up__isnull=False), name="wake_up_row_has_its_wake_up"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.VALUE_ITEM) | Q(value_item__isnull=True),
                name="only_something_useful_has_an_item",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.REFERRAL) | Q(referred__isnull=False),
                name="referral_row_names_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on.isoformat()} ({self.status})"

    def get_absolute_url(self) -> str:
        """The follow-up's page."""
        return reverse("desk:followup", args=[self.pk])

    def is_debrief_of_another(self, user: "User") -> bool:
        """Whether it is what somebody else noted to themselves."""
        return self.kind == Kind.DEBRIEF and self.owner_id != user.pk

    def is_open(self) -> bool:
        """Whether somebody still has to act on it."""
        return self.status == Status.OPEN

    def has_window(self) -> bool:
        """Whether it may be done on more than one day."""
        return self.opens_on != self.closes_on
