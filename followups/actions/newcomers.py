"""People whom a batch of noes brings: what stands for them is known without asking the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import User, normalise_email
from accounts.policy import Thing, may
from followups.actions.recording import Recorded
from followups.contact_history import history_among
from followups.exit_plan import CROWDING
from followups.kinds import STANDING_KINDS, Kind
from followups.models import FollowUp, FollowUpPlan
from followups.planning import Standing
from outbox.suppression import mark_of
from prospects.models import ErasedAddress, Prospect, SuppressedAddress
from prospects.new_no import NewNo, Who

AT_ONCE = 500
One = TypeVar("One")


class AskTheDatabase(Exception):
    """Somebody whom the batch did not bring, or of whom there may be more."""


@dataclass
class Newcomer:
    """Somebody an earlier no of the batch was of: all follow-ups are open, every touch is a no."""

    prospect: Prospect
    plan: FollowUpPlan
    rows: list[FollowUp] = field(default_factory=list)
    noes: list[tuple[date, date | None]] = field(default_factory=list)

    def standing(self) -> Standing:
        """What their plan holds, as followups.planning.standing_for would read it."""
        by_kind = {row.kind: row for row in self.rows}
        step = next((by_kind[kind] for kind in STANDING_KINDS if kind in by_kind), None)
        return Standing(
            plan=self.plan,
            step=step,
            thank_you=by_kind.get(Kind.THANK_YOU),
            crowding_days=tuple(row.due_on for row in self.rows if row.kind in CROWDING),
            history=history_among(self.prospect, self.noes, self.rows, but=step),
        )


class Newcomers:
    """Finds them by id and by address. Whoever the team knew before is the database's to find."""

    def __init__(self, noes: Sequence[NewNo], by: User) -> None:
        self._by = by
        self._sees_all = may(by, Thing.TEAMS_PROSPECTS)
        self._by_id: dict[UUID, Newcomer] = {}
        self._by_address: dict[str, Newcomer] = {}
        self._known_ids = _known_ids(noes)
        self._known_addresses = _known_addresses(noes, by.team_id)

    def find(self, who: Who) -> Newcomer | None:
        """Whoever is meant, None for somebody new; raises AskTheDatabase."""
        if who.prospect_id or who.new_id in self._known_ids:
            raise AskTheDatabase
        address = normalise_email(who.email)
        found = self._by_id.get(who.new_id) if who.new_id else None
        if found is not None:
            if address and address != found.prospect.email:
                raise AskTheDatabase
            return found
        return self._at(address)

    def _at(self, address: str) -> Newcomer | None:
        if not address:
            return None
        found = self._by_address.get(address)
        if address in self._known_addresses or (found and not self._sees(found)):
            raise AskTheDatabase
        return found

    def _sees(self, person: Newcomer) -> bool:
        """As prospects.visibility has it of somebody with whom nobody but their owner has to do."""
        return self._sees_all or person.prospect.owner_id == self._by.pk

    def note(self, recorded: Recorded, rows: Iterable[FollowUp]) -> None:
        """A no was written down for somebody new, or for one of them."""
        loss, plan = recorded.loss, recorded.plan
        if plan is None:
            raise TypeError("Somebody new has a plan.")
        person = self._by_id.setdefault(loss.prospect_id, Newcomer(loss.prospect, plan))
        person.rows += rows
        person.noes.append((loss.said_on, loss.next_contact_on))
        if person.prospect.email:
            self._by_address[person.prospect.email] = person

    def forget(self, person: Prospect, others: Iterable[str]) -> None:
        """A no of this person went through the database, and may have told of others of these names."""
        named = {name.casefold() for name in others}
        gone = [
            newcomer.prospect
            for newcomer in self._by_id.values()
            if newcomer.prospect.name.casefold() in named or _is_same(newcomer.prospect, person)
        ]
        for known in (person, *gone):
            self._known_ids.add(known.pk)
            self._by_id.pop(known.pk, None)
            self._known_addresses.add(known.email)
            self._by_address.pop(known.email, None)


def _is_same(one: Prospect, other: Prospect) -> bool:
    return one.pk == other.pk or (bool(one.email) and one.email == other.email)


def _known_ids(noes: Iterable[NewNo]) -> set[UUID]:
    """Those of the ids to be given that are taken."""
    known = set[UUID]()
    for some in slices({no.who.new_id for no in noes if no.who.new_id}):
        known |= set(Prospect.objects.filter(pk__in=some).values_list("pk", flat=True))
    return known


def _known_addresses(noes: Iterable[NewNo], team_id: UUID) -> set[str]:
    """Those addresses of which the team knows anything: a person, or that nobody may write there."""
    known = set[str]()
    for some in slices(addresses_of(noes)):
        marks = {mark_of(address): address for address in some}
        known |= set(_column(Prospect, "email", team_id, some))
        known |= set(_column(SuppressedAddress, "address", team_id, some))
        known |= {marks[mark] for mark in _column(ErasedAddress, "mark", team_id, marks)}
    return known


def addresses_of(noes: Iterable[NewNo]) -> set[str]:
    """Every address named."""
    return {address for no in noes if (address := normalise_email(no.who.email))}


def slices(values: Iterable[One], size: int = AT_ONCE) -> Iterator[list[One]]:
    """So many at a time."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _column(model: Any, column: str, team_id: UUID, values: Iterable[str]) -> list[str]:
    rows = model._default_manager.filter(team=team_id, **{f"{column}__in": list(values)})
    return list(rows.values_list(column, flat=True))
