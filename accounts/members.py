"""Who is in a team and as what: roles given and taken, members who leave and who come back.

Whatever decides who manages a team locks its row first: of two managers who demote each other at once the
second sees that nobody would be left.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from accounts.api_tokens import revoke_tokens
from accounts.changes import Trail
from accounts.models import CalendarFeed, Invitation, Team, User
from accounts.roles import Role
from accounts.sessions import end_all_sessions
from outbox.leaving import stop_mail_to


class NoManagerLeft(Exception):
    """The team's last active manager keeps the role, and stays."""


class NoRole(ValueError):
    """Every member has a role."""


class ChangedMeanwhile(Exception):
    """The member is no longer as the page showed them: somebody else was first."""


def members_of(team_id: UUID) -> QuerySet[User]:
    """Everybody who is or was in a team: those who are first, then by name."""
    return User.objects.filter(team=team_id).order_by("-is_active", "name", "email")


def lock_team(pk: UUID) -> Team:
    """The team, locked: who is in it and as what changes one at a time. Rows may refer to it meanwhile."""
    return Team.objects.select_for_update(no_key=True).get(pk=pk)


def lock_as_manager(by: User) -> Team:
    """The team of a manager, locked; raises PermissionDenied when they are none (any more)."""
    team = lock_team(by.team_id)
    if not User.objects.filter(pk=by.pk, is_active=True, is_manager=True).exists():
        raise PermissionDenied
    return team


@transaction.atomic
def change_roles(
    member: User, roles: Iterable[Role], *, seen: Iterable[Role], by: User, now: datetime
) -> frozenset[Role]:
    """Give a member these roles; returns what they had. It counts with their very next request.

    `seen` is what the page showed. Raises NoRole, ChangedMeanwhile, NoManagerLeft, PermissionDenied.
    """
    wanted = frozenset(roles)
    if not wanted:
        raise NoRole
    lock_as_manager(by)
    fresh = User.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk, team=by.team_id)
    had = fresh.roles()
    if not fresh.is_active or had != frozenset(seen):
        raise ChangedMeanwhile
    if wanted == had:
        return had
    if Role.MANAGER in had - wanted:
        check_manager_stays(fresh)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(fresh, **role_columns(wanted))
    trail.write("change_roles", fresh)
    return had


def role_columns(roles: Iterable[Role]) -> dict[str, bool]:
    """The columns that say so."""
    held = frozenset(roles)
    return {f"is_{role}": role in held for role in Role}


def check_manager_stays(leaver: User) -> None:
    """Raises NoManagerLeft when a team would have no active manager without this one; its row is locked."""
    others = User.objects.filter(team=leaver.team_id, is_manager=True, is_active=True).exclude(pk=leaver.pk)
    if leaver.is_manager and not others.exists():
        raise NoManagerLeft


def close_account(leaver: User, trail: Trail) -> None:
    """Nobody is signed in as them from here on, and nothing that was theirs lets anybody in.

    Sessions, the calendar address, API tokens and every mailed link are dead, mail to them stops;
    invitations they sent are the word of somebody who is gone, and end. Their name stays on what they did.
    """
    _close_ways_in(leaver, trail)
    stop_mail_to(leaver.pk)
    for invitation in _pending_of(leaver).select_for_update(of=("self",)).order_by("pk"):
        trail.update(invitation, revoked_at=trail.now)
    trail.update(
        leaver,
        is_active=False,
        left_at=trail.now,
        session_generation=leaver.session_generation + 1,
        # What was made in this very instant is meant too.
        links_valid_from=trail.now + timedelta(microseconds=1),
    )


def _close_ways_in(user: User, trail: Trail) -> None:
    CalendarFeed.objects.filter(user=user).delete()
    revoke_tokens(user, by=trail.actor, now=trail.now)
    end_all_sessions(user)


def _pending_of(leaver: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(invited_by=leaver, accepted_at=None, revoked_at=None)


@transaction.atomic
def reactivate(member: User, *, by: User, now: datetime) -> bool:
    """Let somebody sign in again who had left; they come back with nothing. False when they are here."""
    lock_as_manager(by)
    fresh = User.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk, team=by.team_id)
    if fresh.is_active:
        return False
    trail = Trail(actor=by, team=by.team, now=now)
    # What was on its way when they left, and came into being a moment later.
    _close_ways_in(fresh, trail)
    trail.update(fresh, is_active=True, left_at=None, session_generation=fresh.session_generation + 1)
    trail.write("reactivate", fresh)
    return True
