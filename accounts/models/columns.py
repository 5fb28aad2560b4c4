"""Lengths and tests that the columns of this room share."""

from datetime import time
from functools import lru_cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CURRENCY_LENGTH = 3
CADENCE_LENGTH = 80
DEFAULT_DIGEST_TIME = time(7, 30)


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """The IANA names of all time zones this installation knows."""
    return frozenset(available_timezones())


def validate_zone(name: str) -> None:
    """Raises ValidationError unless `name` is an IANA time zone."""
    if name not in known_zones():
        raise ValidationError(_("We don't know this time zone."), code="zone")


def validate_working_days(digits: str) -> None:
    """Raises ValidationError unless `digits` are rising weekdays, Monday 0 to Sunday 6, at least one."""
    if not digits or list(digits) != sorted(set(digits)) or not set(digits) <= set("0123456"):
        raise ValidationError(_("Choose at least one working day."), code="working_days")
