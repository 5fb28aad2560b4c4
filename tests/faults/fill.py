"""A program for an installation of its own: reads people and their noes as JSON and writes them through the
same door as the page does."""

import json
import os
import sys
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")


def main() -> None:
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from accounts.models import Team, User
    from followups.actions import record_no
    from prospects.conversations import ExitConversation
    from prospects.new_no import NewNo, Offer, Who

    def add(person: dict[str, Any], password: str) -> None:
        user = User.objects.create_user(
            person["email"],
            None,
            team=Team.objects.create(name=f"Team of {person['email']}"),
            name=person["email"].partition("@")[0],
            time_zone=person["zone"],
            country="DE",
            region="BY",
            working_days=person["working_days"],
            digest_time=time.fromisoformat(person["digest_at"]),
            date_joined=datetime.fromisoformat(person["joined"]),
            links_valid_from=datetime.fromisoformat(person["joined"]),
        )
        User.objects.filter(pk=user.pk).update(password=password)
        for no in person["noes"]:
            record_no(
                NewNo(
                    who=Who(name=no["name"], organisation=no["organisation"], email=no["email"]),
                    conversation=ExitConversation(no["conversation"]),
                    said_on=date.fromisoformat(no["day"]),
                    offer=Offer(
                        title=f"Offer {no['name']}",
                        value=None if no["value"] is None else Decimal(no["value"]),
                    ),
                ),
                by=user,
                today=date.fromisoformat(no["day"]),
                now=datetime.fromisoformat(no["at"]),
            )

    facts = json.load(sys.stdin)
    password = make_password(facts["password"])
    with transaction.atomic():
        for person in facts["people"]:
            add(person, password)


if __name__ == "__main__":
    django.setup()
    main()
