"""All links in mails to somebody, made useless at once."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User


@transaction.atomic
def revoke_mailed_links(user: User, *, now: datetime) -> None:
    """No link in a mail sent to `user` until now acts any more; the next mail brings new ones.

    The trail says that it was done, without the row: no undo brings dead links back.
    """
    # What was made in this very instant is meant too.
    User.objects.filter(pk=user.pk).update(links_valid_from=now + timedelta(microseconds=1))
    Trail(actor=user, team=user.team, now=now).write("revoke_mailed_links", user)
