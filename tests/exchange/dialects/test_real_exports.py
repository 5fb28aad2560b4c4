"""Exports of real CRMs: none lost on the way, none invented, asked where nobody can tell."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exchange.dates import Order
from exchange.dialects.answers import Answers, Ask, DealRow, ReasonAnswer
from exchange.dialects.fields import Field, Kind
from exchange.dialects.joining import Book
from exchange.dialects.recognition import Layout, by_hand, recognise
from exchange.dialects.rows import read_row
from exchange.dialects.survey import Asked, Survey, settle, survey
from exchange.lost import Outcome
from exchange.reasons import Proposal
from prospects.conversations import ExitConversation
from tests.exchange.real_files import needs_real_files, rows_of

pytestmark = needs_real_files
Rows = list[dict[str, str]]
USD = Answers(home_currency="USD", today=date(2026, 11, 30))


def deals_of(*path: str) -> tuple[Layout, Rows]:
    rows = rows_of("deals", *path)
    layout = recognise(list(rows[0])) or by_hand(list(rows[0]))
    assert layout.kind is Kind.DEALS
    return layout, rows


def read(layout: Layout, rows: Rows, answers: Answers) -> tuple[Survey, Answers]:
    answers = settle(layout, rows, answers)
    return survey(layout, rows, answers), answers


def taken(layout: Layout, rows: Rows, answers: Answers) -> list[DealRow]:
    read = (read_row(layout, row, answers) for row in rows)
    return [deal for deal in read if isinstance(deal, DealRow) and deal.is_taken]


def book_of(*paths: tuple[str, ...]) -> Book:
    book = Book()
    for path in paths:
        rows = rows_of("deals", *path)
        layout = recognise(list(rows[0]))
        assert layout is not None
        book.add(layout, rows)
    return book


def as_proposed(questions: Iterable[Asked]) -> dict[str, ReasonAnswer]:
    """Every reason answered by our proposal, price alone by "not now"."""
    answers = {}
    for asked in questions:
        assert isinstance(asked.likely, Proposal)
        conversation = asked.likely.conversation or ExitConversation.NOT_A_PRIORITY
        answers[asked.question.value] = ReasonAnswer(conversation, asked.likely.is_price)
    return answers


def test_maven_has_2473_declined_deals_of_85_organisations_and_asks_nothing() -> None:
    layout, rows = deals_of("maven_sales_pipeline", "sales_pipeline.csv")
    assert layout.dialect.code == "by_hand"
    found, answers = read(layout, rows, USD)
    assert found.outcomes == {Outcome.DECLINED: 2473, Outcome.WON: 4238, Outcome.OPEN: 1589 + 500}
    assert (found.taken, found.waiting, found.problems, found.questions) == (2473, 0, 0, ())
    deals = taken(layout, rows, answers)
    assert len(deals) == len({deal.record_id for deal in deals}) == 2473
    assert len({deal.organisation for deal in deals}) == 85
    assert {deal.person.name for deal in deals} == {""}
    assert {deal.conversation for deal in deals} == {ExitConversation.UNKNOWN}


def test_maven_s_days_are_american() -> None:
    layout, rows = deals_of("maven_sales_pipeline", "sales_pipeline.csv")
    deals = taken(layout, rows, settle(layout, rows, USD))
    first = next(deal for deal in deals if deal.record_id == "KWVA7VR1")
    assert (first.said_on, first.created_on) == (date(2017, 3, 18), date(2016, 11, 4))
    assert (first.title, first.organisation) == ("GTXPro", "Genco Pura Olive Oil Company")
    assert (first.owner, first.value) == ("Gladys Colclough", Decimal(0))


def test_hubspot_has_69_and_asks_about_five_reasons() -> None:
    layout, rows = deals_of("hubspot_sample", "hubspot_deals.csv")
    assert layout.dialect.code == "hubspot"
    found, _ = read(layout, rows, USD)
    assert found.taken == 13  # those without a reason: we do not know yet
    assert found.waiting == 56
    assert found.outcomes == {Outcome.DECLINED: 69, Outcome.WON: 71, Outcome.OPEN: 360}
    assert {(asked.question.example, asked.rows) for asked in found.questions} == {
        ("Product Fit", 16),
        ("Price", 13),
        ("Competitor", 10),
        ("Timing", 9),
        ("Lost Interest", 8),
    }
    assert {asked.question.ask for asked in found.questions} == {Ask.REASON}


def test_hubspot_s_69_are_each_joined_to_their_person_and_organisation() -> None:
    layout, rows = deals_of("hubspot_sample", "hubspot_deals.csv")
    found, answers = read(layout, rows, USD)
    answers = replace(answers, reasons=as_proposed(found.questions))
    book = book_of(("hubspot_sample", "hubspot_contacts.csv"), ("hubspot_sample", "hubspot_companies.csv"))
    deals = [book.join(deal) for deal in taken(layout, rows, answers)]
    assert len(deals) == 69
    assert all(deal.person.name and deal.person.emails and deal.person.record_id for deal in deals)
    names = {
        row["Email"].lower(): f"{row['First Name']} {row['Last Name']}"
        for row in reversed(rows_of("deals", "hubspot_sample", "hubspot_contacts.csv"))
    }
    assert all(deal.person.name == names[deal.person.emails[0]] for deal in deals)
    companies = {
        row["Company Domain Name"]: row["Company Name"]
        for row in reversed(rows_of("deals", "hubspot_sample", "hubspot_companies.csv"))
    }
    assert all(deal.organisation == companies[deal.organisation_domain] for deal in deals)
    assert sum(deal.is_price for deal in deals) == 13


def test_salesforce_has_8_and_asks_once_which_days_they_are() -> None:
    layout, rows = deals_of("salesforce_sample", "Opportunity.csv")
    assert layout.dialect.code == "salesforce"
    found, answers = read(layout, rows, USD)
    (asked,) = found.questions
    assert (asked.question.ask, asked.question.column) == (Ask.DATE_ORDER, "CloseDate")
    assert (asked.question.example, asked.likely) == ("02/03/24", Order.MONTH_FIRST)
    assert found.outcomes == {Outcome.DECLINED: 8, Outcome.WON: 12, Outcome.OPEN: 16}
    assert (found.taken, found.waiting, found.problems) == (2, 6, 0)
    answers = replace(answers, date_orders={"CloseDate": Order.MONTH_FIRST})
    deals = taken(layout, rows, answers)
    assert len(deals) == 8
    assert {deal.said_on for deal in deals} == {date(2024, 2, 3), date(2026, 3, 31), date(2026, 2, 23)}


def test_salesforce_s_organisations_are_joined_by_id_and_nobody_is_guessed() -> None:
    layout, rows = deals_of("salesforce_sample", "Opportunity.csv")
    answers = replace(USD, date_orders={"CloseDate": Order.MONTH_FIRST})
    book = book_of(("salesforce_sample", "Contact.csv"), ("salesforce_sample", "Account.csv"))
    deals = [book.join(deal) for deal in taken(layout, rows, answers)]
    names = {row["Id"]: row["Name"] for row in rows_of("deals", "salesforce_sample", "Account.csv")}
    assert [deal.organisation for deal in deals] == [names[deal.organisation_id] for deal in deals]
    assert {deal.person.name for deal in deals} == {""}
    assert any(book.people_at(deal) for deal in deals)


@pytest.mark.parametrize(
    "path",
    [("salesforce_nothing_lost", "Opportunity.csv"), ("pipedrive_sample", "pipedrive-deals-export.csv")],
)
def test_where_nothing_was_declined_nothing_is_invented(path: tuple[str, ...]) -> None:
    layout, rows = deals_of(*path)
    found, answers = read(layout, rows, USD)
    assert (found.taken, found.waiting, found.problems, found.questions) == (0, 0, 0, ())
    assert Outcome.DECLINED not in found.outcomes
    assert sum(found.outcomes.values()) == len(rows)
    assert taken(layout, rows, answers) == []


def test_pipedrive_s_own_headers_are_known() -> None:
    layout, rows = deals_of("pipedrive_sample", "pipedrive-deals-export.csv")
    assert layout.dialect.code == "pipedrive"
    (won,) = taken(layout, rows, replace(USD, take_won=True, day_if_none=date(2026, 10, 1)))
    assert (won.outcome, won.currency, won.value) == (Outcome.WON, "AUD", Decimal(11000))
    assert (won.person.name, won.person.emails) == ("Ella Barnes", ("ella@hobarthiking.example",))
    assert won.organisation == "Hobart Hiking Tours"


@pytest.mark.parametrize(
    ("path", "code", "kind"),
    [
        (("hubspot_sample", "hubspot_contacts.csv"), "hubspot", Kind.PEOPLE),
        (("hubspot_sample", "hubspot_companies.csv"), "hubspot", Kind.ORGANISATIONS),
        (("salesforce_sample", "Contact.csv"), "salesforce", Kind.PEOPLE),
        (("salesforce_sample", "Account.csv"), "salesforce", Kind.ORGANISATIONS),
        (("salesforce_nothing_lost", "Contact.csv"), "salesforce", Kind.PEOPLE),
        (("salesforce_nothing_lost", "Account.csv"), "salesforce", Kind.ORGANISATIONS),
    ],
)
def test_the_files_beside_the_deals_are_known_too(path: tuple[str, ...], code: str, kind: Kind) -> None:
    layout = recognise(list(rows_of("deals", *path)[0]))
    assert layout is not None
    assert (layout.dialect.code, layout.kind) == (code, kind)


@pytest.mark.parametrize("name", ["Lead.csv", "OpportunityHistory.csv"])
def test_a_file_that_is_neither_is_not_taken_for_one(name: str) -> None:
    assert recognise(list(rows_of("deals", "salesforce_sample", name)[0])) is None


def test_accounts_of_any_file_are_organisations() -> None:
    layout = by_hand(list(rows_of("deals", "maven_sales_pipeline", "accounts.csv")[0]))
    assert (layout.kind, layout.columns) == (Kind.ORGANISATIONS, {Field.ORGANISATION: "account"})
