"""Work that takes longer than a page may: a row says what is to be done, a worker does it."""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from exchange.kinds import WorkKind, WorkState
from exchange.models.bringing import FILE_NAME_LENGTH, Import

if TYPE_CHECKING:
    from accounts.models import User

SAID_LENGTH = 40


class WorkQuerySet(models.QuerySet["Work"]):
    """Vocabulary for long work."""

    def visible_to(self, user: "User") -> Self:
        """Whoever asked for it is the only one who sees it."""
        return self.filter(user=user)


class Work(models.Model):
    """One piece of long work. A lease says that a worker is at it; one that ran out may be taken over.

    How far it has come while it runs stands beside the database (exchange.progress): one transaction of
    SQLite holds the only pen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="work")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="work")
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=WorkState.WAITING)
    of_import = models.OneToOneField(
        Import, on_delete=models.CASCADE, null=True, blank=True, related_name="work"
    )
    # What exactly is wanted, as plain JSON.
    wanted = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    # How it ended: a code with its values; the sentence is exchange's own (exchange.work_words).
    said = models.CharField(max_length=SAID_LENGTH, blank=True)
    values = models.JSONField(default=dict, blank=True)
    # What it made, to be fetched: the name to offer; the bytes lie in the folder of results under its id.
    file_name = models.CharField(max_length=FILE_NAME_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=[WorkState.WAITING.value, WorkState.RUNNING.value]),
                name="work_still_to_do",
            ),
            models.Index(fields=["user", "-created_at"], name="work_user_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in WorkKind]), name="work_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in WorkState]), name="work_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.RUNNING.value)
                | Q(lease_until__isnull=False, claim__isnull=False),
                name="work_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False)
                | Q(state__in=[WorkState.WAITING.value, WorkState.RUNNING.value]),
                name="work_over_has_ended_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M} ({self.state})"

    @property
    def path(self) -> Path:
        """Where the file it made lies."""
        return settings.RESULTS_DIR / str(self.pk)
