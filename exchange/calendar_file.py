"""The one place where calendar text is written (RFC 5545): a meeting's file and the feed are made of these.

Every event is all day, since what we plan has a day and no hour.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress, vText

from accounts.models import User
from common.text import clean_line, clean_text

MIME_TYPE = "text/calendar; charset=utf-8"
ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class Words(vText):
    """Text as it was: vText reads a backslash before a capital N as a line break, which nobody typed."""

    def to_ical(self) -> bytes:
        """The text with what calendars read as signs escaped (RFC 5545, 3.3.11)."""
        return str(self).translate(ESCAPES).encode()


@dataclass(frozen=True)
class AllDay:
    """One event. A later state of it keeps the `uid` and has a higher `sequence`, so that it moves."""

    uid: str
    day: date
    sequence: int
    summary: str
    description: str = ""
    url: str = ""
    is_off: bool = False
    is_private: bool = False


def calendar_of(maker: str, what: str) -> Calendar:
    """An empty calendar to publish: who made it, and what it is."""
    calendar = Calendar()
    # A name's own slashes would part the identifier.
    calendar.add("prodid", Words(f"-//{clean_line(maker).replace('//', '/')}//{what}//EN"))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def event_of(entry: AllDay, owner: User, now: datetime) -> Event:
    """The event as it stands at `now` (aware); the day stays free, as no hour is agreed."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", Words(clean_line(entry.summary)))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event["organizer"] = _organiser(owner)
    if entry.description:
        event.add("description", Words(clean_text(entry.description)))
    if entry.url:
        event.add("url", entry.url)
    if entry.is_private:
        event.add("class", "PRIVATE")
    return event


def _organiser(owner: User) -> vCalAddress:
    organiser = vCalAddress(f"mailto:{quote(owner.email, safe='@')}")
    organiser.params["cn"] = vText(clean_line(owner.get_full_name()))
    return organiser
