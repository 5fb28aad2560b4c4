"""A form field for money that reads what people type: 48000, 48,000.50, 48.000,50, € 48 000, 48k."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from common.text import clean_line

HIGHEST = Decimal("999999999999.99")
_NOISE = re.compile(r"[\s\u00a0\u202f'\u2019_€$£¥]|^[A-Za-z]{3}|[A-Za-z]{3}$")
# Digits, or groups of three parted by points or commas (in India also of two before the last three); then at
# most two decimals.
_AMOUNT = re.compile(
    r"(?P<whole>\d+|(?!0)\d{1,3}(?:\.\d{3})+|(?!0)\d{1,3}(?:,\d{2,3})*,\d{3})(?:(?P<mark>[.,])(?P<cents>\d{1,2}))?"
)

_THOUSANDS = re.compile(r"(\d{1,6}(?:[.,]\d{1,2})?)[kK]")


def read_amount(typed: str) -> Decimal:
    """The amount somebody typed; a separator before exactly three digits groups thousands.

    Raises ValueError when it can't be read without doubt.
    """
    text = _NOISE.sub("", typed.strip())
    thousands = _THOUSANDS.fullmatch(text)
    if thousands:
        return Decimal(thousands[1].replace(",", ".")) * 1000
    read = _AMOUNT.fullmatch(text)
    if read is None or (read["mark"] and read["mark"] in read["whole"]):
        raise ValueError(typed)
    whole = read["whole"].replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{read['cents'] or 0}")


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
        except ValueError:
            raise ValidationError(self.unreadable, code="unreadable") from None
