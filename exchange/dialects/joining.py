"""Pure: the files of one export put together: a deal finds its person and its organisation by id, then by
e-mail or domain. Nobody is guessed: an organisation's only contact is not the one who said no.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from common.text import clean_line
from exchange.contacts import Contact, addresses, full_name, no_addresses, numbers, postal_lines
from exchange.dialects.answers import DealRow, Person
from exchange.dialects.fields import Field, Kind, Row
from exchange.dialects.recognition import Layout
from exchange.dialects.wishes import NO_WISH, Wish, read_wish
from exchange.lost import Outcome, Signs, outcome_of


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a file of people, and by what a deal knows them."""

    contact: Contact
    record_id: str = ""
    organisation_id: str = ""
    domain: str = ""
    wish: Wish = NO_WISH


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a file of organisations."""

    name: str
    record_id: str = ""
    domain: str = ""


@dataclass
class Book:
    """The people and organisations of an export. Of two with the same key the first counts."""

    people_by_id: dict[str, PersonRow] = field(default_factory=dict)
    people_by_email: dict[str, PersonRow] = field(default_factory=dict)
    organisations_by_id: dict[str, OrganisationRow] = field(default_factory=dict)
    organisations_by_domain: dict[str, OrganisationRow] = field(default_factory=dict)
    by_organisation: dict[str, list[PersonRow]] = field(default_factory=dict)
    # The reader's, for the day of a permission.
    today: date | None = None
    zone: tzinfo | None = None
    _wishes: dict[str, Wish] = field(default_factory=dict)

    def add(self, layout: Layout, rows: Iterable[Row]) -> None:
        """Take in a file of people or organisations; deals are none of its business."""
        if layout.kind is Kind.PEOPLE:
            for row in rows:
                self._add_person(read_person(layout, row, self.today, self.zone))
        elif layout.kind is Kind.ORGANISATIONS:
            for row in rows:
                self._add_organisation(read_organisation(layout, row))

    def join(self, deal: DealRow) -> DealRow:
        """The deal with what the book knows of its person and its organisation; its own words come first."""
        found = self._person_of(deal)
        organisation = self._organisation_of(deal, found)
        person = _completed(deal.person, found) if found else deal.person
        return replace(
            deal,
            person=replace(person, wish=self._wish_of(person)),
            organisation=deal.organisation or organisation or deal.organisation_domain,
        )

    def people_at(self, deal: DealRow) -> list[PersonRow]:
        """Who works at a deal's organisation: worth offering where nobody is named."""
        return self.by_organisation.get(deal.organisation_id, []) if deal.organisation_id else []

    def _wish_of(self, person: Person) -> Wish:
        """Of two rows of one person, what either does not want."""
        wish = person.wish
        for key in (person.record_id, *person.emails):
            wish = wish.and_of(self._wishes.get(key, NO_WISH)) if key else wish
        return wish

    def _person_of(self, deal: DealRow) -> PersonRow | None:
        if found := self.people_by_id.get(deal.person.record_id):
            return found
        by_email = (self.people_by_email.get(email) for email in deal.person.emails)
        return next(filter(None, by_email), None)

    def _organisation_of(self, deal: DealRow, person: PersonRow | None) -> str:
        found = self.organisations_by_id.get(deal.organisation_id) or self.organisations_by_domain.get(
            deal.organisation_domain
        )
        if found is None and person is not None:
            found = self.organisations_by_id.get(person.organisation_id) or self.organisations_by_domain.get(
                person.domain
            )
            return found.name if found else person.contact.organisation
        return found.name if found else ""

    def _add_person(self, person: PersonRow | None) -> None:
        if person is None:
            return
        for key in (person.record_id, *person.contact.emails):
            self._wishes[key] = self._wishes.get(key, NO_WISH).and_of(person.wish)
        if person.record_id:
            self.people_by_id.setdefault(person.record_id, person)
        for email in person.contact.emails:
            self.people_by_email.setdefault(email, person)
        if person.organisation_id:
            self.by_organisation.setdefault(person.organisation_id, []).append(person)

    def _add_organisation(self, organisation: OrganisationRow | None) -> None:
        if organisation is None:
            return
        if organisation.record_id:
            self.organisations_by_id.setdefault(organisation.record_id, organisation)
        if organisation.domain:
            self.organisations_by_domain.setdefault(organisation.domain, organisation)


def read_person(
    layout: Layout, row: Row, today: date | None = None, zone: tzinfo | None = None
) -> PersonRow | None:
    """A row of a file of people; None if it is deleted or says nothing of anybody.

    `today` and `zone` are the reader's, for the day of a permission.
    """
    if _is_deleted(layout, row):
        return None
    given, family = _cell(layout, row, Field.FIRST_NAME), _cell(layout, row, Field.LAST_NAME)
    emails = _cell(layout, row, Field.EMAIL).replace(";", ",").split(",")
    contact = Contact(
        name=_cell(layout, row, Field.PERSON) or full_name(given, family),
        given_name=given,
        family_name=family,
        organisation=_cell(layout, row, Field.ORGANISATION),
        title=_cell(layout, row, Field.JOB),
        emails=addresses(emails),
        no_addresses=no_addresses(emails),
        phones=numbers((_cell(layout, row, Field.PHONE), _cell(layout, row, Field.MOBILE))),
        postal_address=postal_lines(
            (layout.cell(row, Field.STREET),),
            _cell(layout, row, Field.CITY),
            _cell(layout, row, Field.REGION),
            _cell(layout, row, Field.POSTAL_CODE),
            _cell(layout, row, Field.COUNTRY),
        ),
        language=_cell(layout, row, Field.LANGUAGE),
    )
    if not contact.is_somebody:
        return None
    return PersonRow(
        contact,
        _cell(layout, row, Field.RECORD_ID),
        _cell(layout, row, Field.ORGANISATION_ID),
        _cell(layout, row, Field.ORGANISATION_DOMAIN).lower(),
        read_wish(layout, row, today, zone),
    )


def read_organisation(layout: Layout, row: Row) -> OrganisationRow | None:
    """A row of a file of organisations; None if it is deleted or has no name."""
    name = _cell(layout, row, Field.ORGANISATION)
    if not name or _is_deleted(layout, row):
        return None
    domain = _cell(layout, row, Field.ORGANISATION_DOMAIN).lower()
    return OrganisationRow(name, _cell(layout, row, Field.RECORD_ID), domain)


def _completed(person: Person, found: PersonRow) -> Person:
    contact = found.contact
    return replace(
        person,
        name=person.name or contact.name,
        emails=tuple(dict.fromkeys((*person.emails, *contact.emails))),
        phones=tuple(dict.fromkeys((*person.phones, *contact.phones))),
        job=person.job or contact.title,
        record_id=person.record_id or found.record_id,
    )


def _is_deleted(layout: Layout, row: Row) -> bool:
    return outcome_of(Signs(is_deleted=_cell(layout, row, Field.IS_DELETED))) is Outcome.DELETED


def _cell(layout: Layout, row: Row, name: Field) -> str:
    return clean_line(layout.cell(row, name))
