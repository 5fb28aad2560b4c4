"""The facts: organisations, people, deals, reasons, and each "no" as it was told."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import CURRENCY_LENGTH, Team
from prospects import labels
from prospects.conversations import (
    AskAnswer,
    AskKind,
    DealStatus,
    ExitConversation,
    GoodDeal,
    Manner,
    ToldBy,
)
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User

NAME_LENGTH = 200
WORDS_LENGTH = 4000
SUBMISSION_LENGTH = 64
# On a TextField, max_length alone binds forms only.
AT_MOST_WORDS = [MaxLengthValidator(WORDS_LENGTH)]


class InvalidTransition(ValueError):
    """The deal can't go there from where it stands."""


class Organisation(models.Model):
    """Where prospects work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(_("organisation"), max_length=NAME_LENGTH)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("team", Lower("name"), name="organisation_once_per_team"),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ProspectQuerySet(models.QuerySet["Prospect"]):
    """Vocabulary for people."""

    def visible_to(self, user: "User") -> Self:
        """The people `user` may see."""
        return self.filter(visible(user))

    def of_address(self, team_id: uuid.UUID, address: str) -> Self:
        """Every row of a team with a (normalised) address, seen or not; none for an empty one."""
        return self.filter(team_id=team_id, email=address) if address else self.none()


class Prospect(models.Model):
    """A person who said no."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="prospects")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="prospects")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="prospects"
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    # A different name given later with the same address; shown as a hint, never taken over silently.
    also_called = models.CharField(max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    title = models.CharField(_("role"), max_length=120, blank=True)
    is_decision_maker = models.BooleanField(_("decision maker"), default=False)
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

    def get_absolute_url(self) -> str:
        """The prospect's page."""
        return reverse("desk:prospect", args=[self.pk])


class DealQuerySet(models.QuerySet["Deal"]):
    """Vocabulary for deals."""

    def visible_to(self, user: "User") -> Self:
        """The deals of the people `user` may see."""
        return self.filter(visible(user, "prospect"))


class Deal(models.Model):
    """What was offered, with a value."""

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


class LossReasonQuerySet(models.QuerySet["LossReason"]):
    """Vocabulary for reasons."""

    def of_team(self, team_id: uuid.UUID) -> Self:
        """A team's reasons, in the order it gave them."""
        return self.filter(team_id=team_id).order_by("conversation", "position", "label")

    def offered(self) -> Self:
        """Those not archived."""
        return self.filter(archived_at__isnull=True)


class LossReason(models.Model):
    """The team's own label; each belongs to one exit conversation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="loss_reasons")
    conversation = models.CharField(max_length=24, choices=list(labels.CHIPS.items()))
    label = models.CharField(_("reason"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = LossReasonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "team",
                "conversation",
                Lower("label"),
                name="reason_once_per_conversation",
                violation_error_message=_("This conversation already has a reason of that name."),
            ),
            models.CheckConstraint(condition=~models.Q(label=""), name="reason_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.label


class LossQuerySet(models.QuerySet["Loss"]):
    """Vocabulary for noes."""

    def visible_to(self, user: "User") -> Self:
        """The noes of the people `user` may see."""
        return self.filter(visible(user, "prospect"))


class Loss(models.Model):
    """One "no": this deal was declined on this day, for this reason, in these words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="losses")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="losses")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="losses")
    conversation = models.CharField(max_length=24, choices=list(labels.CHIPS.items()))
    reason = models.ForeignKey(
        LossReason, on_delete=models.PROTECT, null=True, blank=True, related_name="losses"
    )
    said_on = models.DateField(_("said on"))
    in_their_words = models.TextField(
        _("in their words"), max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True
    )
    told_by = models.CharField(max_length=8, choices=list(labels.TOLD_BY.items()), blank=True)
    by_decision_maker = models.BooleanField(default=False)
    offer_made = models.BooleanField(default=True)
    good_deal = models.CharField(
        max_length=6, choices=list(labels.GOOD_DEAL.items()), default=GoodDeal.UNSURE
    )
    next_contact_on = models.DateField(null=True, blank=True)
    next_contact_manner = models.CharField(max_length=8, choices=list(labels.MANNERS.items()), blank=True)
    notes = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    submission = models.CharField(max_length=SUBMISSION_LENGTH, blank=True, editable=False)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_on = models.DateField()
    logged_at = models.DateTimeField()

    objects = LossQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "losses"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["prospect", "-said_on"], name="loss_prospect_said"),
            models.Index(fields=["team", "logged_at"], name="loss_team_logged"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["logged_by", "submission"],
                condition=~models.Q(submission=""),
                name="loss_once_per_submission",
            ),
            models.CheckConstraint(
                condition=models.Q(said_on__lte=models.F("logged_on")), name="loss_not_in_the_future"
            ),
            models.CheckConstraint(
                condition=models.Q(conversation__in=[kind.value for kind in ExitConversation]),
                name="loss_conversation_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation} {self.said_on.isoformat()}"

    def conversation_label(self) -> str:
        """The chip's words."""
        return str(labels.CHIPS[ExitConversation(self.conversation)])

    def told_by_label(self) -> str:
        """How it reached us, in words; empty when not said."""
        return str(labels.TOLD_BY[ToldBy(self.told_by)]) if self.told_by else ""

    def manner(self) -> Manner | None:
        """How the agreed next contact is to happen."""
        return Manner(self.next_contact_manner) if self.next_contact_manner else None


class ExitAsk(models.Model):
    """One thing asked at the exit, and the answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loss = models.ForeignKey(Loss, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AskKind])
    answer = models.CharField(max_length=10, choices=list(labels.ANSWERS.items()))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "kind"], name="ask_once_per_loss"),
            models.CheckConstraint(
                condition=models.Q(answer__in=[answer.value for answer in AskAnswer]),
                name="ask_answer_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer}"
