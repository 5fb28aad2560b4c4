"""The audit trail, which is also the source of undo.

An action gathers what it does in a Trail; the Trail becomes one Change in the same transaction.
Undo replays `before`, and is refused once a later change has touched one of the rows.
Nothing of it is ever rewritten (accounts.append_only), but `erase` empties what it tells of somebody.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast

from common.columns import check_columns
from common.text import clean_line
from common.writing import AtOnce, Writing

if TYPE_CHECKING:
    from accounts.models import Team, User

# Raised by every act, undo included: says that somebody acted, not how the row stands.
COUNTERS = frozenset({"version"})
LABEL_LENGTH = 120

Snapshot = dict[str, str | None]
Row = TypeVar("Row", bound=models.Model)


class SomethingBuiltOnIt(Exception):
    """The change can't be undone: a later one touched the same rows.

    `key` is the row that stands in the way (`app.model:id`), `later` what was done to it, where known.
    """

    def __init__(self, key: str, later: "Change | None" = None) -> None:
        super().__init__(key)
        self.key = key
        self.later = later


class WasErased(SomethingBuiltOnIt):
    """The change can't be undone: what it knew was erased with the person it was about."""


class Change(models.Model):
    """Who did what to which object and when; `before` and `after` hold the rows it touched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    # What the object was called at the time: a person's name, a reason's words.
    label = models.CharField(max_length=LABEL_LENGTH, blank=True)
    # Lists of [row key, snapshot or null]: PostgreSQL keeps the order of a list, not of an object.
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    # When label, before and after were emptied for good.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_id", "-at"], name="change_object_at"),
            models.Index(fields=["team", "-at", "-id"], name="change_team_at"),
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
    if value is None or type(value) is str:
        return value
    if type(value) is uuid.UUID:
        return str(value)
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


# How many of the newest changes are looked through for what touched a row.
LOOKED_THROUGH = 50


def newest_touching(changes: "models.QuerySet[Change]", key: str, column: str = "") -> Change | None:
    """The newest of `changes` that wrote a column of a row (`app.model:id`), or anything of a model."""
    for change in changes.select_related("actor").order_by("-at")[:LOOKED_THROUGH]:
        touched = dict(change.before) | dict(change.after)
        rows = [row or {} for name, row in touched.items() if name == key or name.startswith(f"{key}:")]
        if any(not column or not row or column in row for row in rows):
            return change
    return None


class Trail:
    """Collects what one action does to rows, and writes it as one Change.

    `writing` takes the rows: each at once, unless the action is one of many.
    """

    def __init__(
        self, *, actor: "User | None", team: "Team", now: datetime, writing: Writing | None = None
    ) -> None:
        self.actor = actor
        self.team = team
        self.now = now
        self._writing = writing or AtOnce()
        self.before: dict[str, Snapshot | None] = {}
        self.after: dict[str, Snapshot | None] = {}

    def create(self, row: Row) -> Row:
        """Insert a row; undo will delete it. Raises ValidationError on a value no column takes."""
        check_columns(row)
        self._writing.insert(row)
        self.created(row)
        return row

    def create_all(self, rows: Iterable[Row]) -> list[Row]:
        """Insert several rows of one model, made of values that are known to fit; undo will delete them."""
        made = list(rows)
        self._writing.insert_all(made)
        self.created(*made)
        return made

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
        self._writing.save(row, values)
        if self.before.get(key, {}) is not None:
            kept = self.before.setdefault(key, {}) or {}
            self.before[key] = {**old, **kept}
        self.after[key] = {**(self.after.get(key) or {}), **snapshot(row, names)}

    def write(self, action: str, subject: models.Model, undoes: Change | None = None) -> Change:
        """Store what was gathered as one Change about `subject`."""
        change = Change(
            team=self.team,
            actor=self.actor,
            at=self.now,
            action=action,
            object_type=subject._meta.label_lower,
            object_id=subject.pk,
            label=(undoes.label if undoes else "") or label_of(subject),
            before=list(self.before.items()),
            after=list(self.after.items()),
            undoes=undoes,
        )
        self._writing.insert(change)
        return change


def label_of(subject: models.Model) -> str:
    """What a row is called, in one line. What has no name of its own is called after the row that its
    `named_after` leads to: a loss after the person who said no."""
    named_after = getattr(subject, "named_after", "")
    if not named_after:
        return clean_line(str(subject))[:LABEL_LENGTH]
    # Of a row that is gone with what was undone nothing but the key is known.
    known = getattr(subject, f"{named_after}_id") is not None
    return clean_line(str(getattr(subject, named_after)))[:LABEL_LENGTH] if known else ""


def replay_before(change: Change, trail: Trail, moved: Mapping[str, Snapshot] | None = None) -> None:
    """Put every row of a change back as it stood; what it made is deleted, what it deleted is made again.

    `moved` are columns of rows it made as they were set since by what does not count as building on it.
    Raises SomethingBuiltOnIt when a row no longer stands as the change left it, WasErased when what it
    knew is gone.
    """
    if change.erased_at:
        raise WasErased(str(change), change)
    before = dict(change.before)
    left = _left_by(change, moved or {})
    rows = [(key, _standing_row(key, expected)) for key, expected in left.items()]
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


def _left_by(change: Change, moved: Mapping[str, Snapshot]) -> dict[str, Snapshot | None]:
    """The rows as they must stand for the change to be taken back."""
    made = {key for key, row in change.before if row is None}
    return {
        key: row if row is None or key not in made else {**row, **moved.get(key, {})}
        for key, row in change.after
    }


def standing(changes: Iterable[Change]) -> set[uuid.UUID]:
    """The ids of those changes whose rows all stand as they left them; one query per model."""
    changes = [change for change in changes if not change.erased_at]
    rows = _rows_of(key for change in changes for key, _row in change.after)
    return {change.pk for change in changes if all(_stands(rows.get(key), row) for key, row in change.after)}


def _stands(row: models.Model | None, expected: Snapshot | None) -> bool:
    if row is None or expected is None:
        return row is None and expected is None
    return not _differs(row, expected)


def _rows_of(keys: Iterable[str]) -> dict[str, models.Model]:
    wanted: dict[str, set[str]] = {}
    for key in keys:
        label, _colon, pk = key.partition(":")
        wanted.setdefault(label, set()).add(pk)
    found = (
        row
        for label, pks in wanted.items()
        for row in apps.get_model(label)._default_manager.filter(pk__in=pks)
    )
    return {row_key(row): row for row in found}


def _standing_row(key: str, expected: Snapshot | None) -> models.Model | None:
    """The row as the change left it; None for one that it deleted."""
    label, _, pk = key.partition(":")
    row: models.Model | None = apps.get_model(label)._default_manager.filter(pk=pk).first()
    if (row is None) != (expected is None) or (row and expected and _differs(row, expected)):
        raise SomethingBuiltOnIt(key)
    return row


def _make_again(key: str, old: Snapshot, trail: Trail) -> None:
    row = apps.get_model(key.partition(":")[0])()
    for name, text in _still_kept(row, old).items():
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
    values = {name: _as_value(row, name, text) for name, text in _still_kept(row, old).items()}
    if values:
        trail.update(row, **values)


def _still_kept(row: models.Model, old: Snapshot) -> Snapshot:
    """Without columns that tables have given up since: what stood there is only in the trail."""
    columns = {field.attname for field in row._meta.concrete_fields}
    return {name: text for name, text in old.items() if name in columns}


def _as_value(row: models.Model, attname: str, text: str | None) -> Any:
    return None if text is None else _column(row, attname).to_python(text)


_AT_ONCE = 500


@transaction.atomic
def erase(keys: Iterable[str], *, team: "Team", through: Iterable[str], now: datetime) -> int:
    """Empty, for good, every change that tells of these rows (`app.model:id`); returns how many.

    Label, `before` and `after` go; who did what and when stays. A change that tells of others as well is
    emptied whole: it can't be undone any more, what they have stays. Rows that are long gone (a note that was
    taken back) are found by the columns they hung by: `through` names those, such as "prospect_id".
    """
    about, columns = _names_of(keys), frozenset(through)
    told, known = set[uuid.UUID](), 0
    while len(about) > known:
        known = len(about)
        for pk, object_id, before, after in _texts_of(team):
            # What stands between quotes is a whole name or value: far quicker than to read all of it as JSON.
            told_here = not (about.isdisjoint(before.split('"')) and about.isdisjoint(after.split('"')))
            if pk not in told and (told_here or str(object_id) in about):
                told.add(pk)
                about |= _names_of(_hanging_by([*json.loads(before), *json.loads(after)], columns, about))
    return _empty(sorted(told), now)


def _names_of(keys: Iterable[str]) -> set[str]:
    """How rows are named in a change: as the key of what stands there, and by their id in a column."""
    return {name for key in keys for name in (key, key.partition(":")[2])}


def erase_these(changes: Iterable[uuid.UUID], *, now: datetime) -> int:
    """Empty, for good, some changes of others that tell of somebody all the same; returns how many."""
    known = Change.objects.filter(pk__in=list(changes), erased_at__isnull=True)
    return _empty(sorted(known.values_list("pk", flat=True)), now)


def _texts_of(team: "Team") -> Iterator[tuple[uuid.UUID, uuid.UUID, str, str]]:
    """What the trail of a team still knows, oldest first, as text."""
    texts = [Cast(name, models.TextField()) for name in ("before", "after")]
    rows = Change.objects.filter(team=team, erased_at__isnull=True).order_by("at")
    return rows.values_list("pk", "object_id", *texts).iterator(chunk_size=_AT_ONCE)


def _hanging_by(
    rows: Iterable[tuple[str, Snapshot | None]], columns: frozenset[str], about: set[str]
) -> set[str]:
    """The keys of those rows that belong to what is to be erased."""
    return {key for key, row in rows if row and any(row.get(column) in about for column in columns)}


def _empty(changes: Sequence[uuid.UUID], now: datetime) -> int:
    emptied = {"before": [], "after": [], "label": "", "erased_at": now}
    slices = (changes[start : start + _AT_ONCE] for start in range(0, len(changes), _AT_ONCE))
    return sum(Change.objects.filter(pk__in=some).update(**emptied) for some in slices)
