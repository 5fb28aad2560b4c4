"""What somebody agrees to receive, said or taken back outside a "no"; and the end of everything."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail, row_key
from accounts.models import User
from common.submissions import SavedOtherwise
from common.text import clean_line, clean_text
from followups.actions.plans import lock_owner, lock_owners, owners_of_person, stop_everything
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from prospects import actions as facts
from prospects.conversations import PermissionChannel, PermissionSource, PermissionStrength
from prospects.models import Permission, Prospect
from prospects.new_no import Agreement

# By hand: what somebody told us, and what they wrote. The other ways leave a record of their own.
SOURCE_OF = {
    PermissionStrength.SAID: PermissionSource.TOLD_US,
    PermissionStrength.CONFIRMED: PermissionSource.WROTE,
}


@dataclass(frozen=True)
class Word:
    """What they said about some channels, and when; in writing it is `CONFIRMED`.

    `submission` is the key of the form it was typed into.
    """

    channels: tuple[PermissionChannel, ...]
    given_on: date
    strength: PermissionStrength = PermissionStrength.SAID
    words: str = ""
    every_weeks: int | None = None
    submission: str = ""


class AskedToStop(Exception):
    """They asked us to stop, here or with a colleague: nothing is granted by hand any more."""


@transaction.atomic
def grant_permission(prospect: Prospect, word: Word, *, by: User, today: date, now: datetime) -> Change:
    """Record that channels were granted: when, how, in which words, by whom.

    The same submission twice is recorded once. Raises ValidationError without a channel, for a day still to
    come, for words that are too long; AskedToStop; SavedOtherwise when the submission was recorded with
    something else in it.
    """
    person = _locked(prospect, word, today)
    if known := _already_noted(person, word, by, is_granted=True):
        return known
    if closed_to_us(person) == Closed.STOPPED:
        raise AskedToStop
    trail = Trail(actor=by, team=by.team, now=now)
    facts.grant(
        person,
        word.channels,
        Agreement(word.channels, word.strength, word.words, word.every_weeks),
        on=word.given_on,
        source=SOURCE_OF[word.strength],
        by=by,
        trail=trail,
        submission=clean_line(word.submission),
    )
    return trail.write("grant_permission", person)


@transaction.atomic
def withdraw_permission(prospect: Prospect, word: Word, *, by: User, today: date, now: datetime) -> Change:
    """Record that channels were taken back. Raises ValidationError and SavedOtherwise as grant_permission."""
    person = _locked(prospect, word, today)
    if known := _already_noted(person, word, by, is_granted=False):
        return known
    trail = Trail(actor=by, team=by.team, now=now)
    facts.withdraw(
        person,
        word.channels,
        SOURCE_OF[word.strength],
        on=word.given_on,
        by=by,
        trail=trail,
        words=word.words,
        submission=clean_line(word.submission),
    )
    return trail.write("withdraw_permission", person)


def _locked(prospect: Prospect, word: Word, today: date) -> Prospect:
    if not word.channels:
        raise ValidationError({"channels": _("What is it about? Choose at least one.")})
    if word.given_on > today:
        raise ValidationError({"given_on": _("That day is still to come.")})
    lock_owner(prospect.owner_id)
    return Prospect.objects.select_related("team").get(pk=prospect.pk)


def _already_noted(person: Prospect, word: Word, by: User, *, is_granted: bool) -> Change | None:
    """The change that recorded this very form before; whoever plans for the person is locked by now."""
    key = clean_line(word.submission)
    rows = list(person.permissions.filter(recorded_by=by, submission=key)) if key else []
    if not rows:
        return None
    wanted = {_told(channel, word, is_granted) for channel in word.channels}
    if {_as_told(row) for row in rows} != wanted:
        raise SavedOtherwise
    changes = Change.objects.filter(object_id=person.pk, at=rows[0].created_at)
    return next(change for change in changes if row_key(rows[0]) in dict(change.after))


def _told(channel: PermissionChannel, word: Word, is_granted: bool) -> tuple[object, ...]:
    how = (str(word.strength), word.every_weeks) if is_granted else ()
    return str(channel), is_granted, word.given_on, clean_text(word.words), *how


def _as_told(row: Permission) -> tuple[object, ...]:
    how = (row.strength, row.every_weeks) if row.is_granted else ()
    return row.channel, row.is_granted, row.given_on, row.words, *how


@transaction.atomic
def ask_to_stop(prospect: Prospect, *, by: User, today: date, now: datetime) -> Change | None:
    """They asked us to stop: every plan of theirs in the team ends, every permission is withdrawn.

    `today` is the local date of whoever looks after them. None when they had asked before: then nothing
    is left to end.
    """
    lock_owners(owners_of_person(prospect, team_id=prospect.team_id))
    trail = Trail(actor=by, team=by.team, now=now)
    person = Prospect.objects.select_related("team").get(pk=prospect.pk)
    stop_everything(person, today=today, trail=trail)
    return trail.write("ask_to_stop", person) if trail.after else None
