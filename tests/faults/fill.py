"""A program for an installation of its own: writes people, and their noes by the same door as the page.

It reads them as JSON from stdin (Person.as_json), and how many mails to prospects shall be due now.
"""

import json
import sys
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from followups.actions import record_no
from outbox.models import Delivery
from prospects.conversations import ExitConversation
from prospects.new_no import NewNo, Offer, Who
from tests.faults.people import COUNTRY, PROSPECT_MAIL, REGION


@transaction.atomic
def main() -> None:
    """Write all of them, or none."""
    facts = json.load(sys.stdin)
    password = make_password(facts["password"])
    for person in facts["people"]:
        user = add(person)
        User.objects.filter(pk=user.pk).update(password=password)  # hashed once for all of them
        for no in person["noes"]:
            log(no, user)
    write_prospect_mails(facts["prospect_mails"])


def add(person: dict[str, Any]) -> User:
    """Somebody with a team of their own."""
    joined = datetime.fromisoformat(person["joined"])
    return User.objects.create_user(
        person["email"],
        None,
        team=Team.objects.create(name=f"Team of {person['email']}"),
        name=person["email"].partition("@")[0],
        time_zone=person["zone"],
        country=COUNTRY,
        region=REGION,
        working_days=person["working_days"],
        digest_time=time.fromisoformat(person["digest_at"]),
        date_joined=joined,
        links_valid_from=joined,
    )


def log(no: dict[str, Any], user: User) -> None:
    """One no, on the day it was said."""
    value = None if no["value"] is None else Decimal(no["value"])
    new = NewNo(
        who=Who(name=no["name"], organisation=no["organisation"], email=no["email"]),
        conversation=ExitConversation(no["conversation"]),
        said_on=date.fromisoformat(no["day"]),
        offer=Offer(title=f"Offer {no['name']}", value=value),
    )
    record_no(new, by=user, today=new.said_on, now=datetime.fromisoformat(no["at"]))


def write_prospect_mails(mails: int) -> None:
    """One to each of so many prospects."""
    now, owner = timezone.now(), User.objects.order_by("email").first()
    Delivery.objects.bulk_create(
        Delivery(
            kind=PROSPECT_MAIL,
            owner=owner,
            address=f"buyer{number:04d}@buyer.example",
            period_key=f"item-{number:04d}",
            due_at=now,
            next_attempt_at=now,
            created_at=now,
        )
        for number in range(mails)
    )
