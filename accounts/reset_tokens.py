"""What makes a link to choose a new password good for one use, and useless when the account has moved on."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetTokens(PasswordResetTokenGenerator):
    """Dead after a day, a sign-in, a new password, another address, and when mailed links are revoked."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.links_valid_from.timestamp()}"
