"""A calendar program: knows a secret address, asks it now and then, and nothing else of ours."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.calendar_addresses import make_address
from accounts.models import CalendarFeed, User


@dataclass
class Subscription:
    """One address, and the client that asks it."""

    token: str
    client: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost"))

    @property
    def address(self) -> str:
        return f"/calendar/{self.token}.ics"

    def ask(self, **headers: str) -> Any:
        """The answer, whatever it is."""
        return self.client.get(self.address, headers=headers)

    def file(self) -> bytes:
        """The calendar file."""
        answer = self.ask()
        assert answer.status_code == 200
        return bytes(answer.content)

    def events(self) -> dict[str, Any]:
        """Every event by the follow-up it is about."""
        return {str(event["uid"]).partition("@")[0]: event for event in events_in(self.file())}

    def days(self) -> dict[str, date]:
        """The day of every follow-up."""
        return {pk: event.decoded("dtstart") for pk, event in self.events().items()}


def subscribe(user: User) -> Subscription:
    """A calendar with a new address of `user`."""
    standing = CalendarFeed.objects.filter(user=user).values_list("pk", flat=True).first()
    return Subscription(make_address(user, replaces=standing, now=timezone.now()))


def events_in(file: bytes) -> list[Any]:
    """The events of a file as icalendar reads them."""
    return list(Calendar.from_ical(file).walk("VEVENT"))


def unfolded(file: bytes) -> list[str]:
    """The lines of a file, folds taken out."""
    return file.replace(b"\r\n ", b"").decode().split("\r\n")
