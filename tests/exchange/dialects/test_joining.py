"""Files of one export put together: by id first, then by e-mail or domain; nobody is guessed."""

from datetime import date

import pytest

from exchange.dialects.answers import DealRow, Person
from exchange.dialects.joining import Book
from exchange.dialects.recognition import recognise
from exchange.lost import Outcome

PEOPLE = [
    {"Id": "003", "AccountId": "001", "LastName": "Dahl", "FirstName": "Henrik", "Email": "h@dahl.example",
     "Phone": "1", "Title": "CEO", "IsDeleted": "0"},
    {"Id": "004", "AccountId": "001", "LastName": "Sousa", "FirstName": "Ana", "Email": "a@dahl.example",
     "Phone": "", "Title": "", "IsDeleted": "0"},
    {"Id": "005", "AccountId": "001", "LastName": "Gone", "FirstName": "Gus", "Email": "g@dahl.example",
     "Phone": "", "Title": "", "IsDeleted": "1"},
]  # fmt: skip
ORGANISATIONS = [{"Id": "001", "Name": "Dahl Verktøy AS", "ParentId": "", "Website": "dahl.example"}]


@pytest.fixture
def book() -> Book:
    book = Book()
    for rows in (PEOPLE, ORGANISATIONS):
        layout = recognise(list(rows[0]))
        assert layout is not None
        book.add(layout, rows)
    return book


def deal(person: Person = Person(), **fields: str) -> DealRow:  # noqa: B008
    return DealRow(Outcome.DECLINED, "006", "Pumps", "", date(2026, 1, 2), person=person, **fields)


def test_a_person_is_found_by_id(book: Book) -> None:
    joined = book.join(deal(Person(record_id="003")))
    assert joined.person == Person("Henrik Dahl", ("h@dahl.example",), ("1",), "CEO", "003")
    assert joined.organisation == "Dahl Verktøy AS"


def test_a_person_is_found_by_address(book: Book) -> None:
    joined = book.join(deal(Person(emails=("a@dahl.example",))))
    assert (joined.person.name, joined.person.record_id) == ("Ana Sousa", "004")
    assert joined.organisation == "Dahl Verktøy AS"


def test_what_the_deal_says_itself_stands(book: Book) -> None:
    joined = book.join(deal(Person("H. Dahl", ("other@dahl.example",), record_id="003"), organisation="Dahl"))
    assert joined.person.name == "H. Dahl"
    assert joined.person.emails == ("other@dahl.example", "h@dahl.example")
    assert joined.organisation == "Dahl"


def test_an_organisation_is_found_by_id_or_domain_or_is_its_domain(book: Book) -> None:
    assert book.join(deal(organisation_id="001")).organisation == "Dahl Verktøy AS"
    assert book.join(deal(organisation_domain="dahl.example")).organisation == "Dahl Verktøy AS"
    assert book.join(deal(organisation_domain="nowhere.example")).organisation == "nowhere.example"


def test_nobody_is_guessed_but_whoever_works_there_is_offered(book: Book) -> None:
    without = deal(organisation_id="001")
    assert book.join(without).person == Person()
    assert [person.contact.name for person in book.people_at(without)] == ["Henrik Dahl", "Ana Sousa"]
    assert book.people_at(deal()) == []


def test_whoever_lay_in_the_bin_is_not_found(book: Book) -> None:
    assert book.join(deal(Person(record_id="005"))).person.name == ""
