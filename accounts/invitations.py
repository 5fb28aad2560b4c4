"""Invitations to a team: sent, sent again, taken back, accepted.

The link names one invitation at one version, its end, and a mark of its address; its purpose is the salt, and
nothing of it is kept. It works once. What happens here never depends on whether the address has an account:
that is found out when the mail is written, so nobody learns it from a page.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.changes import Trail
from accounts.members import NoRole, lock_as_manager, role_columns
from accounts.models import Invitation, User, normalise_email
from accounts.roles import Role
from common.signed_links import Garbled, OtherKey, SignedLinks, instant_of, ticks
from outbox.models import Delivery
from outbox.nudge import nudge
from outbox.states import State

KIND = "invite"
LIFE = timedelta(days=7)
MOST_AN_HOUR = 20
HOUR = timedelta(hours=1)
# Invitation, version, end, mark of the address.
_LINKS = SignedLinks("accounts.invitations.invite", ">16sIQ16s")
NOT_NEEDED = "not needed any more"


class TooMany(Exception):
    """The team sent as many invitations within an hour as it may."""


class NotPending(Exception):
    """It was accepted or taken back meanwhile."""


class Dead(StrEnum):
    """Why a link no longer works."""

    # Not what any link of ours looks like: cut off, or changed on the way.
    GARBLED = "garbled"
    # Looks like one, but no key of ours signed it.
    OTHER_KEY = "other_key"
    REVOKED = "revoked"
    # It was sent again: the newest link works.
    REPLACED = "replaced"
    EXPIRED = "expired"
    USED = "used"
    # The address has an account by now.
    KNOWN = "known"


@dataclass(frozen=True)
class DeadInvitation:
    """A link that does not work, and why."""

    why: Dead


def pending(team_id: UUID) -> QuerySet[Invitation]:
    """The invitations of a team nobody has answered, newest first; those that ran out too."""
    rows = Invitation.objects.filter(team=team_id, accepted_at=None, revoked_at=None)
    return rows.select_related("invited_by").order_by("-created_at", "pk")


@transaction.atomic
def invite(address: str, roles: Iterable[Role], *, by: User, now: datetime) -> Invitation:
    """Invite an address; one that was invited before gets a new link and these roles.

    Raises NoRole, TooMany, ValidationError.
    """
    wanted, address = frozenset(roles), normalise_email(address)
    if not wanted:
        raise NoRole
    _check_room(by, now)
    trail = Trail(actor=by, team=by.team, now=now)
    known = pending(by.team_id).filter(address=address).first()
    if known:
        trail.update(known, invited_by=by, **role_columns(wanted), **_anew(known, now))
        invitation = known
    else:
        invitation = trail.create(
            Invitation(
                team=by.team,
                address=address,
                invited_by=by,
                created_at=now,
                expires_at=now + LIFE,
                **role_columns(wanted),
            )
        )
    trail.write("invite", invitation)
    _queue(invitation, by, now)
    return invitation


@transaction.atomic
def send_again(pk: UUID, *, by: User, now: datetime) -> Invitation:
    """Send a pending invitation once more: another seven days, and the link of before is dead.

    Raises NotPending, TooMany.
    """
    _check_room(by, now)
    invitation = _locked(pk, by)
    trail = Trail(actor=by, team=by.team, now=now)
    # Whoever sends it vouches for it.
    trail.update(invitation, invited_by=by, **_anew(invitation, now))
    trail.write("send_invitation_again", invitation)
    _queue(invitation, by, now)
    return invitation


@transaction.atomic
def revoke(pk: UUID, *, by: User, now: datetime) -> Invitation:
    """Take a pending invitation back. Raises NotPending."""
    lock_as_manager(by)
    invitation = _locked(pk, by)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(invitation, revoked_at=now)
    trail.write("revoke_invitation", invitation)
    _end_mail(invitation)
    return invitation


def token_of(invitation: Invitation) -> str:
    """The signed text that stands in the address of its link."""
    ends, mark = ticks(invitation.expires_at), _mark(invitation.address)
    return _LINKS.token(invitation.pk.bytes, invitation.version, ends, mark)


def open_invitation(token: str, now: datetime) -> Invitation | DeadInvitation:
    """What stands behind a token at the instant `now`. Reads, writes nothing."""
    return _judged(token, Invitation.objects.select_related("team", "invited_by"), now)


@transaction.atomic
def accept(
    token: str, *, name: str, password: str, is_proved: bool, now: datetime, **fields: Any
) -> User | DeadInvitation:
    """Make the account of an invitation, once: of two presses the second finds the link used.

    `is_proved`: the link went to the address by mail, so whoever presses it reads that mail.
    """
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("team", "invited_by")
    invitation = _judged(token, rows, now)
    if isinstance(invitation, DeadInvitation):
        return invitation
    user = _make(invitation, password, name=name, date_joined=now, links_valid_from=now, **fields)
    if user is None:
        return DeadInvitation(Dead.KNOWN)
    EmailAddress.objects.filter(user=user).update(verified=is_proved)
    trail = Trail(actor=user, team=invitation.team, now=now)
    trail.update(invitation, accepted_at=now, accepted_by=user)
    trail.write("accept_invitation", user)
    _end_mail(invitation)
    return user


def has_account(address: str) -> bool:
    """Whether this is a member's address, in whatever team; said to whoever reads its mail alone.

    One they confirmed and do not sign in with counts as well: it is theirs already.
    """
    confirmed = EmailAddress.objects.filter(email=address, verified=True)
    return User.objects.filter(email=address).exists() or confirmed.exists()


def _make(invitation: Invitation, password: str, **fields: Any) -> User | None:
    roles = role_columns(invitation.roles())
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.address, password, team=invitation.team, **roles, **fields
            )
    except IntegrityError:
        # Another invitation to the same address was accepted in this very moment.
        return None


def _judged(token: str, rows: QuerySet[Invitation], now: datetime) -> Invitation | DeadInvitation:
    read = _read(token)
    if isinstance(read, Dead):
        return DeadInvitation(read)
    pk, version, ends, mark = read
    row = rows.filter(pk=pk).first()
    if row is None or row.revoked_at:
        return DeadInvitation(Dead.REVOKED)
    if row.accepted_at:
        return DeadInvitation(Dead.USED)
    if row.version != version or _mark(row.address) != mark:
        return DeadInvitation(Dead.REPLACED)
    if now > min(ends, row.expires_at):
        return DeadInvitation(Dead.EXPIRED)
    return DeadInvitation(Dead.KNOWN) if has_account(row.address) else row


def _read(token: str) -> tuple[UUID, int, datetime, bytes] | Dead:
    try:
        pk, version, ends, mark = _LINKS.values(token)
    except Garbled:
        return Dead.GARBLED
    except OtherKey:
        return Dead.OTHER_KEY
    return UUID(bytes=pk), version, instant_of(ends), mark


def _mark(address: str) -> bytes:
    return hashlib.sha256(f"lostdeals invitation {address}".encode()).digest()[:16]


def _anew(invitation: Invitation, now: datetime) -> dict[str, Any]:
    return {"version": invitation.version + 1, "expires_at": now + LIFE}


def _locked(pk: UUID, by: User) -> Invitation:
    rows = pending(by.team_id).select_for_update(of=("self",))
    if (invitation := rows.filter(pk=pk).first()) is None:
        raise NotPending
    return invitation


def _check_room(by: User, now: datetime) -> None:
    """One invitation of a team at a time, and so many an hour."""
    lock_as_manager(by)
    sent = Delivery.objects.filter(kind=KIND, owner__team=by.team_id, created_at__gt=now - HOUR)
    if sent.count() >= MOST_AN_HOUR:
        raise TooMany


def _queue(invitation: Invitation, by: User, now: datetime) -> None:
    """A mail row for whatever the invitation says by then; what waited for an older version goes."""
    _end_mail(invitation)
    Delivery.objects.create(
        kind=KIND,
        owner=by,
        address=invitation.address,
        period_key=f"{invitation.pk}:{invitation.version}",
        context={"invitation": str(invitation.pk), "version": invitation.version},
        due_at=now,
        next_attempt_at=now,
        created_at=now,
    )
    nudge()


def _end_mail(invitation: Invitation) -> None:
    """What has not left need not leave any more; what is on its way is asked again before it does."""
    waiting = Delivery.objects.filter(kind=KIND, period_key__startswith=f"{invitation.pk}:")
    waiting.filter(state=State.PENDING).update(state=State.DROPPED, error=NOT_NEEDED)


def mail_of(invitations: Iterable[Invitation]) -> dict[UUID, Delivery]:
    """The newest mail of each invitation: how it stands, never what it says."""
    keys = {f"{one.pk}:{one.version}": one.pk for one in invitations}
    return {keys[mail.period_key]: mail for mail in Delivery.objects.filter(kind=KIND, period_key__in=keys)}
