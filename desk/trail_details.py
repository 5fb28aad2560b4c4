"""What a change of the audit trail changed, from what to what, in the words of the screens.

Only what is listed here is ever shown: no notes, no answers of debriefs, no lessons, nothing secret.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise as LazyText
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import Change, Snapshot
from accounts.countries import COUNTRIES
from accounts.models import User
from common.days import plain_day_and_year
from prospects.models import LossReason

# Columns whose own name stands on no screen.
NAMES: dict[str, LazyText] = {
    "closed_on": gettext_lazy("closed on"),
    "conversation": gettext_lazy("kind of no"),
    "due_on": gettext_lazy("day"),
    "is_active": gettext_lazy("may sign in"),
    "owner_id": gettext_lazy("looked after by"),
    "reason_id": gettext_lazy("reason"),
    "status": gettext_lazy("state"),
}
# Model -> the columns that are shown with what stood there and what stands now.
SHOWN: dict[str, tuple[str, ...]] = {
    "accounts.absence": ("first_on", "last_on"),
    "accounts.team": (
        "name", "public_name", "currency", "daily_limit", "days_apart", "most_touches", "within_days",
        "helpful_before_pitch", "value_item_day", "contract_lead_days", "budget_lead_days",
        "settled_after_days", "erase_after_months", "erase_buyers_too", "strict_countries", "counts_opens",
    ),
    "accounts.user": ("name", "email", "is_sales", "is_marketing", "is_manager", "is_active"),
    "followups.followup": ("due_on", "owner_id"),
    "followups.followupplan": ("owner_id",),
    "library.valueitem": ("title", "link", "purpose", "form", "language"),
    "prospects.deal": ("title", "value", "currency", "status", "closed_on"),
    "prospects.loss": ("said_on", "conversation", "reason_id"),
    "prospects.lossreason": ("label",),
    "prospects.prospect": (
        "name", "email", "phone", "title", "is_decision_maker", "form_of_address", "country", "time_zone",
        "owner_id",
    ),
}  # fmt: skip
# Where only the name of what changed is said.
NAMED: dict[str, dict[str, LazyText]] = {
    "accounts.team": dict.fromkeys(("cadence", "cadences", "preferred_days"), gettext_lazy("rhythm")),
}
NOTHING = "–"
LONGEST = 80
MOST = 8


@dataclass(frozen=True)
class Detail:
    """One thing that changed: what, from, to; both empty where only its name is said."""

    label: str
    was: str = ""
    now: str = ""


Row = tuple[str, Snapshot, Snapshot]


def details(change: Change, named: Mapping[UUID, str]) -> list[Detail]:
    """What a change changed; `named` is what the rows are called that its columns point to (`named_in`)."""
    found: list[Detail] = []
    for model, old, new in _single_rows(change):
        found += [
            _detail(model, column, old, new, named) for column in SHOWN[model] if _moved(column, old, new)
        ]
        names = NAMED.get(model, {})
        found += [
            Detail(capfirst(str(name))) for name in {names[column] for column in new if column in names}
        ]
    return found[:MOST]


def named_in(changes: Iterable[Change]) -> dict[UUID, str]:
    """What people and reasons are called that columns of these changes point to; two queries at most."""
    rows = [row for change in changes for _model, *both in _single_rows(change) for row in both]
    owners, reasons = (
        {key for row in rows if (key := row.get(column))} for column in ("owner_id", "reason_id")
    )
    people = User.objects.filter(pk__in=owners) if owners else []
    labels = LossReason.objects.filter(pk__in=reasons) if reasons else []
    return {user.pk: user.get_full_name() for user in people} | {reason.pk: reason.label for reason in labels}


def _single_rows(change: Change) -> Iterator[Row]:
    """The rows that stood before and stand now, model by model; of many of one kind none tells anything."""
    before, rows = dict(change.before), dict[str, list[Row]]()
    for key, new in change.after:
        model, old = key.partition(":")[0], before.get(key)
        if model in SHOWN and new is not None and old is not None:
            rows.setdefault(model, []).append((model, old, new))
    yield from (found[0] for found in rows.values() if len(found) == 1)


def _moved(column: str, old: Snapshot, new: Snapshot) -> bool:
    return column in new and column in old and (old[column] or "") != (new[column] or "")


def _detail(model: str, column: str, old: Snapshot, new: Snapshot, named: Mapping[UUID, str]) -> Detail:
    field = _field(model, column)
    label = NAMES.get(column) or field.verbose_name
    return Detail(capfirst(str(label)), *(_value(field, row[column], named) for row in (old, new)))


def _field(model: str, column: str) -> Any:
    fields = apps.get_model(model)._meta.concrete_fields
    return next(field for field in fields if field.attname == column)


def _value(field: Any, text: str | None, named: Mapping[UUID, str]) -> str:
    """A value as the screens say it."""
    if not text:
        return NOTHING
    if isinstance(field, models.ForeignKey):
        return named.get(UUID(text), NOTHING)
    if isinstance(field, models.BooleanField):
        return _("yes") if text == "True" else _("no")
    if field.name == "country":
        return str(COUNTRIES.get(text, text))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(text, text))
    return _day(field, text) if isinstance(field, models.DateField) else Truncator(text).chars(LONGEST)


def _day(field: Any, text: str) -> str:
    try:
        return plain_day_and_year(field.to_python(text))
    except ValidationError:
        return text
