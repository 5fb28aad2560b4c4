"""What an absence does to what falls into it: preview and save ask the same question. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.changes import Change
from accounts.models import Absence, User
from accounts.working_calendar import NoWorkingDay, WorkingCalendar
from common.days import plain_day_and_year
from followups.kinds import Kind
from followups.levelling import Move, OpenRow, handed_over, in_order, off_days_off
from followups.models import FollowUp, FollowUpQuerySet
from followups.open_rows import rows_for_levelling, token_of
from followups.planning import desk_of

LONGEST_REST = timedelta(days=366)


@dataclass(frozen=True)
class NewAbsence:
    """Days on which somebody will be away, both included; `stand_in` looks after what falls into them."""

    first_on: date
    last_on: date
    stand_in: User | None = None

    @property
    def then(self) -> Absence.Then:
        """What happens to what falls into it."""
        return Absence.Then.HAND_OVER if self.stand_in else Absence.Then.MOVE


@dataclass(frozen=True)
class Effect:
    """Rows that go to other days, rows that go to (or come from) a colleague, meetings that stay."""

    moves: tuple[Move, ...] = ()
    handed: tuple[Move, ...] = ()
    stays: tuple[OpenRow, ...] = ()
    rows: Mapping[UUID, FollowUp] = field(default_factory=dict)

    def token(self) -> str:
        """The same for the same effect: what was shown is what may be saved."""
        return token_of((*self.moves, *self.handed), self.rows)


def check_absence(new: NewAbsence, owner: User, today: date) -> None:
    """Raises ValidationError, a sentence by field, when somebody can't be away like this."""
    if new.first_on < today:
        raise ValidationError({"first_on": _("This day has passed. Begin today, or later.")})
    if new.last_on < new.first_on:
        raise ValidationError({"last_on": _("The last day comes before the first.")})
    _check_free(new, owner)
    _check_works_again(new, owner)
    if new.stand_in:
        _check_stand_in(new, new.stand_in, owner)


def _overlapping(new: NewAbsence, user: User) -> Absence | None:
    return user.absences.filter(first_on__lte=new.last_on, last_on__gte=new.first_on).first()


def _check_free(new: NewAbsence, owner: User) -> None:
    other = _overlapping(new, owner)
    if other:
        sentence = _("You are away from %(first)s until %(last)s already. Remove that, or choose other days.")
        raise ValidationError({"first_on": sentence % _days_of(other)})


def _check_works_again(new: NewAbsence, owner: User) -> None:
    calendar = with_absence(owner.calendar(), new)
    sentence = _("That leaves no working day within a year. Choose an earlier last day.")
    try:
        again = calendar.on_or_after(new.first_on)
        before = calendar.on_or_before(new.last_on)
    except NoWorkingDay as forever:
        raise ValidationError({"last_on": sentence}) from forever
    if again - before > LONGEST_REST:
        raise ValidationError({"last_on": sentence})


def _check_stand_in(new: NewAbsence, stand_in: User, owner: User) -> None:
    if stand_in.pk == owner.pk or stand_in.team_id != owner.team_id or not stand_in.is_active:
        raise ValidationError({"stand_in": _("Choose a colleague of your team.")})
    other = _overlapping(new, stand_in)
    if other:
        sentence = _("%(name)s is away as well, from %(first)s until %(last)s. Choose somebody else.")
        raise ValidationError({"stand_in": sentence % ({"name": str(stand_in)} | _days_of(other))})


def _days_of(absence: Absence) -> dict[str, str]:
    return {
        "first": plain_day_and_year(absence.first_on),
        "last": plain_day_and_year(absence.last_on),
    }


def with_absence(calendar: WorkingCalendar, new: NewAbsence) -> WorkingCalendar:
    """The calendar once the absence is written down."""
    days = sorted((*calendar.absences, (new.first_on, new.last_on)))
    return replace(calendar, absences=tuple(days))


def effect_of(new: NewAbsence, owner: User, *, today: date, now: datetime) -> Effect:
    """What becomes of the owner's open rows whose day falls into the absence.

    Debriefs are their author's own: nobody stands in for those.
    """
    desk = desk_of(owner, today)
    desk = replace(desk, calendar=with_absence(desk.calendar, new))
    due = FollowUp.objects.owned_by(owner).open().filter(due_on__gte=today)
    rows = {row.pk: row for row in _shown(due.filter(due_on__gte=new.first_on, due_on__lte=new.last_on))}
    open_rows = in_order(rows_for_levelling(rows.values(), desk))
    if new.stand_in is None:
        meetings = tuple(row for row in open_rows if row.kind == Kind.AGREED_MEETING)
        return Effect(moves=off_days_off(open_rows, desk), stays=meetings, rows=rows)
    own = [row for row in open_rows if row.kind == Kind.DEBRIEF]
    lent = [row for row in open_rows if row.kind != Kind.DEBRIEF]
    theirs = desk_of(new.stand_in, new.stand_in.today(now))
    return Effect(moves=off_days_off(own, desk), handed=handed_over(lent, theirs), rows=rows)


def _shown(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    return rows.select_related("prospect__organisation", "loss", "plan")


def lent_rows(absence: Absence) -> FollowUpQuerySet:
    """What the stand-in of an absence still has to do of what was handed to them for it."""
    if absence.stand_in_id is None:
        return FollowUp.objects.none()
    change = Change.objects.filter(action="go_away", object_id=absence.pk).first()
    label = FollowUp._meta.label_lower
    keys = [key.partition(":") for key, row in change.after if row and "owner_id" in row] if change else []
    lent = [pk for name, _colon, pk in keys if name == label]
    rows = FollowUp.objects.filter(pk__in=lent, owner_id=absence.stand_in_id).open()
    # What was given to the stand-in for good is theirs.
    return _shown(rows.exclude(plan__owner_id=absence.stand_in_id))


def effect_of_return(absence: Absence, owner: User, *, today: date) -> Effect:
    """What comes home when an absence is taken away, or is over: on its own day, if that is a working day."""
    calendar = owner.calendar()
    without = tuple(days for days in calendar.absences if days != (absence.first_on, absence.last_on))
    desk = replace(desk_of(owner, today), calendar=replace(calendar, absences=without))
    rows = {row.pk: row for row in lent_rows(absence)}
    return Effect(handed=handed_over(rows_for_levelling(rows.values(), desk), desk), rows=rows)
