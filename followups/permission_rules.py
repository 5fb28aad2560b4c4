"""Pure: who may use which channel (RULES.md, "Permission has two strengths", and what a no leaves).

When, and how often, is another question: followups.contact_rules.

Readings where the page leaves room:

* The letter is a series whoever sends it, so it always needs the yes in writing.
* A channel they took back is closed to people, too, but for an answer, the thank-you and a promise.
* While they pause, the app sends nothing, approved or not; a person is held back by the contact rules alone.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from followups.contact_rules import LEFT_BY_AN_END, Actor
from followups.contacts import Closed
from followups.kinds import Channel, Kind
from prospects.conversations import PermissionChannel

BY_MAIL: Final = frozenset({PermissionChannel.MAIL, PermissionChannel.NEWSLETTER})
# What a touch on a channel needs the permission of; a letter on paper and a network ask for none.
PERMITTED: Final = {
    Channel.CALL: PermissionChannel.CALL,
    Channel.MAIL: PermissionChannel.MAIL,
    Channel.MEETING: PermissionChannel.MEETING,
}


class Grant(StrEnum):
    """Where a channel stands: the newest record's strength, or taken back; without a record not asked."""

    NOT_ASKED = "not_asked"
    WITHDRAWN = "withdrawn"
    SAID = "said"
    CONFIRMED = "confirmed"


class Refusal(StrEnum):
    """Why a channel may not be used."""

    STOPPED = "stopped"
    SUPPRESSED = "suppressed"
    SAID_NO = "said_no"
    LET_GO = "let_go"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = "not_asked"
    NOT_CONFIRMED = "not_confirmed"
    STRICT_COUNTRY = "strict_country"
    PAUSED = "paused"
    NO_POSTAL_ADDRESS = "no_postal_address"

    def may_override(self, actor: Actor) -> bool:
        """Whether a person may do it themself all the same, with a reason that is kept."""
        return actor == Actor.PERSON and self in {Refusal.SAID_NO, Refusal.LET_GO, Refusal.WITHDRAWN}


def why_not(
    channel: PermissionChannel,
    grant: Grant,
    *,
    actor: Actor,
    closed: Closed | None = None,
    kind: Kind | None = None,
    is_reply: bool = False,
    strict_country: bool = False,
    has_postal_address: bool = True,
    is_paused: bool = False,
) -> Refusal | None:
    """Why `actor` may not use the channel towards a person; None when they may.

    `kind` is the follow-up it is for, `is_reply` whether it answers them within 7 days (contacts.is_reply),
    `has_postal_address` the team's, `is_paused` whether they want to hear nothing until a later day. The
    feedback link counts as sent by the app itself.
    """
    if closed == Closed.STOPPED:
        return Refusal.STOPPED
    if closed == Closed.SUPPRESSED and channel in BY_MAIL:
        return Refusal.SUPPRESSED
    by_person = actor == Actor.PERSON and channel != PermissionChannel.NEWSLETTER
    if by_person and (is_reply or kind in LEFT_BY_AN_END):
        return None
    if closed in {Closed.NO, Closed.LET_GO}:
        return Refusal.SAID_NO if closed == Closed.NO else Refusal.LET_GO
    if grant == Grant.WITHDRAWN:
        return Refusal.WITHDRAWN
    if by_person:
        return None
    return _not_in_writing(channel, grant, actor, strict_country) or _not_yet(
        is_paused and actor != Actor.PERSON, has_postal_address
    )


def _not_in_writing(
    channel: PermissionChannel, grant: Grant, actor: Actor, strict_country: bool
) -> Refusal | None:
    """What the app sends, and the letter whoever sends it."""
    if grant == Grant.NOT_ASKED:
        return Refusal.NOT_ASKED
    if grant == Grant.CONFIRMED:
        return None
    if actor == Actor.APP or channel == PermissionChannel.NEWSLETTER:
        return Refusal.NOT_CONFIRMED
    return Refusal.STRICT_COUNTRY if strict_country else None


def _not_yet(is_paused: bool, has_postal_address: bool) -> Refusal | None:
    if is_paused:
        return Refusal.PAUSED
    return None if has_postal_address else Refusal.NO_POSTAL_ADDRESS


def countries_in(typed: str) -> frozenset[str]:
    """The ISO codes a team named, joined by commas."""
    return frozenset(code.strip().upper() for code in typed.split(",") if code.strip())


def is_strict(country: str, countries: frozenset[str]) -> bool:
    """Whether every mail of the app to that country (ISO code) needs a permission in writing."""
    return country.upper() in countries


def without_permission(
    channels: Iterable[PermissionChannel], grants: Mapping[PermissionChannel, Grant]
) -> tuple[PermissionChannel, ...]:
    """The channels a hand-over is refused for: those nobody said yes to, aloud or in writing."""
    granted = {Grant.SAID, Grant.CONFIRMED}
    return tuple(one for one in channels if grants.get(one) not in granted)
