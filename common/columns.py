"""What PostgreSQL would refuse is refused everywhere, with a sentence: length, range, NUL."""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# No database text can hold these: NUL, and halves of a surrogate pair.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def check_columns(row: models.Model, names: Collection[str] | None = None) -> None:
    """Check a row's own columns (all, or those named by field name); raises ValidationError.

    Relations are left to the database: checking them here would cost a query each.
    """
    checked = [
        field
        for field in row._meta.concrete_fields
        if not field.is_relation and (names is None or field.name in names)
    ]
    row.clean_fields(exclude={field.name for field in row._meta.concrete_fields if field not in checked})
    for field in checked:
        value = getattr(row, field.attname)
        if isinstance(value, str) and _UNSTORABLE.search(value):
            raise ValidationError({field.name: _("This text holds a character that can't be stored.")})
