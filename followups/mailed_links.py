"""Links of our mails through which their reader acts without signing in: signed, without a row of their own.

A link names one follow-up at one version, one person and the moment it was made; its purpose is the salt. It
dies by itself after fourteen days, with the first act on the follow-up (acting raises the version), and with
all others when their person revokes them (`User.links_valid_from`). It logs nobody in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core.signing import Signer

from accounts.models import User
from common.signed_links import Garbled, OtherKey, SignedLinks, instant_of, ticks
from followups.models import FollowUp

LIFE = timedelta(days=14)
# Follow-up, version, user, when it was made. The follow-up comes first.
_LINKS = SignedLinks("followups.mailed_links.act", ">16sI16sQ")


class Dead(StrEnum):
    """Why a link no longer acts."""

    # Not what any link of ours looks like: cut off, or changed on the way.
    GARBLED = "garbled"
    # Looks like one, but no key of ours signed it.
    OTHER_KEY = "other_key"
    # Whoever got it has no account any more.
    NOBODY = "nobody"
    REVOKED = "revoked"
    EXPIRED = "expired"
    # The follow-up is somebody else's by now, or gone.
    FOREIGN = "foreign"
    # Somebody acted on the follow-up since.
    USED = "used"


@dataclass(frozen=True)
class MailedLink:
    """What a link holds."""

    follow_up_id: UUID
    version: int
    user_id: UUID
    made_at: datetime

    def token(self, signer: Signer) -> str:
        """The signed text that stands in the address."""
        made_at = ticks(self.made_at)
        return _LINKS.token(self.follow_up_id.bytes, self.version, self.user_id.bytes, made_at, signer=signer)


@dataclass(frozen=True)
class DeadLink:
    """A link that does not act, why, and what is known of it; `row` is never somebody else's follow-up."""

    why: Dead
    link: MailedLink | None = None
    user: User | None = None
    row: FollowUp | None = None


@dataclass(frozen=True)
class LiveLink:
    """A link that acts: at which version, for whom, on which follow-up."""

    link: MailedLink
    user: User
    row: FollowUp


def act_signer() -> Signer:
    """What signs the links of one mail: by the key of the settings; those of before are believed too."""
    return _LINKS.signer()


def act_token(
    follow_up_id: UUID, version: int, user_id: UUID, *, now: datetime, signer: Signer | None = None
) -> str:
    """The token of the link through which `user_id` acts on a follow-up that stands at `version`.

    Whoever makes many passes on the signer.
    """
    return MailedLink(follow_up_id, version, user_id, now).token(signer or act_signer())


def open_link(token: str, now: datetime) -> LiveLink | DeadLink:
    """What stands behind a token at the instant `now`. At most two queries, and no write."""
    link = _read(token)
    if isinstance(link, Dead):
        return DeadLink(link)
    user = User.objects.select_related("team").filter(pk=link.user_id, is_active=True).first()
    if user is None:
        return DeadLink(Dead.NOBODY, link)
    if link.made_at < user.links_valid_from:
        return DeadLink(Dead.REVOKED, link, user)
    if now - link.made_at > LIFE:
        return DeadLink(Dead.EXPIRED, link, user)
    row = _row_of(link, user)
    if row is None:
        return DeadLink(Dead.FOREIGN, link, user)
    if row.version != link.version or not row.is_open():
        return DeadLink(Dead.USED, link, user, row)
    return LiveLink(link, user, row)


def _read(token: str) -> MailedLink | Dead:
    try:
        follow_up, version, user, made_at = _LINKS.values(token)
    except Garbled:
        return Dead.GARBLED
    except OtherKey:
        return Dead.OTHER_KEY
    return MailedLink(UUID(bytes=follow_up), version, UUID(bytes=user), instant_of(made_at))


def _row_of(link: MailedLink, user: User) -> FollowUp | None:
    """The follow-up, as long as it is theirs to do: a manager sees more than was mailed to them."""
    about = ("prospect__organisation", "plan__loss__deal", "owner__team", "plan__owner__team")
    rows = FollowUp.objects.select_related(*about).visible_to(user)
    return rows.filter(pk=link.follow_up_id, owner=user).first()
