"""Whose noes an import brings: who is known already, who is new, who has yet to be named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase
from uuid import UUID, uuid4

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User, normalise_email
from exchange.dialects.answers import DealRow, Person
from exchange.imports.choices import Choices
from exchange.imports.noes import is_unnamed, named_key, person_key, spelt, who_of
from exchange.imports.owners import owners_for
from followups.models import FollowUpPlan
from outbox.suppression import mark_of
from prospects.cards import same_number
from prospects.conversations import PermissionSource
from prospects.models import ErasedAddress, Organisation, Prospect, SuppressedAddress
from prospects.models.columns import NAME_LENGTH
from prospects.new_no import Who

_ASCII_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


class How(StrEnum):
    """How a person of an import stands to those we know."""

    NEW = "new"
    KNOWN = "known"
    TO_NAME = "to_name"  # nobody knows yet who it was


@dataclass(frozen=True)
class Met:
    """The person of a deal. The same `key` is the same person, here and in every other deal of the import.

    `known` is their row (None of somebody new), `owner_id` who looks after them (None: whoever imports),
    `needs_a_day` says that a check-in of theirs is to be placed: they have no plan, nor asked us to stop.
    `organisation` is where they work once all is in; `otherwise` is what this deal says of name and
    organisation that is not theirs: another deal came first with the same address, or we know them
    differently. `also` are a number and a role of theirs that have no place beside those we keep, told with
    the first deal that says them.
    """

    key: str
    who: Who
    how: How
    known: Prospect | None = None
    owner_id: UUID | None = None
    is_stopped: bool = False
    needs_a_day: bool = True
    organisation: str = ""
    otherwise: str = ""
    also: str = ""

    @property
    def new_owner_id(self) -> UUID | None:
        """Who is to look after them, if they are new."""
        return None if self.known else self.owner_id


class People:
    """Meets the people of deals, a batch at a time; whom it met before in one import is the same again."""

    def __init__(self, user: User, choices: Choices) -> None:
        self._user, self._names = user, choices.names
        self._owners = owners_for(user, choices)
        self._met: dict[str, Met] = {}
        self._also_said: set[tuple[str, str]] = set()
        self._with_address: dict[str, str] = {}

    def meet(self, deals: Sequence[tuple[DealRow, str]]) -> list[Met]:
        """The person of each deal (given with its key), in their order; a few queries for all of them."""
        keys = [self._key(deal, key) for deal, key in deals]
        new: dict[str, DealRow] = {}
        for key, (deal, _key) in zip(keys, deals, strict=True):
            if key not in self._met:
                new.setdefault(key, deal)
        known = _Known(self._user, new.values())
        for key, deal in new.items():
            met = self._first_meeting(key, deal, known)
            self._met[key] = replace(met, organisation=_works_at(met.known) or deal.organisation)
        return [self._as_told(key, deal) for key, (deal, _key) in zip(keys, deals, strict=True)]

    def _as_told(self, key: str, deal: DealRow) -> Met:
        """Their person, with what this deal says of them that is not theirs."""
        met = self._met[key] = _completed(self._met[key], deal)
        met = replace(met, also=", ".join(self._also(key, deal.person, met)))
        name, theirs = deal.person.name, met.known.name if met.known else met.who.name
        says = [name] if name and spelt(name) != spelt(theirs) else []
        if spelt(deal.organisation) not in {"", spelt(met.organisation)}:
            says.append(deal.organisation)
        if not says:
            return met
        # Of somebody we know, a name that differs is kept as a hint as well.
        who = replace(met.who, name=name) if met.known and name else met.who
        return replace(met, who=who, otherwise=", ".join(says))

    def _also(self, key: str, person: Person, met: Met) -> Iterator[str]:
        """A number and a role that are not those kept, each once; further ones stay in the notes anyway."""
        phones = [phone for phone in person.phones[:1] if not same_number(phone, _kept(met, "phone"))]
        jobs = [person.job] if spelt(person.job) not in {"", spelt(_kept(met, "title"))} else []
        for text in (*phones, *jobs):
            if (key, text) not in self._also_said:
                self._also_said.add((key, text))
                yield text

    def _key(self, deal: DealRow, key: str) -> str:
        name = self._names.get(spelt(deal.organisation)) if is_unnamed(deal) else None
        found = named_key(name, deal.organisation) if name else person_key(deal, key)
        if deal.person.emails and deal.person.name and deal.organisation:
            namesake = named_key(deal.person.name, deal.organisation)
            if self._with_address.setdefault(namesake, found) != found:
                # Two of one name: which of them a row without an address means, nobody can tell.
                self._with_address[namesake] = namesake
        # Whoever came with an address before is the same where a later row leaves it out.
        return self._with_address.get(found, found)

    def _first_meeting(self, key: str, deal: DealRow, known: "_Known") -> Met:
        somebody = _("Somebody at %(organisation)s") % {"organisation": deal.organisation}
        who = who_of(deal, somebody[:NAME_LENGTH])
        if who.is_unnamed and (name := self._names.get(spelt(deal.organisation))):
            who = replace(who, name=name, is_unnamed=False)
        row = known.of(deal, who)
        stopped = known.is_stopped(deal, row)
        if row:
            # By the address they come with they are found again, and a name that differs is kept as a hint.
            by_address = bool(who.email) and row.email == normalise_email(who.email)
            who = who if by_address else replace(who, prospect_id=row.pk)
            how = How.TO_NAME if row.is_unnamed else How.KNOWN
            return Met(key, who, how, row, row.owner_id, stopped, not stopped and not known.has_plan(row))
        how = How.TO_NAME if who.is_unnamed else How.NEW
        # Whoever has an address is found by it.
        who = who if who.email else replace(who, new_id=uuid4())
        return Met(key, who, how, None, self._owner_of(deal), stopped, not stopped)

    def _owner_of(self, deal: DealRow) -> UUID | None:
        return self._owners.get(spelt(deal.owner)) if deal.owner else None


class _Known:
    """What the database says about a batch of people, asked once for all of them."""

    def __init__(self, user: User, deals: Iterable[DealRow]) -> None:
        deals = list(deals)
        self._user = user
        addresses = {address for deal in deals for address in deal.person.emails}
        self._by_address = self._at_addresses(addresses)
        self._at_work = self._at_organisations(
            {deal.organisation for deal in deals if deal.organisation and not deal.person.emails}
        )
        self._stopped = _stopped_addresses(user.team_id, addresses)
        rows = [*self._by_address.values(), *(row for rows in self._at_work.values() for row in rows)]
        plans = FollowUpPlan.objects.filter(prospect__in=[row.pk for row in rows]).active()
        self._with_plan = set(plans.values_list("prospect_id", flat=True)) if rows else set[UUID]()

    def of(self, deal: DealRow, who: Who) -> Prospect | None:
        """Their row, among those the user may see: by address, else by name where they work."""
        for address in deal.person.emails:
            if row := self._by_address.get(address):
                return row
        if deal.person.emails:
            return None
        namesakes = self._at_work.get(spelt(deal.organisation), [])
        if is_unnamed(deal) and who.is_unnamed:
            return next((row for row in namesakes if row.is_unnamed), None)
        name = spelt(who.name)
        return next((row for row in namesakes if not row.is_unnamed and spelt(row.name) == name), None)

    def is_stopped(self, deal: DealRow, row: Prospect | None) -> bool:
        """Whether they asked anybody in the team to stop."""
        if row and (row.asked_to_stop_on or row.email in self._stopped):
            return True
        return bool(self._stopped.intersection(deal.person.emails[:1]))

    def has_plan(self, row: Prospect) -> bool:
        """Whether somebody is in touch with them already."""
        return row.pk in self._with_plan

    def _at_addresses(self, addresses: set[str]) -> dict[str, Prospect]:
        rows = Prospect.objects.visible_to(self._user).filter(team=self._user.team_id, email__in=addresses)
        rows = rows.select_related("organisation")
        return {row.email: row for row in self._own_first(rows)} if addresses else {}

    def _at_organisations(self, names: set[str]) -> dict[str, list[Prospect]]:
        if not names:
            return {}
        small = Organisation.objects.filter(team=self._user.team_id).alias(small=Lower("name"))
        # A database folds all letters, or those of ASCII alone.
        folded = {each for name in names for each in (name.lower(), name.translate(_ASCII_SMALL))}
        places = {row.pk: spelt(row.name) for row in small.filter(small__in=folded)}
        rows = Prospect.objects.visible_to(self._user).filter(organisation__in=places)
        rows = rows.select_related("organisation")
        found: dict[str, list[Prospect]] = {}
        for row in reversed(self._own_first(rows)):
            found.setdefault(places[row.organisation_id], []).append(row)  # type: ignore[index]
        return found

    def _own_first(self, rows: Iterable[Prospect]) -> list[Prospect]:
        """The rows, whom to prefer last: one's own before others', the oldest first."""
        ordered = sorted(rows, key=lambda row: (row.owner_id != self._user.pk, row.created_at, row.pk))
        return ordered[::-1]


def _completed(met: Met, deal: DealRow) -> Met:
    """The person with what nobody said of them before: the no that says it fills it in."""
    who = met.who
    if not _kept(met, "phone"):
        who = replace(who, phone=next(iter(deal.person.phones), ""))
    if not _kept(met, "title"):
        who = replace(who, title=deal.person.job)
    if not met.organisation:
        who = replace(who, organisation=deal.organisation or who.organisation)
    return replace(met, who=who, organisation=met.organisation or deal.organisation)


def _kept(met: Met, name: str) -> str:
    """What stands in a column of theirs once all is in."""
    return str((getattr(met.known, name) if met.known else "") or getattr(met.who, name))


def _works_at(row: Prospect | None) -> str:
    return row.organisation.name if row and row.organisation else ""


def _stopped_addresses(team_id: UUID, addresses: set[str]) -> set[str]:
    """Those whose owner asked anybody in the team to stop."""
    if not addresses:
        return set()
    asked = SuppressedAddress.objects.filter(
        team=team_id, address__in=addresses, why=PermissionSource.ASKED_TO_STOP
    ).values_list("address", flat=True)
    said = Prospect.objects.filter(
        Q(asked_to_stop_on__isnull=False), team=team_id, email__in=addresses
    ).values_list("email", flat=True)
    marks = {mark_of(address): address for address in addresses}
    erased = ErasedAddress.objects.filter(team=team_id, mark__in=marks).values_list("mark", flat=True)
    return {*asked, *said, *(marks[mark] for mark in erased)}
