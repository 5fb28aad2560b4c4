"""People as an address book brings them: new ones, and what it completes of those we know. All or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import begin_side_plan, lock_owners, still_here
from followups.actions.side_prospects import check_window
from followups.contact_history import desk_for
from followups.planning import Standing, desk_of, standing_for
from followups.scheduling import Desk
from prospects import actions as facts
from prospects.cards import Card
from prospects.conversations import Relation
from prospects.matching import find_prospect
from prospects.models import Prospect
from prospects.new_no import Who
from prospects.visibility import sees_in_part


@dataclass(frozen=True)
class Arrival:
    """A card, and who it is about: with `known_id` somebody whose row it completes, else somebody new."""

    card: Card
    known_id: UUID | None = None


@dataclass(frozen=True)
class Welcome:
    """What the new ones are to us, and with `window` (days between contacts) a plan to keep in touch.

    Without a window they get no plan: nobody has said no, and nobody asked for one.
    """

    relation: Relation | None = None
    window: tuple[int, int] | None = None


class Became(StrEnum):
    """What came of a card."""

    ADDED = "added"
    COMPLETED = "completed"
    NOTHING_NEW = "nothing_new"
    KNOWN_MEANWHILE = "known_meanwhile"  # meant as new; the address is somebody's by now
    OUT_OF_SIGHT = "out_of_sight"  # the row is gone, or in somebody else's hands by now


@dataclass(frozen=True)
class Arrived:
    """What came of one card, and the day of the first check-in where one was planned."""

    became: Became
    due_on: date | None = None


@transaction.atomic
def bring_people(
    arrivals: Sequence[Arrival],
    welcome: Welcome,
    *,
    by: User,
    today: date,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> list[Arrived]:
    """Write what a book tells, person by person, or nothing of it; `progress` hears how many are done.

    New people are looked after by `by`, whose local date `today` is. Somebody who asked the team to stop gets
    no plan. Each person is a change of their own, to be taken back alone. Raises ValidationError, OwnerLeft.
    """
    if welcome.window:
        check_window(welcome.window)
    known = _known(arrivals, by)
    owner = still_here(lock_owners({by.pk, *(person.owner_id for person in known.values())})[by.pk])
    house = _House(owner, welcome, today, now)
    arrived = []
    for count, arrival in enumerate(arrivals, start=1):
        if arrival.known_id is None:
            arrived.append(house.add(arrival.card))
        else:
            seen = known.get(arrival.known_id)
            arrived.append(house.complete(seen, arrival.card) if seen else Arrived(Became.OUT_OF_SIGHT))
        if progress:
            progress(count)
    return arrived


def _known(arrivals: Sequence[Arrival], by: User) -> dict[UUID, Prospect]:
    """The rows that are meant, as far as `by` may see them."""
    ids = [arrival.known_id for arrival in arrivals if arrival.known_id]
    found: dict[UUID, Prospect] = {}
    for start in range(0, len(ids), 500):
        rows = Prospect.objects.visible_to(by).filter(pk__in=ids[start : start + 500])
        found |= {row.pk: row for row in rows}
    return found


class _House:
    """Who takes them in, and their desk, which fills as plans are written."""

    def __init__(self, owner: User, welcome: Welcome, today: date, now: datetime) -> None:
        self.owner = owner
        self.welcome = welcome
        self.now = now
        self.desk: Desk | None = desk_of(owner, today) if welcome.window else None

    def add(self, card: Card) -> Arrived:
        """Somebody new; an address that is somebody's by now is left to them."""
        if find_prospect(Who(email=card.email), self.owner):
            return Arrived(Became.KNOWN_MEANWHILE)
        standing = standing_for(None, team_id=self.owner.team_id, address=card.email)
        trail = self._trail()
        person = facts.add_from_card(card, self.welcome.relation, owner=self.owner, trail=trail)
        due_on = None
        if standing.stopped_on:
            facts.note_known_stop(person, on=standing.stopped_on, trail=trail)
        else:
            due_on = self._plan(person, standing, trail)
        trail.write("add_side_prospect", person)
        return Arrived(Became.ADDED, due_on)

    def _plan(self, person: Prospect, standing: Standing, trail: Trail) -> date | None:
        if self.desk is None or self.welcome.window is None:
            return None
        desk = desk_for(self.desk, standing.history)
        step = begin_side_plan(person, desk, trail=trail, window=self.welcome.window)
        self.desk = self.desk.with_load({step.due_on: 1})
        return step.due_on

    def complete(self, seen: Prospect, card: Card) -> Arrived:
        """Fill in what is empty of somebody we know; read again under the lock."""
        people = Prospect.objects.select_for_update(of=("self",))
        person = people.select_related("team", "organisation", "owner__team").filter(pk=seen.pk).first()
        if person is None or sees_in_part(person, self.owner):
            return Arrived(Became.OUT_OF_SIGHT)
        trail = self._trail()
        if not facts.complete_from_card(person, card, by=self.owner, trail=trail):
            return Arrived(Became.NOTHING_NEW)
        trail.write("edit_prospect", person)
        return Arrived(Became.COMPLETED)

    def _trail(self) -> Trail:
        return Trail(actor=self.owner, team=self.owner.team, now=self.now)
