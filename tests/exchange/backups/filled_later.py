"""A program for an installation of its own: one more no, after the backup."""

from accounts.models import User
from tests.exchange.backups.filled import OWNER, hear_no


def main() -> None:
    """Write it."""
    hear_no(User.objects.get(email=OWNER), "Somebody later")
