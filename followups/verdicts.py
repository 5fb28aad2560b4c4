"""What the contact rules say about an open follow-up on a day; reads, and decides nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from followups.contact_history import (
    closed_to_us,
    history_of,
    is_after_interested,
    is_on_agreed_day,
    is_paused,
    limits_of,
)
from followups.contact_rules import Actor, Allowed, Blocked, judge, next_allowed_day
from followups.contacts import Contact, History, State, would_answer
from followups.kinds import STANDING_KINDS, TOUCH_OF, Channel, Kind, TouchKind
from followups.models import FollowUp
from followups.permission_rules import Grant, Refusal, countries_in, is_strict, why_not
from followups.written_answers import is_written_answer
from library.kinds import Purpose
from prospects.conversations import Manner, PermissionChannel, PermissionStrength
from prospects.models import Permission, Prospect
from prospects.permissions import standing_at_address, standing_permissions


def reached_by(row: FollowUp) -> Prospect:
    """Whom a follow-up reaches: whoever was named, of a referral."""
    return row.referred or row.prospect


def channel_of(row: FollowUp) -> Channel:
    """How a follow-up is done."""
    if row.kind == Kind.THANK_YOU:
        # The reply and the closing note go by mail; a thank-you is written by hand.
        return Channel.MAIL if is_written_answer(row) else Channel.LETTER
    if row.kind == Kind.AGREED_MEETING:
        return Channel.MEETING
    if row.kind in {Kind.PROMISE, Kind.VALUE_ITEM}:
        return Channel.MAIL
    return Channel.MAIL if row.manner == Manner.MAIL else Channel.CALL


def grants_of(person: Prospect) -> Mapping[PermissionChannel, Grant]:
    """Where every channel stands with somebody; one query."""
    standing = standing_permissions(person)
    return {channel: _grant(standing.get(channel)) for channel in PermissionChannel}


def why_app_may_not(
    person: Prospect,
    channel: PermissionChannel,
    *,
    today: date,
    has_postal_address: bool,
    actor: Actor = Actor.APP,
) -> Refusal | None:
    """Why the app itself sends a person nothing on a channel; None when it may. Three queries.

    `actor` says whether a person approved this one mail; `today` is the local date of whoever looks after
    them. The person's team should be loaded.

    Judged over every row of the team with their address. For a send, asked inside the transaction that claims
    it, after `lock_owner` of the person's owner: then no mail is claimed once they have unsubscribed.
    """
    newest = standing_at_address(person).get(channel)
    return why_not(
        channel,
        _grant(newest),
        actor=actor,
        closed=closed_to_us(person),
        strict_country=is_strict(person.country, countries_in(person.team.strict_countries)),
        has_postal_address=has_postal_address,
        is_paused=is_paused(person, today),
    )


def _grant(newest: Permission | None) -> Grant:
    if newest is None:
        return Grant.NOT_ASKED
    if not newest.is_granted:
        return Grant.WITHDRAWN
    return Grant.CONFIRMED if newest.strength == PermissionStrength.CONFIRMED else Grant.SAID


def history_around(row: FollowUp) -> History:
    """What there is between us and whom a follow-up reaches, without itself; four queries."""
    return history_of(reached_by(row), but=row)


def _with_its_own_day(row: FollowUp, history: History) -> History:
    """Not even the agreed contact itself comes before the day they named for it."""
    if not row.is_agreed or row.kind not in STANDING_KINDS:
        return history
    return replace(history, agreed_on=min(filter(None, (history.agreed_on, row.due_on))))


def contact_of(row: FollowUp, day: date, history: History) -> Contact:
    """The contact a follow-up is when it is done on a day."""
    return Contact(
        day,
        kind=Kind(row.kind),
        touch=_touch_of(row),
        channel=channel_of(row),
        plan=row.plan_id,
        tries=row.tries,
        is_agreed=is_on_agreed_day(row, day),
        is_reply=would_answer(day, history),
        after_interested=is_after_interested(row),
        ref=row.pk,
    )


def _touch_of(row: FollowUp) -> TouchKind | None:
    """What was chosen to be sent says what it is for them; for all else the kind does."""
    return TOUCH_OF[Purpose(row.value_item.purpose)] if row.value_item else None


def verdict_on(row: FollowUp, day: date, history: History, *, today: date) -> Allowed | Blocked:
    """Whether a follow-up may be done on a day; if not, the next allowed day is one its owner works on.

    Its owner's team and whom it reaches should be loaded.
    """
    if row.kind == Kind.DEBRIEF:
        return Allowed(needs_relevance=False)
    limits = limits_of(row.owner.team)
    history = _with_its_own_day(row, history)
    wanted = contact_of(row, day, history)
    if day > today:
        wanted = replace(wanted, state=State.PLANNED)
    verdict = judge(wanted, history, today=today, limits=limits)
    if isinstance(verdict, Allowed) or verdict.next_day is None:
        return verdict
    calendar = row.owner.calendar()
    found = next_allowed_day(wanted, history, today=today, limits=limits, calendar=calendar)
    return replace(verdict, next_day=found)
