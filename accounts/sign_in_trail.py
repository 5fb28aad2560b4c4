"""What changed about somebody's way in, in the audit trail: that it was done, never a secret of it."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.dispatch import receiver
from django.utils import timezone

from accounts.changes import Trail
from accounts.models import User

_ADDED = {
    Authenticator.Type.WEBAUTHN: "add_passkey",
    Authenticator.Type.TOTP: "turn_on_codes",
    Authenticator.Type.RECOVERY_CODES: "make_recovery_codes",
}
_REMOVED = {
    Authenticator.Type.WEBAUTHN: "remove_passkey",
    Authenticator.Type.TOTP: "turn_off_codes",
    Authenticator.Type.RECOVERY_CODES: "drop_recovery_codes",
}


@receiver(account.password_changed)
def _changed(user: User, **_: Any) -> None:
    _note("change_password", user)


@receiver(account.password_set)
def _set(user: User, **_: Any) -> None:
    _note("set_password", user)


@receiver(account.password_reset)
def _reset(user: User, **_: Any) -> None:
    _note("reset_password", user)


@receiver(account.email_changed)
def _moved(user: User, **_: Any) -> None:
    _note("change_address", user)


@receiver([mfa.authenticator_added, mfa.authenticator_reset])
def _added(user: User, authenticator: Authenticator, **_: Any) -> None:
    _note(_ADDED[authenticator.type], user)


@receiver(mfa.authenticator_removed)
def _removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _note(_REMOVED[authenticator.type], user)


def _note(action: str, user: User) -> None:
    Trail(actor=user, team=user.team, now=timezone.now()).write(action, user)
