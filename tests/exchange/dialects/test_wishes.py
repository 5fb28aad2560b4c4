"""Opt-outs are honoured in doubt; a permission without its day and its source is none."""

from datetime import date

import pytest

from exchange.dialects.answers import Answers, DealRow, Person
from exchange.dialects.fields import Field
from exchange.dialects.joining import Book
from exchange.dialects.recognition import by_hand, recognise
from exchange.dialects.rows import read_row
from exchange.dialects.wishes import NO_WISH, Wish, read_wish
from exchange.lost import Outcome
from prospects.conversations import PermissionChannel

MAIL, CALL, NEWSLETTER = PermissionChannel.MAIL, PermissionChannel.CALL, PermissionChannel.NEWSLETTER
TODAY = date(2026, 3, 2)


def wish_of(**row: str) -> Wish:
    cells = {name.replace("_", " "): cell for name, cell in row.items()} | {"Email": "a@b.example"}
    return read_wish(by_hand(list(cells)), cells, TODAY)


@pytest.mark.parametrize(
    "cell", ["1", "TRUE", "yes", "x", "Do Not Allow", "Unsubscribed", "2024-05-01", "who knows"]
)
def test_whatever_stands_in_a_column_of_opt_outs_is_one(cell: str) -> None:
    assert wish_of(Email_opt_out=cell).closed == (MAIL, NEWSLETTER)


@pytest.mark.parametrize("cell", ["", "0", "FALSE", "no", "Nein", "Allow", "Subscribed", "No consent"])
def test_but_for_a_no(cell: str) -> None:
    assert wish_of(Email_opt_out=cell) == NO_WISH


def test_whoever_is_neither_to_be_called_nor_written_to_wants_nothing() -> None:
    assert not wish_of(Do_not_call="1").wants_nothing
    assert not wish_of(Email_opt_out="1").wants_nothing
    assert wish_of(Email_opt_out="1", Do_not_call="1").wants_nothing
    assert wish_of(Do_not_contact="x").wants_nothing
    assert not NO_WISH.wants_nothing


def test_the_words_say_where_it_stood() -> None:
    wish = wish_of(Email_opt_out="TRUE", Do_not_call="seit 2024")
    assert wish.closed_words == "Email opt out: TRUE; Do not call: seit 2024"


def test_a_permission_has_its_day_and_its_source() -> None:
    wish = wish_of(Consent="yes", Consent_date="2025-04-03", Consent_source="Fair in Hanover, on a card")
    assert (wish.allowed, wish.allowed_on) == ((MAIL,), date(2025, 4, 3))
    assert wish.allowed_words == "Fair in Hanover, on a card"
    letter = wish_of(Newsletter="yes", Consent_date="2025-04-03", Consent_source="Website")
    assert letter.allowed == (NEWSLETTER,)


@pytest.mark.parametrize(
    "row",
    [
        {"Consent": "yes"},
        {"Consent": "yes", "Consent date": "2025-04-03"},
        {"Consent": "yes", "Consent source": "Website"},
        {"Consent": "yes", "Consent date": "02/03/24", "Consent source": "Website"},  # which day?
        {"Consent": "yes", "Consent date": "2027-01-01", "Consent source": "Website"},
        {"Consent": "yes", "Consent date": "2025-04-03", "Consent source": "x" * 501},
        {"Consent date": "2025-04-03"},
    ],
)
def test_or_it_is_none_and_that_is_known(row: dict[str, str]) -> None:
    assert read_wish(by_hand(["Email", *row]), row, TODAY) == Wish(is_unproven=True)


@pytest.mark.parametrize("cell", ["", "no", "maybe", "legitimate interest"])
def test_and_nobody_is_taken_to_have_allowed_what_they_did_not(cell: str) -> None:
    assert wish_of(Consent=cell, Consent_date="2025-04-03", Consent_source="Website") == NO_WISH


def test_an_opt_out_beats_a_permission() -> None:
    wish = wish_of(Consent="yes", Consent_date="2025-04-03", Consent_source="Web", Email_opt_out="1")
    assert (wish.closed, wish.allowed, wish.allowed_words) == ((MAIL, NEWSLETTER), (), "")


def test_a_deal_takes_it_from_its_person_s_row_whichever_of_two_says_it() -> None:
    rows = [
        {
            "Id": "003",
            "AccountId": "1",
            "LastName": "Dahl",
            "Email": "h@dahl.example",
            "HasOptedOutOfEmail": "",
        },
        {
            "Id": "004",
            "AccountId": "1",
            "LastName": "Dahl",
            "Email": "h@dahl.example",
            "HasOptedOutOfEmail": "1",
        },
    ]
    layout = recognise(list(rows[0]))
    assert layout is not None
    book = Book()
    book.add(layout, rows)
    deal = DealRow(Outcome.DECLINED, "6", "Pumps", "", TODAY, person=Person(record_id="003"))
    assert book.join(deal).person.wish.closed == (MAIL, NEWSLETTER)


def test_a_row_of_deals_may_say_it_itself() -> None:
    row = {"Deal": "Pumps", "Stage": "Lost", "Close date": "2025-04-03", "Contact": "Ana", "Do not call": "1"}
    deal = read_row(by_hand(list(row)), row, Answers(today=TODAY))
    assert isinstance(deal, DealRow)
    assert deal.person.wish.closed == (CALL,)


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        (["Contact ID", "First Name", "Last Name", "Email", "Unsubscribed from all email"], Field.NO_MAIL),
        (["Person - Name", "Person - Marketing status"], Field.NO_MAIL),
        (["Id", "AccountId", "LastName", "HasOptedOutOfEmail", "DoNotCall"], Field.NO_CALLS),
        (["Record Id", "First Name", "Last Name", "Email", "Email Opt Out"], Field.NO_MAIL),
        (["(Do Not Modify) Contact", "Full Name", "Do not allow Bulk Emails"], Field.NO_SERIES),
        (["name", "stage_id", "email_from", "is_blacklisted"], Field.NO_MAIL),
    ],
)
def test_every_program_s_own_column_is_known(headers: list[str], field: Field) -> None:
    layout = recognise(headers)
    assert layout is not None
    assert layout.header(field) == headers[-1]
