"""An agreed meeting as a calendar file (RFC 5545): all day, since a day was agreed and no hour.

It may be forwarded to the buyer, so it says no more than who meets whom: the team by its public name only.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from followups.kinds import Status
from followups.models import FollowUp

MIME_TYPE = "text/calendar; charset=utf-8"
# A meeting nobody has to go to any more is taken out of the calendars it stands in.
GONE = {Status.SKIPPED, Status.CANCELLED}


def meeting_file(row: FollowUp, now: datetime) -> bytes:
    """The calendar file of an agreed meeting; its prospect and its owner's team should be loaded with it.

    The same meeting keeps its UID, and a later state of it has a higher SEQUENCE, so that a calendar which
    holds it already moves it instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{_plain(_our_name(row))}//Meeting//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(row, now))
    return bytes(calendar.to_ical())


def _event(row: FollowUp, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"urn:uuid:{row.pk}")
    event.add("dtstamp", now)
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(days=1))
    event.add("summary", _("%(name)s and %(us)s") % {"name": row.prospect.name, "us": _our_name(row)})
    event.add("sequence", row.version)
    event.add("status", "CANCELLED" if row.status in GONE else "CONFIRMED")
    # The day is agreed, the hour is not: the rest of it stays free.
    event.add("transp", "TRANSPARENT")
    event["organizer"] = _organiser(row)
    return event


def _organiser(row: FollowUp) -> vCalAddress:
    organiser = vCalAddress(f"mailto:{quote(row.owner.email, safe='@')}")
    organiser.params["cn"] = vText(row.owner.get_full_name())
    return organiser


def _our_name(row: FollowUp) -> str:
    """Who meets them: the person, and the team as buyers know it."""
    team = row.owner.team.public_name
    return f"{row.owner.get_full_name()}, {team}" if team else row.owner.get_full_name()


def _plain(name: str) -> str:
    """A name inside an identifier: its own slashes would part it."""
    return name.replace("//", "/")


def file_name(row: FollowUp) -> str:
    """What the download is called."""
    return f"{row.due_on.isoformat()}.ics"
