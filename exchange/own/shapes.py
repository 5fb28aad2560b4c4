"""What a value of an export must be, beyond what its column says: its type in the JSON, and its form.

The forms of the pages let nothing else through; a file somebody edited might, and the pages trust what is
stored.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db import models

from accounts.countries import COUNTRIES
from followups.cadence import parse
from followups.scheduling import CHECK_IN_SPAN
from prospects.conversations import ExitConversation, Manner, PermissionChannel

Column: TypeAlias = "models.Field[Any, Any]"
Test: TypeAlias = Callable[[Any], bool]


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


def _time_of_day(text: str) -> time:
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError(text)
    return found


# The shape of a value in the JSON, and how to read it; the first class a column is one of counts.
READERS: Final[tuple[tuple[type[Column], type, Callable[[Any], Any]], ...]] = (
    (models.BooleanField, bool, bool),
    (models.IntegerField, int, int),
    (models.DecimalField, str, Decimal),
    (models.DateTimeField, str, _instant),
    (models.DateField, str, date.fromisoformat),
    (models.TimeField, str, _time_of_day),
    (models.UUIDField, str, UUID),
    (models.CharField, str, str),
    (models.TextField, str, str),
)
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")
CURRENCY: Final = re.compile(r"[A-Z]{3}")
MODEL: Final = re.compile(r"[a-z_]+\.[a-z_]+")
ROW: Final = re.compile(r"[a-z_]+\.[a-z_]+(:.+)?", re.DOTALL)


def read(column: Column, value: Any) -> Any:
    """A value as the column holds it; raises ValueError or ArithmeticError for another type or form."""
    if value is None:
        if not column.null:
            raise ValueError(column.name)
        return None
    if isinstance(column, models.JSONField):
        return value
    if isinstance(column, models.ForeignKey):
        return read(column.target_field, value)
    kind, reader = next((kind, reader) for of, kind, reader in READERS if isinstance(column, of))
    if type(value) is not kind:
        raise ValueError(column.name)
    return reader(value)


def check_forms(label: str, values: Mapping[str, Any]) -> None:
    """Check what columns don't check by themselves, of a row that is read; raises ValueError."""
    for name, is_right in FORMS.get(label, {}).items():
        value = values.get(name)
        if value not in (None, "") and not is_right(value):
            raise ValueError(name)


def _is_cadence(value: Any) -> bool:
    return isinstance(value, str) and bool(parse(value))


def _are_cadences(value: Any) -> bool:
    return isinstance(value, dict) and all(
        kind in set(ExitConversation) and _is_cadence(text) for kind, text in value.items()
    )


def _are_days(value: Any) -> bool:
    first, last = CHECK_IN_SPAN
    return isinstance(value, dict) and all(
        kind in set(ExitConversation) and type(day) is int and first <= day <= last
        for kind, day in value.items()
    )


def _are_told(value: Any) -> bool:
    """Rows as the trail tells them: [[key, columns or nothing], ...]."""
    return isinstance(value, list) and all(
        isinstance(one, list) and len(one) == 2 and _is_key(one[0]) and _is_snapshot(one[1]) for one in value
    )


def _is_key(key: Any) -> bool:
    return isinstance(key, str) and ROW.fullmatch(key) is not None


def _is_snapshot(row: Any) -> bool:
    return row is None or (
        isinstance(row, dict) and all(value is None or isinstance(value, str) for value in row.values())
    )


def _like(form: re.Pattern[str]) -> Test:
    return lambda value: form.fullmatch(value) is not None


def _each(known: Callable[[str], bool]) -> Test:
    return lambda value: all(map(known, value.split(",")))


IS_LANGUAGE, IS_CURRENCY = _like(LANGUAGE), _like(CURRENCY)
IS_COUNTRY: Final[Test] = COUNTRIES.__contains__
FORMS: Final[Mapping[str, Mapping[str, Test]]] = {
    "accounts.team": {
        "currency": IS_CURRENCY,
        "preferred_days": _are_days,
        "cadence": _is_cadence,
        "cadences": _are_cadences,
        "strict_countries": _each(IS_COUNTRY),
    },
    "accounts.user": {"country": IS_COUNTRY, "language": IS_LANGUAGE},
    "library.valueitem": {"language": IS_LANGUAGE},
    "prospects.teamline": {"language": IS_LANGUAGE},
    "prospects.prospect": {"country": IS_COUNTRY, "language": IS_LANGUAGE},
    "prospects.deal": {"currency": IS_CURRENCY},
    "followups.followupplan": {"cadence": _is_cadence},
    "followups.followup": {"manner": set(Manner).__contains__},
    "followups.handover": {"channels": _each(set(PermissionChannel).__contains__)},
    "accounts.change": {"object_type": _like(MODEL), "before": _are_told, "after": _are_told},
}
