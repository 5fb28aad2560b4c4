"""The audit trail, which is also the source of undo.

An action gathers what it does in a Trail; the Trail becomes one Change in the same transaction.
Undo replays `before`, and is refused once a later change has touched one of the rows.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction

from common.columns import check_columns

if TYPE_CHECKING:
    from accounts.models import Team, User

# Raised by every act, undo included: says that somebody acted, not how the row stands.
COUNTERS = frozenset({"version"})

Snapshot = dict[str, str | None]
Row = TypeVar("Row", bound=models.Model)


class SomethingBuiltOnIt(Exception):
    """The change can't be undone: a later one touched the same rows."""


class Change(models.Model):
    """Who did what to which object and when; `before` and `after` hold the rows it touched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    # Lists of [row key, snapshot or null]: PostgreSQL keeps the order of a list, not of an object.
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_id", "-at"], name="change_object_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(action=""), name="change_names_its_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


def snapshot(row: models.Model, names: Iterable[str] | None = None) -> Snapshot:
    """The values of a row's columns as text (None stays None), by attribute name."""
    wanted = None if names is None else set(names)
    return {
        field.attname: _as_text(field, row)
        for field in row._meta.concrete_fields
        if wanted is None or field.attname in wanted
    }


def _as_text(field: "models.Field[Any, Any]", row: models.Model) -> str | None:
    value = getattr(row, field.attname)
    if value is None:
        return None
    if isinstance(field, models.DecimalField):
        # The database returns 5 as 5.00; both must compare as the same value.
        return str(Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places)))
    if isinstance(value, datetime):
        # The same instant comes back from the database in UTC.
        return value.astimezone(UTC).isoformat()
    return field.value_to_string(row)


def _column(row: models.Model, name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", row._meta.get_field(name))


def row_key(row: models.Model) -> str:
    """How a Change names a row: `app.model:id`."""
    return f"{row._meta.label_lower}:{row.pk}"


class Trail:
    """Collects what one action does to rows, and writes it as one Change."""

    def __init__(self, *, actor: "User | None", team: "Team", now: datetime) -> None:
        self.actor = actor
        self.team = team
        self.now = now
        self.before: dict[str, Snapshot | None] = {}
        self.after: dict[str, Snapshot | None] = {}

    def create(self, row: Row) -> Row:
        """Insert a row; undo will delete it. Raises ValidationError on a value no column takes."""
        check_columns(row)
        row.save(force_insert=True)
        self.created(row)
        return row

    def created(self, *rows: models.Model) -> None:
        """Note rows inserted elsewhere in this transaction."""
        for row in rows:
            self.before[row_key(row)] = None
            self.after[row_key(row)] = snapshot(row)

    def deleted(self, row: models.Model) -> None:
        """Note a row about to be deleted."""
        self.before[row_key(row)] = snapshot(row)
        self.after[row_key(row)] = None

    def update(self, row: models.Model, **values: Any) -> None:
        """Set and save some columns of a row, keeping what stood there; raises ValidationError."""
        names = [_column(row, name).attname for name in values]
        key = row_key(row)
        old = snapshot(row, names)
        for name, value in values.items():
            setattr(row, name, value)
        check_columns(row, values)
        row.save(update_fields=list(values))
        if self.before.get(key, {}) is not None:
            kept = self.before.setdefault(key, {}) or {}
            self.before[key] = {**old, **kept}
        self.after[key] = {**(self.after.get(key) or {}), **snapshot(row, names)}

    def write(self, action: str, subject: models.Model, undoes: Change | None = None) -> Change:
        """Store what was gathered as one Change about `subject`."""
        return Change.objects.create(
            team=self.team,
            actor=self.actor,
            at=self.now,
            action=action,
            object_type=subject._meta.label_lower,
            object_id=subject.pk,
            before=list(self.before.items()),
            after=list(self.after.items()),
            undoes=undoes,
        )


def replay_before(change: Change, trail: Trail) -> None:
    """Put every row of a change back as it stood; what it made is deleted, what it deleted is made again.

    Raises SomethingBuiltOnIt when a row no longer stands as the change left it.
    """
    rows = [(key, _standing_row(key, expected)) for key, expected in change.after]
    before = dict(change.before)
    try:
        with transaction.atomic():
            # Newest first, so that what refers to a row goes before the row itself.
            for key, row in reversed(rows):
                if row is None:
                    _make_again(key, before[key] or {}, trail)
                else:
                    _put_back(row, before[key], trail)
    except (IntegrityError, models.ProtectedError, models.RestrictedError) as error:
        # Something else has taken its place since, or refers to what it made.
        raise SomethingBuiltOnIt(str(change)) from error


def _standing_row(key: str, expected: Snapshot | None) -> models.Model | None:
    """The row as the change left it; None for one that it deleted."""
    label, _, pk = key.partition(":")
    row: models.Model | None = apps.get_model(label)._default_manager.filter(pk=pk).first()
    if (row is None) != (expected is None) or (row and expected and _differs(row, expected)):
        raise SomethingBuiltOnIt(key)
    return row


def _make_again(key: str, old: Snapshot, trail: Trail) -> None:
    row = apps.get_model(key.partition(":")[0])()
    for name, text in old.items():
        setattr(row, name, _as_value(row, name, text))
    trail.create(row)


def _differs(row: models.Model, expected: Snapshot) -> bool:
    return any(
        text != expected[name] for name, text in snapshot(row, expected).items() if name not in COUNTERS
    )


def _put_back(row: models.Model, old: Snapshot | None, trail: Trail) -> None:
    if old is None:
        trail.deleted(row)
        row.delete()
        return
    trail.update(row, **{name: _as_value(row, name, text) for name, text in old.items()})


def _as_value(row: models.Model, attname: str, text: str | None) -> Any:
    return None if text is None else _column(row, attname).to_python(text)
