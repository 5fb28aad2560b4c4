"""The current state of what somebody agreed to, derived from its history."""

from collections.abc import Iterable
from dataclasses import dataclass

from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.models import Permission, Prospect


def standing_permissions(prospect: Prospect) -> dict[PermissionChannel, Permission]:
    """The newest word per channel, granted or withdrawn; a channel never spoken of is missing. One query."""
    return newest_words(prospect.permissions.order_by("given_on", "created_at", "position", "pk"))


def newest_words(history: Iterable[Permission]) -> dict[PermissionChannel, Permission]:
    """The last word per channel of a history in its order."""
    return {PermissionChannel(row.channel): row for row in history}


@dataclass(frozen=True)
class Granted:
    """What they agreed to at this moment; `in_writing` are the channels they confirmed."""

    channels: frozenset[PermissionChannel] = frozenset()
    in_writing: frozenset[PermissionChannel] = frozenset()


def granted_to_us(prospect: Prospect) -> Granted:
    """The channels that stand granted."""
    standing = {channel: row for channel, row in standing_permissions(prospect).items() if row.is_granted}
    written = {channel for channel, row in standing.items() if row.strength == PermissionStrength.CONFIRMED}
    return Granted(frozenset(standing), frozenset(written))
