"""Follow-ups before and after: the day they stand on, and where they would go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from desk.holidays_there import holiday_text
from desk.sentences import day_text, icon_for, what_text
from followups.absences import Effect
from followups.levelling import Move, OpenRow
from followups.models import FollowUp

MOST_SHIFTS = 100


@dataclass(frozen=True)
class Shift:
    """One line of a preview; `then` is None where the day stays."""

    id: UUID
    kind: str
    status: str
    icon: str
    name: str
    url: str
    what: str
    before: date
    before_text: str
    then: date | None
    then_text: str
    note: str = ""


def shifts_of(effect: Effect, to: str, today: date) -> list[Shift]:
    """What becomes of each row, in the order of its day; `to` is who gets the rows that are handed on."""
    shifts = [_shift(move, effect.rows, today) for move in effect.moves]
    shifts += [_handed(move, effect.rows, to, today) for move in effect.handed]
    shifts += [_stays(row, effect.rows, today) for row in effect.stays]
    return sorted(shifts, key=lambda shift: (shift.before, shift.name, shift.kind, shift.id))


def moved(moves: Iterable[Move], rows: Mapping[UUID, FollowUp], today: date) -> list[Shift]:
    """Rows that go to another day, in the order of their old one."""
    shifts = [_shift(move, rows, today) for move in moves]
    return sorted(shifts, key=lambda shift: (shift.before, shift.then or shift.before, shift.name, shift.id))


def _shift(move: Move, rows: Mapping[UUID, FollowUp], today: date) -> Shift:
    row = rows[move.row.ref]
    note = _("You both agreed on this day: tell them.") if row.is_agreed else _holiday(row, move.due_on)
    return _line(row, today, move.due_on, day_text(move.due_on, today), note)


def _handed(move: Move, rows: Mapping[UUID, FollowUp], to: str, today: date) -> Shift:
    words = _("%(name)s, %(day)s") % {"name": to, "day": day_text(move.due_on, today)}
    return _line(rows[move.row.ref], today, move.due_on, words)


def _stays(row: OpenRow, rows: Mapping[UUID, FollowUp], today: date) -> Shift:
    return _line(rows[row.ref], today, None, _("stays"), _("You meet on this day, as agreed: tell them."))


def _holiday(row: FollowUp, day: date) -> str:
    return holiday_text(row.kind, day, row.prospect.country, row.prospect.region)


def _line(row: FollowUp, today: date, then: date | None, then_text: str, note: str = "") -> Shift:
    conversation = row.loss.conversation if row.loss else ""
    return Shift(
        id=row.pk,
        kind=row.kind,
        status=row.status,
        icon=icon_for(row.kind, row.manner),
        name=row.prospect.name,
        url=f"/prospects/{row.prospect_id}/",
        what=what_text(
            row.kind,
            conversation,
            row.manner,
            agreed=row.is_agreed,
            told_by=row.loss.told_by if row.loss else "",
        ),
        before=row.due_on,
        before_text=day_text(row.due_on, today),
        then=then,
        then_text=then_text,
        note=note,
    )
