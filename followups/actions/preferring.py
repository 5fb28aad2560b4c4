"""What somebody sets on their own page: which way we may reach them, how often, about what, from when on.

Everything holds for every row of theirs in the team, as an unsubscribe does; nobody of ours is its actor.

Readings where RULES.md leaves room:

* Only what they changed against what they were shown is written: a switch that was on and stays on is no new
  yes, and an old tab brings back nothing that was ended since.
* A pause moves the open check-in that is due before it to the first working day on or after its end, in its
  own row, with two weeks from there. A day or a meeting they agreed to stands.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.working_calendar import NoWorkingDay, WorkingCalendar
from followups.actions.permitting import AskedToStop
from followups.actions.plans import lock_owners, owners_of_person, stop_everything
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from followups.kinds import Kind
from followups.models import FollowUp
from followups.permission_rules import BY_MAIL
from followups.scheduling import SHORT_WINDOW_DAYS
from prospects import actions as facts
from prospects.conversations import PermissionChannel, PermissionSource, PermissionStrength
from prospects.models import Permission, Prospect
from prospects.new_no import Agreement
from prospects.permissions import ended_by_link, standing_at_address, standing_permissions


@dataclass(frozen=True)
class Pause:
    """They want to hear nothing before a day; None ends the pause."""

    until: date | None


@dataclass(frozen=True)
class Wishes:
    """What they changed: channels switched on and off, every so many weeks, topics to hear of or not.

    None is what they left as it stood.
    """

    switched_on: frozenset[PermissionChannel] = frozenset()
    switched_off: frozenset[PermissionChannel] = frozenset()
    every_weeks: int | None = None
    topics_on: frozenset[UUID] = frozenset()
    topics_off: frozenset[UUID] = frozenset()
    pause: Pause | None = None


@transaction.atomic
def note_wishes(prospect: Prospect, wishes: Wishes, *, now: datetime) -> Change | None:
    """Write down what they set; None where nothing of it is new. Raises AskedToStop: then nothing changes."""
    people = _locked(prospect)
    person = next(one for one in people if one.pk == prospect.pk)
    if closed_to_us(person) == Closed.STOPPED:
        raise AskedToStop
    trail = Trail(actor=None, team=person.team, now=now)
    for one in people:
        today = one.owner.today(now)
        _grant(one, wishes, today, trail)
        _take_back(one, wishes, today, trail)
        facts.mute_topics(one, on=wishes.topics_on, off=wishes.topics_off, trail=trail)
        if wishes.pause:
            _pause(one, wishes.pause, trail)
    return trail.write("change_preferences", person) if trail.after else None


@transaction.atomic
def stop_on_page(prospect: Prospect, *, now: datetime) -> Change | None:
    """They pressed "stop everything": as if they had asked us to, without anybody of ours in between.

    None when it stood before: then nothing is left to end.
    """
    people = _locked(prospect)
    person = next(one for one in people if one.pk == prospect.pk)
    trail = Trail(actor=None, team=person.team, now=now)
    stop_everything(person, today=person.owner.today(now), trail=trail)
    return trail.write("stop_on_page", person) if trail.after else None


@transaction.atomic
def confirm_in_writing(prospect: Prospect, said: Collection[UUID], *, now: datetime) -> Change | None:
    """They pressed the link of what they had said aloud: `said` are the records they were shown.

    What was ended, changed or confirmed since is left as it is; None when nothing is left. Raises
    AskedToStop.
    """
    person = next(one for one in _locked(prospect) if one.pk == prospect.pk)
    if closed_to_us(person) == Closed.STOPPED:
        raise AskedToStop
    trail = Trail(actor=None, team=person.team, now=now)
    for row in said_aloud(person):
        if row.pk in said:
            today = row.prospect.owner.today(now)
            channel = PermissionChannel(row.channel)
            _write_yes(row.prospect, channel, row, None, max(today, row.given_on), trail)
    return trail.write("confirm_in_writing", person) if trail.after else None


def said_aloud(person: Prospect) -> list[Permission]:
    """What goes by mail, was agreed to aloud, stands, and has not been confirmed in writing; one query."""
    standing = standing_at_address(person)
    rows = (standing[channel] for channel in PermissionChannel if channel in BY_MAIL & standing.keys())
    return [row for row in rows if row.is_granted and row.strength != PermissionStrength.CONFIRMED]


def _locked(prospect: Prospect) -> list[Prospect]:
    """Every row of theirs in the team; whoever holds or plans for one of them waits."""
    same = Prospect.objects.of_address(prospect.team_id, prospect.email)
    holders = {prospect.owner_id, *same.values_list("owner_id", flat=True)}
    lock_owners(holders | owners_of_person(prospect, team_id=prospect.team_id))
    own = Prospect.objects.filter(pk=prospect.pk)
    rows = (own | same) if prospect.email else own
    return list(rows.select_related("team", "owner__team").order_by("pk"))


def _grant(person: Prospect, wishes: Wishes, today: date, trail: Trail) -> None:
    """A yes by their own press is one in writing; so is how often."""
    standing = standing_permissions(person)
    for channel in PermissionChannel:
        row = standing.get(channel)
        weeks = wishes.every_weeks if channel in BY_MAIL else None
        granted = row if row is not None and row.is_granted else None
        is_new = channel in wishes.switched_on and not _is_written(granted)
        stays = granted is not None and channel not in wishes.switched_off
        if is_new or (stays and granted and weeks is not None and granted.every_weeks != weeks):
            # A word dated ahead, by a clock further east, may not outlive it.
            on = max(today, row.given_on) if row else today
            _write_yes(person, channel, row, weeks, on, trail)


def _is_written(granted: Permission | None) -> bool:
    return granted is not None and granted.strength == PermissionStrength.CONFIRMED


def _write_yes(
    person: Prospect,
    channel: PermissionChannel,
    stands: Permission | None,
    weeks: int | None,
    on: date,
    trail: Trail,
) -> None:
    """The word after what stands; in the words, and as often, as agreed before, unless they say otherwise."""
    granted = stands if stands is not None and stands.is_granted else None
    words = granted.words if granted else ""
    often = weeks or (granted.every_weeks if granted else None)
    facts.grant(
        person,
        [channel],
        Agreement((channel,), PermissionStrength.CONFIRMED, words, often),
        on=on,
        source=PermissionSource.PRESSED_LINK,
        by=None,
        trail=trail,
        after={channel: stands} if stands else None,
    )


def _take_back(person: Prospect, wishes: Wishes, today: date, trail: Trail) -> None:
    standing = standing_permissions(person)
    gone = [one for one in PermissionChannel if one in wishes.switched_off]
    gone = [one for one in gone if not ended_by_link(standing.get(one))]
    latest = max([today, *(standing[one].given_on for one in gone if one in standing)])
    source = PermissionSource.PRESSED_LINK
    facts.withdraw(person, gone, source, on=latest, by=None, trail=trail, after=standing)


def _pause(person: Prospect, pause: Pause, trail: Trail) -> None:
    if person.paused_until != pause.until:
        trail.update(person, paused_until=pause.until)
    if pause.until is None:
        return
    rows = FollowUp.objects.open().filter(prospect=person, kind=Kind.CHECK_IN, is_agreed=False)
    # Whoever asked for a call first, and for a pause then, is still called: we said so.
    rows = rows.filter(due_on__lt=pause.until, plan__is_hot=False)
    for row in rows.select_related("owner__team").order_by("pk"):
        _wait(row, pause.until, trail)


def _wait(row: FollowUp, until: date, trail: Trail) -> None:
    """Two weeks from the day on: of one day alone it would be the check-in they had asked for themselves."""
    day = _first_day(row.owner.calendar(), until)
    last = max(row.closes_on, day + timedelta(days=SHORT_WINDOW_DAYS - 1))
    trail.update(row, opens_on=day, due_on=day, closes_on=last, version=row.version + 1)


def _first_day(calendar: WorkingCalendar, day: date) -> date:
    try:
        return calendar.on_or_after(day)
    except NoWorkingDay:
        return day
