"""What changes hands when somebody's people go to a colleague: preview and save ask the same question.

People, their plans and everything open go; what was done stays with whoever did it. Days stay as they are,
but for days off of whoever gets them. Writes nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Absence, User
from followups.kinds import Kind, PlanStatus
from followups.levelling import Move, handed_over, in_order
from followups.models import FollowUp, FollowUpPlan, FollowUpQuerySet, HandOver
from followups.open_rows import rows_for_levelling, token_of
from followups.planning import desk_of
from followups.scheduling import Desk
from outbox.leaving import undecided_mail_of
from prospects.models import Prospect

# The days whose load is shown, before and after.
SHOWN_DAYS = 14


@dataclass(frozen=True)
class Hands:
    """What `giver` gives: people, plans, open follow-ups on their days, and the absences of colleagues they
    stand in for; `ends` are debriefs nobody else can do. `load` and `then` are what the days of the new owner
    hold before and after."""

    giver: User
    to: User
    people: tuple[UUID, ...]
    plans: tuple[UUID, ...]
    running: int
    moves: tuple[Move, ...] = ()
    ends: tuple[UUID, ...] = ()
    standing_in: tuple[UUID, ...] = ()
    rows: Mapping[UUID, FollowUp] = field(default_factory=dict)
    load: Mapping[date, int] = field(default_factory=dict)
    then: Mapping[date, int] = field(default_factory=dict)
    first_day: date = date.min

    def is_empty(self) -> bool:
        """Whether there is nothing that needs a new owner."""
        return not (self.people or self.plans or self.moves or self.ends or self.standing_in)

    def moved(self) -> tuple[Move, ...]:
        """Those that stand on another day then."""
        return tuple(move for move in self.moves if move.due_on != move.row.due_on)

    def meetings(self) -> tuple[Move, ...]:
        """The agreed meetings among them: they stay on their day."""
        return tuple(move for move in self.moves if move.row.kind == Kind.AGREED_MEETING)

    def days(self) -> tuple[date, ...]:
        """The days whose load is shown."""
        return tuple(self.first_day + timedelta(days=count) for count in range(SHOWN_DAYS))

    def token(self) -> str:
        """The same for the same hands: what was shown is what may be saved."""
        ids = sorted(str(pk) for pk in (*self.people, *self.plans, *self.ends, *self.standing_in))
        text = "\n".join((str(self.giver.pk), str(self.to.pk), *ids, token_of(self.moves, self.rows)))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Held:
    """How much somebody holds, in numbers: whether they may go without naming who takes over."""

    people: int
    plans: int
    follow_ups: int
    standing_in: int
    mail: int

    def is_nothing(self) -> bool:
        """Whether nobody has to take over."""
        return not (self.people or self.plans or self.follow_ups or self.standing_in or self.mail)


def held_by(user: User, today: date) -> Held:
    """What somebody holds, counted."""
    return Held(
        people=Prospect.objects.filter(owner=user).count(),
        plans=FollowUpPlan.objects.filter(owner=user).exclude(pk__in=_in_care_of(user)).count(),
        follow_ups=FollowUp.objects.owned_by(user).open().exclude(plan__in=_in_care_of(user)).count(),
        standing_in=_stands_in(user, today).count(),
        mail=undecided_mail_of(user.pk).count(),
    )


def people_of(giver: User, to: User, *, now: datetime) -> Hands:
    """What changes hands when the people of `giver` go to `to`: with everything open in their plans, whoever
    does it at the moment. What `giver` looks after for a colleague who is away is not theirs to give, and
    what sales handed over to them isn't either; of theirs that is in marketing's care what stayed with them
    goes."""
    theirs = FollowUp.objects.filter(Q(plan__owner=giver) | Q(owner=giver, prospect__owner=giver))
    return _hands(giver, to, theirs, now)


def everything_of(leaver: User, to: User, *, now: datetime) -> Hands:
    """What changes hands when somebody leaves: their people, and what they look after for others.

    Their open debriefs end: what they would have learned is their own. What sales handed over to them goes
    back to sales, which is none of `to`'s.
    """
    found = FollowUp.objects.filter(Q(plan__owner=leaver) | Q(owner=leaver))
    debriefs = FollowUp.objects.owned_by(leaver).open().filter(kind=Kind.DEBRIEF).order_by("pk")
    standing_in = _stands_in(leaver, leaver.today(now)).order_by("pk")
    return replace(
        _hands(leaver, to, found.exclude(owner=leaver, kind=Kind.DEBRIEF), now),
        ends=tuple(debriefs.values_list("pk", flat=True)),
        standing_in=tuple(standing_in.values_list("pk", flat=True)),
    )


def _stands_in(user: User, today: date) -> QuerySet[Absence]:
    """The absences, not yet over, for which somebody looks after a colleague's."""
    # A day earlier: whoever is away may live where it is still yesterday.
    return Absence.objects.filter(stand_in=user, last_on__gte=today - timedelta(days=1))


def _in_care_of(user: User) -> QuerySet[HandOver, UUID]:
    """The plans sales handed over to somebody."""
    return HandOver.objects.in_care().filter(taker=user).values_list("plan", flat=True)


def _hands(giver: User, to: User, found: FollowUpQuerySet, now: datetime) -> Hands:
    open_rows = found.open().exclude(owner=to).exclude(plan__in=_in_care_of(giver))
    rows = {row.pk: row for row in open_rows.select_related("prospect__organisation", "loss", "plan")}
    desk = desk_of(to, to.today(now))
    moves = handed_over(in_order(rows_for_levelling(rows.values(), desk)), desk)
    people = Prospect.objects.filter(owner=giver).order_by("pk").values_list("pk", flat=True)
    plans = FollowUpPlan.objects.filter(owner=giver).exclude(pk__in=_in_care_of(giver))
    told = list(plans.order_by("pk").values_list("pk", "status"))
    return Hands(
        giver=giver,
        to=to,
        people=tuple(people),
        plans=tuple(pk for pk, _status in told),
        running=sum(status == PlanStatus.ACTIVE for _pk, status in told),
        moves=moves,
        rows=rows,
        load=desk.load,
        then=_with(moves, desk).load,
        first_day=desk.today,
    )


def _with(moves: Sequence[Move], desk: Desk) -> Desk:
    for move in moves:
        if move.row.kind != Kind.DEBRIEF:
            desk = desk.with_load({move.due_on: 1})
    return desk
