"""An agreed meeting as a calendar file: all day, since a day was agreed and no hour.

It may be forwarded to the buyer, so it says no more than who meets whom: the team by its public name only.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from exchange.calendar_file import AllDay, calendar_of, event_of
from followups.kinds import Status
from followups.models import FollowUp

# A meeting nobody has to go to any more is taken out of the calendars it stands in.
GONE = {Status.SKIPPED, Status.CANCELLED}


def meeting_file(row: FollowUp, now: datetime) -> bytes:
    """The calendar file of an agreed meeting; its prospect and its owner's team should be loaded with it.

    The same meeting keeps its UID, and a later state of it has a higher SEQUENCE, so that a calendar which
    holds it already moves it instead of adding another.
    """
    entry = AllDay(
        uid=f"urn:uuid:{row.pk}",
        day=row.due_on,
        sequence=row.version,
        summary=_("%(name)s and %(us)s") % {"name": row.prospect.name, "us": _our_name(row)},
        is_off=row.status in GONE,
    )
    calendar = calendar_of(_our_name(row), "Meeting")
    calendar.add_component(event_of(entry, row.owner, now))
    return bytes(calendar.to_ical())


def _our_name(row: FollowUp) -> str:
    """Who meets them: the person, and the team as buyers know it."""
    team = row.owner.team.public_name
    return f"{row.owner.get_full_name()}, {team}" if team else row.owner.get_full_name()


def file_name(row: FollowUp) -> str:
    """What the download is called."""
    return f"{row.due_on.isoformat()}.ics"
