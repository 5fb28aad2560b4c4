"""Files somebody brings, what was settled about them, and by what their rows are known again."""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from exchange.kinds import ImportKind, ImportState

if TYPE_CHECKING:
    from accounts.models import User

KEY_LENGTH = 64
FILE_NAME_LENGTH = 255


class ImportQuerySet(models.QuerySet["Import"]):
    """Vocabulary for imports."""

    def visible_to(self, user: "User") -> Self:
        """Whoever brings a file is the only one who sees it."""
        return self.filter(user=user)


class Import(models.Model):
    """One or several files of one export on their way in; nothing of them is written before the last step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="imports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=ImportState.OPEN)
    # What was answered (exchange.dialects.keeping) and chosen, as plain JSON; emptied when it is over.
    answers = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    # What came of it: names to numbers.
    counts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-created_at"], name="import_user_newest"),
            models.Index(fields=["changed_at"], name="import_changed_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ImportKind]), name="import_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="import_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M} ({self.state})"


class ImportFile(models.Model):
    """One uploaded file. Its bytes lie in the folder of uploads under its id until the import is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=FILE_NAME_LENGTH)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=KEY_LENGTH)  # SHA-256, hexadecimal
    # How to read it, where somebody chose otherwise than found (exchange.tables.Options).
    options = models.JSONField(default=dict, blank=True)
    # Who wrote it and which column is what (exchange.dialects.keeping.layout_as_json).
    layout = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of_import", "place"], name="import_file_has_its_place"),
            models.CheckConstraint(condition=~Q(name=""), name="import_file_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return settings.UPLOADS_DIR / str(self.pk)


class ImportedRow(models.Model):
    """A row that came in: by its key it is known again, also after what it became was erased.

    It points at nobody: whoever is erased shall not be found by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="imported_rows")
    key = models.CharField(max_length=KEY_LENGTH)  # exchange.dialects.identity: a digest, no words
    of_import = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="rows")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "key"], name="imported_row_once_per_team"),
            models.CheckConstraint(condition=~Q(key=""), name="imported_row_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.key
