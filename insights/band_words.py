"""Bands of values in words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.money import money_text
from insights.value_bands import Band


def band_words(band: Band) -> str:
    """A band of values in words: "€5,000 to €20,000"."""
    from_ = money_text(Decimal(band.low), band.currency)
    if band.high is None:
        return _("%(from)s and more") % {"from": from_} if band.low else _("any amount")
    to = money_text(Decimal(band.high), band.currency)
    return _("%(from)s to %(to)s") % {"from": from_, "to": to} if band.low else _("under %(to)s") % {"to": to}
