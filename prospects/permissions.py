"""The current state of what somebody agreed to, derived from its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from prospects.conversations import PermissionChannel, PermissionSource, PermissionStrength
from prospects.models import Permission, Prospect


def standing_permissions(prospect: Prospect) -> dict[PermissionChannel, Permission]:
    """The newest word per channel, granted or withdrawn; a channel never spoken of is missing. One query."""
    return newest_words(prospect.permissions.order_by("given_on", "created_at", "position", "pk"))


def newest_words(history: Iterable[Permission]) -> dict[PermissionChannel, Permission]:
    """The last word per channel of a history in its order."""
    return {PermissionChannel(row.channel): row for row in history}


def standing_at_address(prospect: Prospect) -> dict[PermissionChannel, Permission]:
    """The same over every row of the team with their address: the app mails an address. One query."""
    theirs = Q(prospect=prospect)
    if prospect.email:
        theirs |= Q(prospect__team_id=prospect.team_id, prospect__email=prospect.email)
    rows = Permission.objects.filter(theirs)
    return newest_words(rows.order_by("given_on", "created_at", "position", "pk"))


def ended_by_link(newest: Permission | None) -> bool:
    """Whether the newest word on a channel is that they unsubscribed by the link in a mail."""
    return newest is not None and not newest.is_granted and newest.source == PermissionSource.PRESSED_LINK


def unsubscribed_on(standing: Mapping[PermissionChannel, Permission]) -> date | None:
    """The day they unsubscribed from what the app sends, as long as nothing newer was said.

    Who ended mail and kept the letter, on their own page, has not left.
    """
    newest, letter = (standing.get(one) for one in (PermissionChannel.MAIL, PermissionChannel.NEWSLETTER))
    if letter is not None and letter.is_granted:
        return None
    return newest.given_on if newest and ended_by_link(newest) else None


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
