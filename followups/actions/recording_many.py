"""A batch of noes, as an import brings it: placed in the order of the queue, all or nothing.

Ten thousand noes one by one ask the database a quarter of a million times. A batch reads first what all of
them need, and holds what it writes. Only a plain no of somebody new goes this way: one that touches what
stands, or says more than a file of deals does, is recorded by itself in its turn.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_line
from common.writing import Held
from followups.actions.batches import record_all
from followups.actions.debriefs import Debriefs
from followups.actions.desks import Desks
from followups.actions.newcomers import (
    AskTheDatabase,
    Newcomer,
    Newcomers,
    addresses_of,
    slices,
)
from followups.actions.plans import lock_owners, still_here
from followups.actions.recording import Recorded, Turn, record_no, write_down
from followups.models import FollowUpPlan
from followups.old_noes import queue_order
from followups.planning import Standing, propose, told_facts
from prospects.conversations import AskAnswer, GoodDeal
from prospects.many_names import Remembered
from prospects.models import Loss, Prospect
from prospects.new_no import About, Agreement, NewNo

NOT_IN_HAND = Standing()


def record_noes(
    noes: Iterable[NewNo],
    *,
    by: User,
    today: date,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> list[Recorded]:
    """Save noes in the order of the queue, or none of them; what was placed does not move.

    Returns them in that order; each stands as record_no would have written it in its turn. `progress` is told
    how many are done; what it raises ends the batch. Raises what record_no raises.
    """
    in_order = queue_order(noes, today)
    return record_all(in_order, lambda: _Batch(in_order, by, today, now), progress)


class _Batch:
    """What is known while a batch is recorded."""

    def __init__(self, noes: Sequence[NewNo], by: User, today: date, now: datetime) -> None:
        self._by, self._today, self._now = by, today, now
        self._owners = lock_owners(_owners_touched(noes, by))
        days = {pk: today if pk == by.pk else owner.today(now) for pk, owner in self._owners.items()}
        self._days = days
        self._desks = Desks(days)
        self._names = Remembered(by.team)
        self._newcomers = Newcomers(noes, by)
        self._debriefs = Debriefs(by.team)
        self._saved = _saved_before(noes, by)
        self._held = Held()

    def flush(self) -> None:
        """Write what is held."""
        self._held.flush()

    def record(self, no: NewNo) -> Recorded:
        """Record the no whose turn it is."""
        key = clean_line(no.submission)
        try:
            if key in self._saved:
                raise AskTheDatabase
            newcomer = self._found(no)
        except AskTheDatabase:
            recorded = self._record_by_itself(no)
        else:
            recorded = self._record_in_hand(no, newcomer)
        if key:
            self._saved.add(key)
        return recorded

    def _found(self, no: NewNo) -> Newcomer | None:
        """Whose it is; raises AskTheDatabase."""
        if not _is_plain(no, self._today):
            raise AskTheDatabase
        newcomer = self._newcomers.find(no.who)
        owner_id = newcomer.prospect.owner_id if newcomer else no.owner_id or self._by.pk
        if no.owner_id not in {None, owner_id} or owner_id not in self._owners:
            raise AskTheDatabase
        if self._owners[owner_id].team_id != self._by.team_id:
            raise AskTheDatabase
        return newcomer

    def _record_by_itself(self, no: NewNo) -> Recorded:
        self._held.flush()
        recorded = record_no(no, by=self._by, today=self._today, now=self._now, names=self._names)
        if recorded.is_new:
            others = [other.name for other in no.behind.people]
            others += [no.referral.name] if no.referral else []
            self._newcomers.forget(recorded.loss.prospect, map(clean_line, others))
            self._desks.forget()
            self._debriefs.forget()
        return recorded

    def _record_in_hand(self, no: NewNo, newcomer: Newcomer | None) -> Recorded:
        prospect = newcomer.prospect if newcomer else None
        owner = still_here(self._owners[prospect.owner_id if prospect else no.owner_id or self._by.pk])
        standing = newcomer.standing() if newcomer else NOT_IN_HAND
        turn = self._turn(no, prospect, owner, standing)
        before = standing.step.due_on if standing.step else None
        trail = Trail(actor=self._by, team=self._by.team, now=self._now, writing=self._held)
        recorded, rows = write_down(turn, by=self._by, today=self._today, trail=trail, names=self._names)
        self._newcomers.note(recorded, rows)
        moved = (before, standing.step.due_on) if before and standing.step else None
        self._desks.note(owner, rows, moved)
        self._debriefs.note(recorded.loss.deal)
        return recorded

    def _turn(self, no: NewNo, prospect: Prospect | None, owner: User, standing: Standing) -> Turn:
        day = self._days[owner.pk]
        told = told_facts(
            no,
            wants_debrief=self._debriefs.is_wanted(no, day),
            may_write=False,
            prospect=prospect,
        )
        return Turn(no, prospect, owner, day, standing, told, propose(told, standing, self._desks.of(owner)))


def _is_plain(no: NewNo, today: date) -> bool:
    """Whether it says nothing but what a file of deals says: who, what, when, why, and perhaps a day."""
    more = (
        no.offer.deal_id, no.offer.tender, no.told_to_id, no.asks, no.promise, no.condition, no.referral,
        no.behind.people,
    )  # fmt: skip
    return (
        no.said_on <= today
        and not any(more)
        and no.stay_in_touch == AskAnswer.NOT_ASKED
        and no.good_deal != GoodDeal.NO
        and (no.agreement, no.about) == (Agreement(), About())
    )


def _owners_touched(noes: Sequence[NewNo], by: User) -> set[UUID]:
    """Whose planning the batch may change or has to keep clear of, all of them in one go."""
    touched = {by.pk} | {no.owner_id for no in noes if no.owner_id}
    people = {pk for no in noes for pk in (no.who.prospect_id, no.who.new_id) if pk}
    addresses = addresses_of(noes)
    for pks in slices(people):
        known = Prospect.objects.filter(team=by.team_id, pk__in=pks).exclude(email="")
        addresses |= set(known.values_list("email", flat=True))
        touched |= _looking_after(Q(pk__in=pks), by)
    for some in slices(addresses):
        touched |= _looking_after(Q(email__in=some), by)
    return touched


def _looking_after(whom: Q, by: User) -> set[UUID]:
    """Who looks after these people, and who plans for them."""
    people = Prospect.objects.filter(whom, team=by.team_id)
    plans = FollowUpPlan.objects.filter(prospect__in=people).values_list("owner_id", flat=True)
    return {*people.values_list("owner_id", flat=True), *plans}


def _saved_before(noes: Iterable[NewNo], by: User) -> set[str]:
    """Those of the keys under which a no of `by` stands."""
    saved = set[str]()
    for some in slices({key for no in noes if (key := clean_line(no.submission))}):
        rows = Loss.objects.filter(logged_by=by, submission__in=some)
        saved |= set(rows.values_list("submission", flat=True))
    return saved
