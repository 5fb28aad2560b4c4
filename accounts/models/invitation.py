"""Addresses that may make themselves an account."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.team import Team
from accounts.models.user import User, roles_in
from accounts.roles import Role


class Invitation(models.Model):
    """An address that may make itself an account in a team, once; the link to it is signed, not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField(_("e-mail"), max_length=254)
    is_sales = models.BooleanField(default=True)
    is_marketing = models.BooleanField(default=False)
    is_manager = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Raised by sending it again: a link of before is dead.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "address"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_pending_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(address=models.functions.Lower("address")),
                name="invitation_address_lower_case",
            ),
            models.CheckConstraint(
                condition=models.Q(is_sales=True) | models.Q(is_marketing=True) | models.Q(is_manager=True),
                name="invitation_to_some_role",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at__isnull=True),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"

    def roles(self) -> frozenset[Role]:
        """The roles that come with it."""
        return roles_in(self)
