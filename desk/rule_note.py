"""What to know before a follow-up is done: a rule against it today, colleagues nearby, whom to name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.days import long_day, long_day_and_year
from desk.contact_words import blocked_text, contact_text, instead_texts, refusal_text
from desk.openers import referred_line
from followups.contact_rules import Actor, Blocked
from followups.contacts import Contact, History, is_reply, must_name_source
from followups.kinds import Channel, Kind
from followups.models import FollowUp
from followups.neighbours import colleagues_near
from followups.permission_rules import PERMITTED, Refusal, why_not
from followups.verdicts import contact_of, grants_of, reached_by, verdict_on

MOST_COLLEAGUES = 2


@dataclass(frozen=True)
class RuleNote:
    """A contact rule against a follow-up: why, what would be fine instead, and the day it could move to."""

    text: str
    instead: tuple[str, ...]
    may_override: bool
    move_to: date | None = None
    move_text: str = ""


def rule_note(blocked: Blocked, today: date) -> RuleNote:
    """The note of a rule that stands against something."""
    return RuleNote(
        text=blocked_text(blocked, today),
        instead=tuple(instead_texts(blocked)),
        may_override=blocked.may_override(Actor.PERSON),
        move_to=blocked.next_day,
        move_text=move_text(blocked.next_day, today) if blocked.next_day else "",
    )


def move_text(day: date, today: date) -> str:
    """The words of the button that moves something to a day."""
    text = long_day(day) if day.year == today.year else long_day_and_year(day)
    return _("Move it to %(day)s") % {"day": text}


def before_doing(row: FollowUp, history: History, today: date) -> dict[str, Any]:
    """Context of desk/_rule.html for an open follow-up; three queries at most beside its history."""
    if row.kind == Kind.DEBRIEF:
        return {}
    verdict = verdict_on(row, today, history, today=today)
    return {
        "rule": rule_note(verdict, today) if isinstance(verdict, Blocked) else None,
        "notices": [*_colleagues(row, today), *_taken_back(row, history, today), *_source(row, history)],
    }


def colleagues_text(contacts: tuple[Contact, ...], where: str, today: date) -> list[str]:
    """Who else is in touch with the same house these days, without a name."""
    place = _("At %(where)s:") % {"where": where}
    return [f"{place} {contact_text(contact, today)}" for contact in contacts[:MOST_COLLEAGUES]]


def _colleagues(row: FollowUp, today: date) -> list[str]:
    person = reached_by(row)
    if person.organisation is None:
        return []
    return colleagues_text(colleagues_near(person, today), person.organisation.name, today)


def _taken_back(row: FollowUp, history: History, today: date) -> list[str]:
    """The channel it is meant for, where they said no to it since."""
    wanted = contact_of(row, today, history)
    channel = PERMITTED.get(wanted.channel or Channel.NOTE)
    if channel is None:
        return []
    refusal = why_not(
        channel,
        grants_of(reached_by(row))[channel],
        actor=Actor.PERSON,
        kind=wanted.kind,
        is_reply=is_reply(wanted, history),
    )
    return [refusal_text(refusal)] if refusal == Refusal.WITHDRAWN else []


def _source(row: FollowUp, history: History) -> list[str]:
    """Somebody named to us hears at the first contact who it was."""
    if row.kind != Kind.REFERRAL or row.referred is None or not must_name_source(history):
        return []
    line = referred_line(row.referred, row.prospect.name)
    return [_("Say first who named them to you: “%(line)s”") % {"line": line}]
