"""A form field for money that reads what people type: 48000, 48,000.50, 48.000,50, € 48 000."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from common.text import clean_line

HIGHEST = Decimal("999999999999.99")
_NOISE = re.compile(r"[\s\u00a0\u202f'\u2019_€$£¥]|^[A-Za-z]{3}|[A-Za-z]{3}$")
_NUMBER = re.compile(r"\d+(\.\d{1,2})?")


def read_amount(typed: str) -> Decimal:
    """The amount somebody typed; a separator before exactly three digits groups thousands.

    Raises ValueError when it can't be read.
    """
    text = _NOISE.sub("", typed.strip())
    decimal_mark = _decimal_mark(text)
    for mark in ".,":
        if mark != decimal_mark:
            text = text.replace(mark, "")
    text = text.replace(decimal_mark, ".") if decimal_mark else text
    if not _NUMBER.fullmatch(text):
        raise ValueError(typed)
    return Decimal(text)


def _decimal_mark(text: str) -> str:
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return ""
    mark, after = text[last], len(text) - last - 1
    other = "," if mark == "." else "."
    if after == 3 and (text.count(mark) > 1 or other not in text):
        return ""
    return mark if text.count(mark) == 1 else ""


class MoneyField(forms.Field):
    """An amount without its currency; empty is None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 40, "autocomplete": "off"})
    default_validators = [MinValueValidator(0), MaxValueValidator(HIGHEST)]
    unreadable = _("Write the value as a number, such as 48000 or 48000.50.")

    def to_python(self, value: Any) -> Decimal | None:
        """The Decimal typed, or None; raises ValidationError."""
        typed = clean_line(str(value or ""))
        if not typed:
            return None
        try:
            return read_amount(typed)
        except (ValueError, InvalidOperation):
            raise ValidationError(self.unreadable, code="unreadable") from None
