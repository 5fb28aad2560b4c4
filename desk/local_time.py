"""Pure: what time it is where somebody is."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

# Nobody is called before eight or after nine in the evening.
DAY_BEGINS, DAY_ENDS = 8, 21


@dataclass(frozen=True)
class There:
    """The time at somebody's place, in words, and whether it is no hour to call."""

    text: str
    is_night: bool


def there_now(zone_name: str, own_zone: ZoneInfo, now: datetime) -> There | None:
    """The time in a zone at the instant `now`; None when it is not known, or the same as one's own."""
    zone = _zone(zone_name)
    if zone is None:
        return None
    local, own = now.astimezone(zone), now.astimezone(own_zone)
    if local.utcoffset() == own.utcoffset():
        return None
    clock = local.strftime("%H:%M")
    if DAY_BEGINS <= local.hour < DAY_ENDS:
        return There(_("%(clock)s there") % {"clock": clock}, is_night=False)
    return There(_("%(clock)s there, not now") % {"clock": clock}, is_night=True)


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
