"""Writes what a team changes after a quarter, and whether it was kept: the one way in.

Managers write, everybody in the team reads. Each change is one act in the audit trail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Trail
from accounts.models import Team, User
from common.text import clean_line
from insights.calendar_quarters import Quarter
from insights.models import QuarterDecision
from insights.models.decision import MOST_DECISIONS
from prospects.models import NAME_LENGTH


class DecidedMeanwhile(Exception):
    """Somebody else wrote the decisions since the page was drawn; nothing was saved."""


@dataclass(frozen=True)
class Wanted:
    """One decision as typed: what, who sees to it, until when."""

    what: str
    owner_id: UUID
    due_on: date


def decisions_of(team: Team, quarter: Quarter) -> list[QuarterDecision]:
    """What the team decided after looking at this quarter, in order."""
    found = QuarterDecision.objects.filter(team=team, quarter_from=quarter.first_day)
    return list(found.select_related("owner").order_by("position"))


def how_it_stands(rows: Sequence[QuarterDecision]) -> str:
    """A mark that changes whenever the decisions do, for the form that was drawn from them."""
    said = [f"{row.position}|{row.what}|{row.owner_id}|{row.due_on}|{row.was_kept}" for row in rows]
    return sha256("\n".join(said).encode()).hexdigest()[:16]


@transaction.atomic
def decide(
    quarter: Quarter, wanted: Sequence[Wanted | None], *, by: User, now: datetime, seen: str | None = None
) -> bool:
    """Let these stand as the decisions after a quarter, None taking one away; whether anything changed.

    `seen` is how they stood when the form was drawn (None: whatever stands). Raises DecidedMeanwhile, and
    ValidationError for somebody who is not of the team. Saying the same twice writes nothing.
    """
    rows = _locked(by, quarter)
    if _stand(rows, wanted):
        # Perhaps the same form, sent twice: what it was drawn from is no matter then.
        return False
    if seen is not None and seen != how_it_stands(rows):
        raise DecidedMeanwhile
    standing = {row.position: row for row in rows}
    trail = Trail(actor=by, team=by.team, now=now)
    for position, one in enumerate(wanted[:MOST_DECISIONS], start=1):
        _write(standing.get(position), position, one, quarter, by, trail)
    if not trail.after:
        return False
    trail.write("decide_quarter", by.team)
    return True


@transaction.atomic
def note_kept(quarter: Quarter, kept: Mapping[UUID, bool | None], *, by: User, now: datetime) -> bool:
    """Note of the decisions after a quarter whether they were kept (None: not said).

    Answers whether anything changed.
    """
    trail = Trail(actor=by, team=by.team, now=now)
    for row in _locked(by, quarter):
        if row.pk in kept and row.was_kept is not kept[row.pk]:
            trail.update(row, was_kept=kept[row.pk])
    if not trail.after:
        return False
    trail.write("note_kept", by.team)
    return True


def may_own(team: Team) -> list[User]:
    """Who may see to a decision: everybody active in the team."""
    return list(team.members.filter(is_active=True).order_by("name", "email"))


def _locked(by: User, quarter: Quarter) -> list[QuarterDecision]:
    """The decisions, one writer at a time for each team."""
    return decisions_of(Team.objects.select_for_update().get(pk=by.team_id), quarter)


def _stand(rows: Sequence[QuarterDecision], wanted: Sequence[Wanted | None]) -> bool:
    """Whether the decisions are those that are wanted, word for word."""
    standing = {row.position: (row.what, row.owner_id, row.due_on) for row in rows}
    said = enumerate(wanted[:MOST_DECISIONS], start=1)
    return standing == {at: (_what(one), one.owner_id, one.due_on) for at, one in said if one}


def _what(wanted: Wanted) -> str:
    return clean_line(wanted.what)[:NAME_LENGTH]


def _write(
    row: QuarterDecision | None,
    position: int,
    wanted: Wanted | None,
    quarter: Quarter,
    by: User,
    trail: Trail,
) -> None:
    if wanted is None:
        if row is not None:
            trail.deleted(row)
            row.delete()
        return
    owner = _owner(wanted, row, by)
    what = _what(wanted)
    if row is None:
        trail.create(
            QuarterDecision(
                team_id=by.team_id,
                quarter_from=quarter.first_day,
                position=position,
                what=what,
                owner=owner,
                due_on=wanted.due_on,
                created_at=trail.now,
            )
        )
    elif (row.what, row.owner_id, row.due_on) != (what, owner.pk, wanted.due_on):
        # Another thing to do has not been kept or not yet.
        kept = row.was_kept if row.what == what else None
        trail.update(row, what=what, owner=owner, due_on=wanted.due_on, was_kept=kept)


def _owner(wanted: Wanted, row: QuarterDecision | None, by: User) -> User:
    """Somebody of the team; who has left stays where they stood before."""
    found = User.objects.filter(pk=wanted.owner_id, team_id=by.team_id).first()
    stays = row is not None and row.owner_id == wanted.owner_id
    if found is None or not (found.is_active or stays):
        raise ValidationError(_("Choose somebody of your team."))
    return found
