"""Each "no" as it was told, with what lay behind it."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from prospects import labels
from prospects.conversations import ExitConversation, GoodDeal, Manner, ToldBy
from prospects.models.columns import (
    AT_MOST_WORDS,
    NAME_LENGTH,
    SHORT_LENGTH,
    SUBMISSION_LENGTH,
    WORDS_LENGTH,
)
from prospects.models.deal import Deal
from prospects.models.prospect import Prospect
from prospects.models.reason import LossReason
from prospects.visibility import visible

if TYPE_CHECKING:
    from accounts.models import User


class LossQuerySet(models.QuerySet["Loss"]):
    """Vocabulary for noes."""

    def visible_to(self, user: "User") -> Self:
        """The noes of the people `user` may see."""
        return self.filter(visible(user, "prospect"))


class Loss(models.Model):
    """One "no": this deal was declined on this day, for this reason, in these words."""

    named_after = "prospect"

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
    # A colleague they told, when it was not whoever wrote it down.
    told_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    delegated_to = models.CharField(max_length=NAME_LENGTH, blank=True)
    stage = models.CharField(max_length=SHORT_LENGTH, blank=True)
    source = models.CharField(max_length=SHORT_LENGTH, blank=True)
    offer_made = models.BooleanField(default=True)
    good_deal = models.CharField(
        max_length=6, choices=list(labels.GOOD_DEAL.items()), default=GoodDeal.UNSURE
    )
    likelihood = models.CharField(max_length=4, choices=list(labels.LIKELIHOODS.items()), blank=True)
    right_but_early = models.BooleanField(default=False)
    needs = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    timing = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    budget = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    # How they put the next contact ("after the summer"), beside the day it was read as.
    next_contact_words = models.CharField(max_length=NAME_LENGTH, blank=True)
    next_contact_on = models.DateField(null=True, blank=True)
    next_contact_manner = models.CharField(max_length=8, choices=list(labels.MANNERS.items()), blank=True)
    # Evidence of what was agreed: the confirmation as it was sent.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmation = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    notes = models.TextField(max_length=WORDS_LENGTH, validators=AT_MOST_WORDS, blank=True)
    # Its deal was opened again and declined again: the later no is the one that may come back.
    declined_again = models.BooleanField(default=False, editable=False)
    # The day its deal, or the first that grew out of it, became a yes (docs/decisions/0035).
    came_back_on = models.DateField(null=True, blank=True, editable=False)
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
            # All that figures are counted from, so that counting a team's noes reads no row
            # (docs/decisions/0035); a `said_on` alone is its beginning.
            models.Index(
                fields=[
                    "team",
                    "said_on",
                    "conversation",
                    "reason",
                    "offer_made",
                    "good_deal",
                    "declined_again",
                    "came_back_on",
                ],
                name="loss_figures",
            ),
            # The same in the order in which all noes are counted by reason: nothing has to be sorted.
            models.Index(
                fields=[
                    "team",
                    "conversation",
                    "reason",
                    "offer_made",
                    "good_deal",
                    "declined_again",
                    "said_on",
                    "came_back_on",
                ],
                name="loss_figures_by_reason",
            ),
            models.Index(
                fields=[
                    "team",
                    "came_back_on",
                    "said_on",
                    "conversation",
                    "reason",
                    "offer_made",
                    "good_deal",
                    "declined_again",
                    "deal",
                ],
                condition=models.Q(came_back_on__isnull=False),
                name="loss_came_back",
            ),
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

    def is_worth_most(self) -> bool:
        """Whether it is the best no there is: rational, from the decision maker, told in person."""
        is_rational = self.conversation == ExitConversation.CANNOT
        return is_rational and self.by_decision_maker and self.told_by == ToldBy.MET

    def manner(self) -> Manner | None:
        """How the agreed next contact is to happen."""
        return Manner(self.next_contact_manner) if self.next_contact_manner else None


class FurtherReason(models.Model):
    """Another reason beside the main one, which stands on the loss itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loss = models.ForeignKey(Loss, on_delete=models.CASCADE, related_name="further_reasons")
    reason = models.ForeignKey(LossReason, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "reason"], name="further_reason_once_per_loss"),
        ]

    def __str__(self) -> str:
        return f"{self.loss_id}: {self.reason_id}"


class Competitor(models.Model):
    """Somebody else who offers what we offer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="competitors")
    name = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("team", Lower("name"), name="competitor_once_per_team"),
            models.CheckConstraint(condition=~models.Q(name=""), name="competitor_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class LossCompetitor(models.Model):
    """A competitor who was in it; one of them is the main one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loss = models.ForeignKey(Loss, on_delete=models.CASCADE, related_name="competitors")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, related_name="losses")
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "competitor"], name="competitor_once_per_loss"),
            models.UniqueConstraint(
                fields=["loss"], condition=models.Q(is_main=True), name="one_main_competitor_per_loss"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loss_id}: {self.competitor_id}"


class PersonBehind(models.Model):
    """Somebody else behind a no (sponsor, procurement, partner team), with a tone of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loss = models.ForeignKey(Loss, on_delete=models.CASCADE, related_name="people_behind")
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="stood_behind")
    role = models.CharField(max_length=SHORT_LENGTH, blank=True)
    tone = models.CharField(max_length=SHORT_LENGTH, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "prospect"], name="person_behind_once_per_loss"),
        ]

    def __str__(self) -> str:
        return f"{self.loss_id}: {self.prospect_id}"
