"""What somebody asked themselves after a no."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from insights import labels
from insights.kinds import Answer, Question
from prospects.models import NAME_LENGTH, Loss

if TYPE_CHECKING:
    from accounts.models import User

LINES = tuple(f"{question.value}_line" for question in Question)
ANSWER_CHOICES = list(labels.ANSWERS.items())
NOTHING_ANSWERED = {question.value: "" for question in Question}


class DebriefQuerySet(models.QuerySet["Debrief"]):
    """Vocabulary for debriefs. There is no way from here to anybody else's."""

    def of(self, author: "User") -> Self:
        """Somebody's own, of noes there still are."""
        return self.filter(author=author, team_id=author.team_id, loss__isnull=False)

    def answered(self) -> Self:
        """Those with an answer; the others are a lesson alone."""
        return self.filter(answered_on__isnull=False)

    def lessons_for(self, reader: "User") -> Self:
        """Lessons `reader` may read: their own, and those colleagues shared. Nothing else of those."""
        return self.filter(Q(author=reader) | Q(is_shared=True), team_id=reader.team_id).exclude(lesson="")


class Debrief(models.Model):
    """The five answers of one person about one no, and one lesson; private, but for a lesson they share.

    The lesson line of the log page is a debrief without answers.
    """

    named_after = "loss"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="debriefs")
    # None: the no was taken back, or whoever said it erased, after the quarter of the answers was over. Bare
    # answers stay, for the figures of a closed quarter never change (insights.debrief_figures).
    loss = models.ForeignKey(Loss, on_delete=models.PROTECT, null=True, blank=True, related_name="debriefs")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="debriefs")
    needs = models.CharField(max_length=6, choices=ANSWER_CHOICES, blank=True)
    needs_line = models.CharField(max_length=NAME_LENGTH, blank=True)
    listened = models.CharField(max_length=6, choices=ANSWER_CHOICES, blank=True)
    listened_line = models.CharField(max_length=NAME_LENGTH, blank=True)
    pace = models.CharField(max_length=6, choices=ANSWER_CHOICES, blank=True)
    pace_line = models.CharField(max_length=NAME_LENGTH, blank=True)
    advice = models.CharField(max_length=6, choices=ANSWER_CHOICES, blank=True)
    advice_line = models.CharField(max_length=NAME_LENGTH, blank=True)
    door = models.CharField(max_length=6, choices=ANSWER_CHOICES, blank=True)
    door_line = models.CharField(max_length=NAME_LENGTH, blank=True)
    # "Next time I will …"
    lesson = models.CharField(max_length=NAME_LENGTH, blank=True)
    is_shared = models.BooleanField(default=False)
    # The author's local date of the first answer.
    answered_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DebriefQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["author", "-created_at"], name="debrief_author_newest"),
            models.Index(
                fields=["team", "-created_at"], condition=Q(is_shared=True), name="debrief_shared_lessons"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "author"], name="debrief_once_per_no_and_author"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, **NOTHING_ANSWERED)
                | (Q(answered_on__isnull=False) & ~Q(**NOTHING_ANSWERED)),
                name="debrief_answered_on_some_day",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | ~Q(lesson=""), name="debrief_shares_a_lesson"
            ),
            models.CheckConstraint(
                condition=Q(loss__isnull=False)
                | Q(answered_on__isnull=False, lesson="", **dict.fromkeys(LINES, "")),
                name="debrief_without_a_no_is_bare",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{question.value}__in": ["", *(answer.value for answer in Answer)]}),
                    name=f"debrief_{question.value}_known",
                )
                for question in Question
            ),
        ]

    @property
    def no(self) -> Loss:
        """The no it is about, of which `of` and `lessons_for` make sure."""
        assert self.loss is not None
        return self.loss

    def answer(self, question: Question) -> str:
        """What was answered to a question; "" for nothing."""
        return str(getattr(self, question.value))

    def line(self, question: Question) -> str:
        """What was written beside the answer."""
        return str(getattr(self, f"{question.value}_line"))

    def __str__(self) -> str:
        return f"debrief of {self.created_at:%Y-%m-%d}"
