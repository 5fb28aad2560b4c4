"""The key in the links of mails to somebody."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from common.tokens import new_token
from prospects.models.prospect import Prospect

KEY_LENGTH = 32


class MailKey(models.Model):
    """What the unsubscribe link in every mail to a person is made of: random, never expiring, theirs alone.

    It is kept as it is, not as a hash: every later mail holds the same link, which works after a new
    SECRET_KEY and in a restored copy. It lets nobody read anything. Whoever was mailed can't be made unheard
    of (PROTECT): the link in that mail has to work.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.PROTECT, related_name="mail_keys")
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_token, editable=False)
    # Of a row that was merged into this one: the links in mails of that time go on working.
    is_former = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["prospect"], condition=models.Q(is_former=False), name="one_mail_key_per_prospect"
            ),
        ]

    def __str__(self) -> str:
        return f"mail key of {self.created_at:%Y-%m-%d}"
