"""What stands on somebody's own page: what they agreed to, how often, about what, and whether they pause."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.days import plain_day_and_year
from followups.actions import said_aloud
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from followups.permission_rules import BY_MAIL
from nurture.buyers_words import greeting
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.models import Permission, Prospect
from prospects.permissions import standing_at_address

# What they switch, in the order of COPY.md H.
SWITCHES: dict[PermissionChannel, LazyText] = {
    PermissionChannel.CALL: gettext_lazy("Call me"),
    PermissionChannel.MAIL: gettext_lazy("Write to me"),
    PermissionChannel.NEWSLETTER: gettext_lazy("Send the letter"),
}


@dataclass(frozen=True)
class Switch:
    """A way to reach them: whether it is on, since when and how they said so, in which words of theirs."""

    channel: PermissionChannel
    label: str
    is_on: bool
    since: str = ""
    words: str = ""


@dataclass(frozen=True)
class Subject:
    """One of their topics, and whether they want to hear of it."""

    key: UUID
    name: str
    is_heard: bool


@dataclass(frozen=True)
class Preferences:
    """Everything the page shows."""

    person: Prospect
    me: str
    team: str
    hello: str
    agreed_on: str
    switches: tuple[Switch, ...]
    every_weeks: int | None
    subjects: tuple[Subject, ...]
    paused_until: date | None
    # What they said aloud and may confirm here.
    aloud: tuple[Permission, ...]
    has_stopped: bool
    counts_opens: bool

    def aloud_text(self) -> str:
        """What they said yes to, joined."""
        return "; ".join(spoken(row) for row in self.aloud)


def preferences_of(person: Prospect, today: date) -> Preferences:
    """What stands with somebody, over every row of the team with their address."""
    standing = standing_at_address(person)
    granted = [row for row in standing.values() if row.is_granted]
    agreed_on = max((row.given_on for row in granted), default=None)
    return Preferences(
        person=person,
        me=person.owner.get_full_name(),
        team=person.team.public_name,
        hello=greeting(person),
        agreed_on=plain_day_and_year(agreed_on) if agreed_on else "",
        switches=tuple(_switch(channel, standing.get(channel)) for channel in SWITCHES),
        every_weeks=_weeks(granted),
        subjects=tuple(_subjects(person)),
        paused_until=_pause_of(person, today),
        aloud=tuple(said_aloud(person)),
        has_stopped=closed_to_us(person) == Closed.STOPPED,
        counts_opens=person.team.counts_opens,
    )


def _switch(channel: PermissionChannel, row: Permission | None) -> Switch:
    label = str(SWITCHES[channel])
    if row is None:
        return Switch(channel, label, is_on=False)
    day = plain_day_and_year(row.given_on)
    if not row.is_granted:
        return Switch(channel, label, is_on=False, since=_("Off since %(day)s.") % {"day": day})
    how = (
        _("You confirmed it on %(day)s.")
        if row.strength == PermissionStrength.CONFIRMED
        else _("You said so on %(day)s.")
    )
    return Switch(channel, label, is_on=True, since=how % {"day": day}, words=row.words)


def _weeks(granted: list[Permission]) -> int | None:
    """How often they get something by mail; the rarer of two numbers."""
    by_mail = (row.every_weeks for row in granted if row.channel in BY_MAIL)
    return max(filter(None, by_mail), default=None)


def _subjects(person: Prospect) -> Iterator[Subject]:
    for row in person.topics.select_related("topic").order_by("topic__name", "pk"):
        yield Subject(row.topic_id, row.topic.name, not row.is_muted)


def _pause_of(person: Prospect, today: date) -> date | None:
    """On whichever row with their address they said so."""
    same = Prospect.objects.of_address(person.team_id, person.email)
    days = (person.paused_until, *same.values_list("paused_until", flat=True))
    until = max(filter(None, days), default=None)
    return until if until and until > today else None


def spoken(row: Permission) -> str:
    """What a yes is to, as they would say it, and how often."""
    what = _("mail") if row.channel == PermissionChannel.MAIL else _("the letter")
    if not row.every_weeks:
        return what
    return _("%(what)s, every %(weeks)d weeks") % {"what": what, "weeks": row.every_weeks}
