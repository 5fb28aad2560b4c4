"""What a calendar is told: every row of Today as an all-day event, in its reader's language."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import vText

from accounts.models import User
from exchange.calendar_file import AllDay, calendar_of, event_of
from followups.agenda import Agenda, AgendaItem
from followups.labels import KINDS
from followups.sentences import to_do

NAME = "Lost Deals"
# How often a calendar should look again; some ask once a day, whatever they are told.
LOOK_AGAIN = timedelta(hours=1)
# A version of the row leaves room for the days on which it is carried along.
DAYS_IN_A_VERSION = 1000
# Raised when the file around the events changes, so that nobody keeps the old one.
EDITION = 1


@dataclass(frozen=True)
class Feed:
    """The events of one person, and a mark that stays the same as long as they do."""

    owner: User
    entries: tuple[AllDay, ...]

    def mark(self) -> str:
        """A weak entity tag: two files with the same one differ in their time stamps only."""
        said = repr((EDITION, self.owner.email, self.owner.get_full_name(), self.entries))
        return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'

    def file(self, now: datetime) -> bytes:
        """The calendar file at `now` (aware)."""
        calendar = calendar_of(NAME, "Calendar")
        calendar.add("name", vText(NAME))
        calendar.add("x-wr-calname", vText(NAME))
        calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vText("PT1H"))
        for entry in self.entries:
            calendar.add_component(event_of(entry, self.owner, now))
        return bytes(calendar.to_ical())


def feed_of(agenda: Agenda, owner: User, site_url: str) -> Feed:
    """The feed for an agenda; `site_url` is where its links lead."""
    items = (item for _section, rows in agenda.sections() for item in rows)
    return Feed(owner, tuple(_entry(item, agenda.day, site_url) for item in items))


def _entry(item: AgendaItem, today: date, site_url: str) -> AllDay:
    """One row. What is due stays on today until somebody acts, as on the page; otherwise its own day."""
    url = f"{site_url}/followups/{item.follow_up_id}/"
    carried = max((today - item.due_on).days, 0)
    who = ", ".join(name for name in (item.prospect_name, item.organisation_name) if name)
    return AllDay(
        uid=f"{item.follow_up_id}@{urlsplit(site_url).hostname}",
        day=item.due_on + timedelta(days=carried),
        sequence=item.version * DAYS_IN_A_VERSION + min(carried, DAYS_IN_A_VERSION - 1),
        summary=_("%(what)s: %(who)s") % {"what": KINDS[item.kind], "who": who},
        description=f"{to_do(item)}\n{url}",
        url=url,
        is_private=True,
    )
