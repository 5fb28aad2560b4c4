"""What PostgreSQL would refuse is refused everywhere, with a sentence: length, range, NUL."""

import re
from collections.abc import Collection
from functools import cache
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

Column: TypeAlias = "models.Field[Any, Any]"

# No database text can hold these: NUL, and halves of a surrogate pair.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def check_columns(row: models.Model, names: Collection[str] | None = None) -> None:
    """Check a row's own columns (all, or those named by field name); raises ValidationError.

    Relations are left to the database: checking them here would cost a query each.
    """
    checked, left_out = _columns(type(row), None if names is None else frozenset(names))
    row.clean_fields(exclude=left_out)
    for field in checked:
        value = getattr(row, field.attname)
        if isinstance(value, str) and _UNSTORABLE.search(value):
            raise ValidationError({field.name: _("This text holds a character that can't be stored.")})


@cache
def _columns(model: type[models.Model], names: frozenset[str] | None) -> tuple[list[Column], set[str]]:
    """The columns to check, and the names of all others."""
    columns = model._meta.concrete_fields
    checked = [field for field in columns if not field.is_relation and (names is None or field.name in names)]
    return checked, {field.name for field in columns if field not in checked}
