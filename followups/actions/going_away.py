"""Somebody is away for some days: what falls into them moves, or a colleague looks after it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import Absence, User
from followups.absences import Effect, NewAbsence, check_absence, effect_of, effect_of_return, lent_rows
from followups.actions.batons import STAYS
from followups.actions.plans import lock_owners, still_here
from followups.actions.re_picking import move_row

logger = logging.getLogger(__name__)

# Rows of an absence that ended longer ago have come home, or were put off by somebody on purpose.
LOOKED_AT_AFTER = timedelta(days=30)


class NotAsShown(Exception):
    """Something changed since the effect was shown: this is how it would be now."""

    def __init__(self, effect: Effect) -> None:
        super().__init__()
        self.effect = effect


@dataclass(frozen=True)
class Gone:
    """An absence on disk, what it did, and the change it is (to take it back)."""

    absence: Absence
    effect: Effect
    change: Change


@transaction.atomic
def go_away(new: NewAbsence, *, by: User, today: date, now: datetime, shown: str | None = None) -> Gone:
    """Write an absence down and do with what falls into it as it says.

    `shown` is the token of the effect somebody agreed to. Raises ValidationError, NotAsShown.
    """
    people = lock_owners({by.pk} | ({new.stand_in.pk} if new.stand_in else set()))
    owner = people[by.pk]
    check_absence(new, owner, today)
    for person in people.values():
        still_here(person)
    effect = effect_of(new, owner, today=today, now=now)
    _check_shown(effect, shown)
    trail = Trail(actor=by, team=by.team, now=now)
    absence = trail.create(
        Absence(
            user=owner,
            first_on=new.first_on,
            last_on=new.last_on,
            then=new.then,
            stand_in=new.stand_in,
            created_at=now,
        )
    )
    for move in effect.moves:
        move_row(effect.rows[move.row.ref], move, trail)
    if new.stand_in:
        _hand(effect, new.stand_in, trail)
    return Gone(absence, effect, trail.write("go_away", absence))


@transaction.atomic
def come_back(pk: UUID, *, by: User, today: date, now: datetime, shown: str | None = None) -> Effect:
    """Take an absence of one's own away: what a colleague still has of it comes home.

    What was moved stays on its new day: only rows on a day off ever move. Raises Absence.DoesNotExist,
    NotAsShown.
    """
    seen = Absence.objects.get(pk=pk, user=by)
    people = lock_owners(_people_of(seen))
    owner = still_here(people[by.pk])
    absence = Absence.objects.get(pk=pk)
    effect = effect_of_return(absence, owner, today=today)
    _check_shown(effect, shown)
    trail = Trail(actor=by, team=by.team, now=now)
    _hand_home(effect, owner, people, trail)
    trail.deleted(absence)
    trail.write("come_back", absence)
    absence.delete()
    return effect


def bring_home(now: datetime) -> int:
    """Give back to whoever was away what their stand-in has not done; how many rows came home.

    Safe to run twice and at the same time.
    """
    over = Absence.objects.filter(
        then=Absence.Then.HAND_OVER,
        user__is_active=True,
        last_on__lte=now.date(),
        last_on__gt=now.date() - LOOKED_AT_AFTER,
    )
    return sum(_bring_home_or_log(absence, now) for absence in over.select_related("user"))


def _bring_home_or_log(absence: Absence, now: datetime) -> int:
    """One absence whose rows can't come home never stops the others."""
    if absence.last_on >= absence.user.today(now):
        return 0
    try:
        return _bring_home(absence, now)
    except Exception:
        logger.exception("What was lent for this absence could not be brought home: %s", absence.pk)
        return 0


@transaction.atomic
def _bring_home(absence: Absence, now: datetime) -> int:
    people = lock_owners(_people_of(absence))
    owner = people[absence.user_id]
    if not owner.is_active:
        return 0
    effect = effect_of_return(absence, owner, today=owner.today(now))
    if effect.handed:
        trail = Trail(actor=None, team=owner.team, now=now)
        _hand_home(effect, owner, people, trail)
        trail.write("bring_home", absence)
    return len(effect.handed)


def _people_of(absence: Absence) -> set[UUID]:
    planners = {row.plan.owner_id for row in lent_rows(absence)}
    return {absence.user_id} | ({absence.stand_in_id} if absence.stand_in_id else set()) | planners


def _hand_home(effect: Effect, owner: User, people: Mapping[UUID, User], trail: Trail) -> None:
    """Each to whoever was away; what marketing has in its care by now, to whom it was handed over."""
    for move in effect.handed:
        row = effect.rows[move.row.ref]
        is_in_care = row.plan.owner_id != row.prospect.owner_id and row.kind not in STAYS
        to = people.get(row.plan.owner_id, owner) if is_in_care else owner
        trail.update(row, owner=to, **move.dates(), version=row.version + 1)


def _hand(effect: Effect, to: User, trail: Trail) -> None:
    for move in effect.handed:
        row = effect.rows[move.row.ref]
        trail.update(row, owner=to, **move.dates(), version=row.version + 1)


def _check_shown(effect: Effect, shown: str | None) -> None:
    if shown is not None and shown != effect.token():
        raise NotAsShown(effect)
