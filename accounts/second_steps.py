"""The way back for somebody who lost their second step, and with it the way in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.changes import Trail
from accounts.models import User, normalise_email
from accounts.notices import tell
from accounts.sessions import end_all_sessions


@transaction.atomic
def remove_second_step(address: str, now: datetime) -> User | None:
    """Take passkeys, codes and recovery codes off the account with this address; None when it has none.

    It ends every session and tells its owner by mail. Nobody is named as having done it: it is done on the
    server. Raises User.DoesNotExist.
    """
    user = User.objects.select_for_update(of=("self",)).get(email=normalise_email(address))
    gone, _tables = Authenticator.objects.filter(user=user).delete()
    if not gone:
        return None
    end_all_sessions(user)
    Trail(actor=None, team=user.team, now=now).write("remove_second_step", user)
    tell(user, "second_factor_removed", now)
    return user
