"""A program for an installation of its own that writes until it is told to stop, so many times a second.

Each write is one transaction of two rows with the same number, a house and a person in it; once it is
committed its number goes into a file.
"""

import sys
import threading
import time
from pathlib import Path

from django.db import transaction

from accounts.models import User
from prospects.models import Organisation, Prospect


def main(writer: str, ledger: str, a_second: str) -> None:
    """Write until somebody closes our input."""
    owner = User.objects.get()
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    pause, number = 1 / float(a_second), 0
    with Path(ledger).open("a", encoding="ascii") as said:
        due = time.monotonic()
        while not stop.is_set():
            write(owner, writer, number)
            said.write(f"{number}\n")
            said.flush()
            number += 1
            due = max(due + pause, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))


@transaction.atomic
def write(owner: User, writer: str, number: int) -> None:
    """Both rows, or none."""
    house = Organisation.objects.create(team=owner.team, name=f"House {writer} {number}")
    Prospect.objects.create(
        team=owner.team, owner=owner, organisation=house, name=f"Counted {writer} {number}"
    )  # fmt: skip
