"""Amounts in words. Amounts of several currencies are never added up."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import pgettext

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


def money_text(value: Decimal | None, currency: str) -> str:
    """An amount with its currency: "€48,000", "CHF 1,250.50"; empty when there is none."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    number = number_format(value, decimal_pos=0 if whole else 2, force_grouping=True)
    if currency in SIGNS:
        return pgettext("money", "%(sign)s%(number)s") % {"sign": SIGNS[currency], "number": number}
    return pgettext("money", "%(currency)s %(number)s") % {"currency": currency, "number": number}


def by_currency(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """What (currency, amount) pairs come to, currency by currency, the largest sum first."""
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        if amount:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))
