"""Teams, their people, and the secrets they hold."""

from accounts.changes import Change
from accounts.models.absence import Absence
from accounts.models.columns import (
    CADENCE_LENGTH,
    CURRENCY_LENGTH,
    DEFAULT_DIGEST_TIME,
    known_zones,
    validate_working_days,
    validate_zone,
)
from accounts.models.invitation import Invitation
from accounts.models.secrets_kept import ApiToken, CalendarFeed, SetupLink
from accounts.models.team import Team
from accounts.models.user import User, UserManager, normalise_email

__all__ = [
    "CADENCE_LENGTH",
    "CURRENCY_LENGTH",
    "DEFAULT_DIGEST_TIME",
    "Absence",
    "ApiToken",
    "CalendarFeed",
    "Change",
    "Invitation",
    "SetupLink",
    "Team",
    "User",
    "UserManager",
    "known_zones",
    "normalise_email",
    "validate_working_days",
    "validate_zone",
]
