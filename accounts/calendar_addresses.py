"""The secret address a calendar reads somebody's follow-ups from: made, changed, switched off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import CalendarFeed, User
from common.tokens import new_token, token_hash


class AddressChanged(Exception):
    """The address is no longer the one the page showed: another press was first."""


def whose_calendar(token: str) -> User | None:
    """Whose follow-ups this token opens; None for an unknown one, a dead one and a deactivated person's."""
    feed = CalendarFeed.objects.filter(token_hash=token_hash(token), user__is_active=True)
    return next((found.user for found in feed.select_related("user__team")), None)


@transaction.atomic
def make_address(user: User, *, replaces: UUID | None, now: datetime) -> str:
    """A new secret for the calendar of `user`; the one before is dead from here on.

    The secret is returned once and kept as a hash only; the trail says that it was made, never what it is.
    Raises AddressChanged unless `replaces` is the standing address (None: there is none), so that a form
    sent twice does not kill the address the first one gave.
    """
    _take(user, replaces)
    token = new_token()
    CalendarFeed.objects.create(user=user, token_hash=token_hash(token), created_at=now)
    _note("make_calendar_address", user, now)
    return token


@transaction.atomic
def turn_off_address(user: User, *, now: datetime) -> bool:
    """No calendar reads the follow-ups of `user` any more; False when none could before."""
    if not _standing(user):
        return False
    CalendarFeed.objects.filter(user=user).delete()
    _note("turn_off_calendar_address", user, now)
    return True


def _take(user: User, replaces: UUID | None) -> None:
    standing = _standing(user)
    if standing != replaces:
        raise AddressChanged
    CalendarFeed.objects.filter(user=user).delete()


def _standing(user: User) -> UUID | None:
    """Which address stands, its owner locked: two presses at once come one after the other."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    return CalendarFeed.objects.filter(user=user).values_list("pk", flat=True).first()


def _note(action: str, user: User, now: datetime) -> None:
    # Without the row: even its hash has no business in the history, and no undo brings a dead address back.
    Trail(actor=user, team=user.team, now=now).write(action, user)
