"""Topics: what people care about, and what there is to send about it."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from library import labels
from library.kinds import Form, Purpose

TOPIC_LENGTH = 80
TITLE_LENGTH = 200
LINK_LENGTH = 1000
TEXT_LENGTH = 4000
SUBMISSION_LENGTH = 64
# On a TextField, max_length alone binds forms only.
AT_MOST_TEXT = [MaxLengthValidator(TEXT_LENGTH)]


class TopicQuerySet(models.QuerySet["Topic"]):
    """Vocabulary for topics."""

    def of_team(self, team_id: uuid.UUID) -> Self:
        """A team's topics by name."""
        return self.filter(team_id=team_id).order_by("name", "pk")


class Topic(models.Model):
    """A goal, challenge or interest; joins prospects and value items."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("topic"), max_length=TOPIC_LENGTH)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("team", Lower("name"), name="topic_once_per_team"),
            models.CheckConstraint(condition=~models.Q(name=""), name="topic_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ValueItemQuerySet(models.QuerySet["ValueItem"]):
    """Vocabulary for value items."""

    def of_team(self, team_id: uuid.UUID) -> Self:
        """A team's items, the newest first."""
        return self.filter(team_id=team_id).order_by("-created_at", "pk")

    def offered(self) -> Self:
        """Those that are still worth sending."""
        return self.filter(archived_at=None)


class ValueItem(models.Model):
    """Something worth sending: a link or a text of our own, and why it helps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="value_items")
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    link = models.CharField(_("link"), max_length=LINK_LENGTH, blank=True)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH, validators=AT_MOST_TEXT, blank=True)
    why = models.TextField(_("why it helps"), max_length=TEXT_LENGTH, validators=AT_MOST_TEXT, blank=True)
    purpose = models.CharField(max_length=7, choices=list(labels.PURPOSES.items()), default=Purpose.HELPFUL)
    form = models.CharField(max_length=9, choices=list(labels.FORMS.items()), default=Form.ARTICLE)
    # "": it is none, such as a template of numbers.
    language = models.CharField(_("language"), max_length=12, blank=True)
    # The day it is of, if that says more than the day it was added.
    dated_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ValueItemQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["team", "-created_at"], name="value_item_team_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(title=""), name="value_item_has_a_title"),
            models.CheckConstraint(
                condition=~models.Q(link="") | ~models.Q(text=""), name="value_item_is_a_link_or_a_text"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=[purpose.value for purpose in Purpose]),
                name="value_item_purpose_known",
            ),
            models.CheckConstraint(
                condition=models.Q(form__in=[form.value for form in Form]), name="value_item_form_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The item's page in the library."""
        return reverse("desk:value_item", args=[self.pk])

    def page(self) -> str:
        """The link where it opens a page; empty for any other, however it came to stand there."""
        return self.link if self.link.lower().startswith(("https://", "http://")) else ""

    def is_helpful(self) -> bool:
        """Whether it helps by itself, rather than being about our work."""
        return self.purpose == Purpose.HELPFUL


class ItemTopic(models.Model):
    """What a value item is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ValueItem, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="items")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "topic"], name="topic_once_per_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.topic_id}"
