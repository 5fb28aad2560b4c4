"""A program for an installation of its own: keeps a file of declined deals as the upload page does.

It reads who brings it and its text as JSON from stdin, and prints the id of the import.
"""

import json
import sys

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from exchange.imports.uploads import store
from exchange.kinds import ImportKind
from exchange.models import Import


def main() -> None:
    """One import of one file."""
    asked = json.load(sys.stdin)
    user = User.objects.get(email=asked["email"])
    brought = Import.objects.create(team=user.team, user=user, kind=ImportKind.DEALS)
    store(SimpleUploadedFile("deals.csv", asked["text"].encode()), brought, 0)
    print(brought.pk)
