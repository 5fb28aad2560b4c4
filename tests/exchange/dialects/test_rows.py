"""One row of each CRM: as a deal, as what must be asked, or as what is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.amounts import Mark
from exchange.dates import Order
from exchange.dialects.answers import Answers, Ask, DealRow, Person, Problem, Question, ReasonAnswer, Why
from exchange.dialects.recognition import DIALECTS, by_hand, recognise
from exchange.dialects.rows import read_row, read_whole_row
from exchange.lost import Outcome
from prospects.conversations import ExitConversation

EUR = Answers(home_currency="EUR", today=date(2026, 11, 30))
PRICE = ReasonAnswer(ExitConversation.COMPETITOR_CHOSEN, is_price=True, key="7")

HUBSPOT = {
    "Record ID": "901",
    "Deal Name": "Dahl: pumps",
    "Deal Stage": "Parked",
    "Pipeline": "Sales",
    "Amount": "500.0",
    "Close Date": "2026-03-04 10:15",
    "Create Date": "2025-11-01 09:00",
    "Is closed lost": "true",
    "Closed Lost Reason": "",
    "Associated Contact": "Henrik Dahl (Henrik@dahl.example);Ana Sousa (ana@dahl.example)",
    "Associated Contact IDs": "11;12",
    "Associated Company (Primary)": "Dahl Verktøy AS",
    "Deal Description": " -20 % asked for",
}
PIPEDRIVE = {
    "Deal - ID": "501",
    "Deal - Title": "Website",
    "Deal - Value": "14500",
    "Deal - Currency of Value": "AUD",
    "Deal - Stage": "Won",
    "Deal - Status": "Lost",
    "Deal - Lost time": "2026-02-03 04:05:06",
    "Deal - Deal closed on": "2026-02-09",
    "Deal - Lost reason": "",
    "Person - Name": "Kai Morgan",
    "Person - Email - Work": "kai@bondi.example, KAI@home.example",
    "Person - Phone - Work": "+61 2 1234",
    "Organization - Name": "Bondi Surf School",
}
SALESFORCE = {
    "Id": "006",
    "AccountId": "001",
    "Name": "Widgets",
    "StageName": "Parked",
    "Amount": "",
    "CloseDate": "2026-02-03",
    "IsClosed": "1",
    "IsWon": "",
    "Loss_Reason__c": "",
    "ContactId": "003",
}
ZOHO = {
    "Potential Name": "Roof",
    "Potential Owner": "Maren",
    "Closing Date": "2021-04-15",
    "Created Time": "15 Apr, 2021 00:02:00",
    "Amount": "$22,700.00",
    "Stage": "Closed Lost to Competition",
    "Account Name": "Sousa & Filhos",
    "Contact Name": "Ana Sousa",
}
DYNAMICS = {
    "Topic": "Fleet",
    "Potential Customer": "Dahl",
    "Contact": "Henrik Dahl",
    "Status": "Lost",
    "Status Reason": "",
    "Est. revenue": "1,000.50",
    "Actual Close Date": "8/31/2024",
    "Description": "<p>They said<br>no &amp; thanks</p>",
}
ODOO = {
    "name": "Solar",
    "contact_name": "Mia",
    "partner_name": "Haus GmbH",
    "email_from": "mia@haus.example",
    "phone": "030 1",
    "stage_id": "New",
    "probability": "0.0",
    "active": "False",
    "lost_reason_id": "",
    "create_date": "2026-01-01 00:00:00",
    "date_closed": "2026-02-03 00:00:00",
}


def read(row: Mapping[str, str], answers: Answers = EUR) -> DealRow | Question | Problem:
    return read_row(recognise(list(row)) or by_hand(list(row)), row, answers)


def deal(row: Mapping[str, str], answers: Answers = EUR) -> DealRow:
    found = read(row, answers)
    assert isinstance(found, DealRow), found
    return found


def test_hubspot_in_full() -> None:
    found = deal(HUBSPOT)
    assert found == DealRow(
        Outcome.DECLINED,
        record_id="901",
        title="Dahl: pumps",
        stage="Parked",
        said_on=date(2026, 3, 4),
        created_on=date(2025, 11, 1),
        value=Decimal("500.0"),
        currency="EUR",
        conversation=ExitConversation.UNKNOWN,
        note="-20 % asked for",
        person=Person("Henrik Dahl", ("henrik@dahl.example",), record_id="11"),
        further_people=(Person("Ana Sousa", ("ana@dahl.example",)),),
        organisation="Dahl Verktøy AS",
    )


def test_pipedrive_s_status_counts_and_so_does_the_day_it_was_lost() -> None:
    found = deal(PIPEDRIVE)
    assert (found.outcome, found.said_on) == (Outcome.DECLINED, date(2026, 2, 3))
    assert (found.value, found.currency) == (Decimal(14500), "AUD")
    assert found.person == Person("Kai Morgan", ("kai@bondi.example", "kai@home.example"), ("+61 2 1234",))
    assert deal(PIPEDRIVE | {"Deal - Lost time": ""}).said_on == date(2026, 2, 9)


def test_salesforce_is_lost_when_closed_and_not_won() -> None:
    found = deal(SALESFORCE)
    assert (found.outcome, found.organisation_id, found.person.record_id) == (Outcome.DECLINED, "001", "003")
    assert (found.value, found.currency) == (None, "")
    assert deal(SALESFORCE | {"IsClosed": ""}).outcome is Outcome.OPEN
    assert deal(SALESFORCE | {"IsWon": "TRUE"}).outcome is Outcome.WON


def test_zoho_s_dollars_are_asked_about_once_by_a_team_that_has_none() -> None:
    assert read(ZOHO) == Question(Ask.CURRENCY, "Amount", "$")
    found = deal(ZOHO, replace(EUR, currencies={"$": "CAD"}))
    assert (found.value, found.currency, found.created_on) == (Decimal(22700), "CAD", date(2021, 4, 15))
    assert deal(ZOHO, replace(EUR, home_currency="USD")).currency == "USD"


def test_dynamics_is_lost_by_status_and_its_html_becomes_text() -> None:
    found = deal(DYNAMICS)
    assert (found.said_on, found.value) == (date(2024, 8, 31), Decimal("1000.50"))
    assert found.note == "They said\nno & thanks"


def test_odoo_is_lost_when_put_away() -> None:
    found = deal(ODOO)
    assert (found.outcome, found.person.name, found.organisation) == (Outcome.DECLINED, "Mia", "Haus GmbH")
    assert deal(ODOO | {"active": "True"}).outcome is Outcome.OPEN
    assert read(ODOO | {"probability": "20"}) == Question(Ask.OUTCOME, "stage_id", "new")


def test_an_open_or_won_deal_is_left_out_and_asks_nothing() -> None:
    found = deal(HUBSPOT | {"Is closed lost": "false", "Close Date": "soon", "Amount": "lots"})
    assert (found.outcome, found.is_taken) == (Outcome.OPEN, False)


def test_a_won_deal_is_taken_on_request() -> None:
    row = PIPEDRIVE | {"Deal - Status": "won", "Deal - Lost reason": "", "Deal - Lost time": ""}
    assert not deal(row).is_taken
    found = deal(row, replace(EUR, take_won=True))
    assert (found.outcome, found.said_on, found.conversation) == (Outcome.WON, date(2026, 2, 9), None)


def test_a_reason_is_asked_once_per_text_and_answered_however_it_is_spelt() -> None:
    row = HUBSPOT | {"Closed Lost Reason": "Too  Expensive"}
    assert read(row) == Question(Ask.REASON, "Closed Lost Reason", "too expensive")
    answers = replace(EUR, reasons={"too expensive": PRICE})
    for spelling in ("Too  Expensive", "too_expensive", "TOO EXPENSIVE"):
        found = deal(HUBSPOT | {"Closed Lost Reason": spelling}, answers)
        assert (found.conversation, found.is_price, found.reason_key) == (PRICE.conversation, True, "7")


def test_an_unclear_stage_is_asked_about() -> None:
    row = {"Company": "Dahl", "Stage": "Dead", "Close date": "2026-01-02"}
    assert read(row) == Question(Ask.OUTCOME, "Stage", "dead")
    assert deal(row, replace(EUR, outcomes={"dead": Outcome.DECLINED})).is_taken
    assert not deal(row, replace(EUR, outcomes={"dead": Outcome.OPEN})).is_taken


def test_days_and_amounts_that_could_be_two_are_asked_per_column() -> None:
    row = HUBSPOT | {"Close Date": "03/04/2026", "Amount": "1.234"}
    layout = recognise(list(row))
    assert layout is not None
    assert read_whole_row(layout, row, EUR) == [
        Question(Ask.AMOUNT_MARK, "Amount"),
        Question(Ask.DATE_ORDER, "Close Date"),
    ]
    answers = replace(EUR, date_orders={"Close Date": Order.DAY_FIRST}, marks={"Amount": Mark.COMMA})
    found = deal(row, answers)
    assert (found.said_on, found.value) == (date(2026, 4, 3), Decimal(1234))


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"Close Date": "soon"}, Problem(Why.DATE, "Close Date", "soon")),
        ({"Close Date": "2026-02-30"}, Problem(Why.DATE, "Close Date", "2026-02-30")),
        ({"Amount": "lots"}, Problem(Why.AMOUNT, "Amount", "lots")),
        ({"Amount": "-5"}, Problem(Why.AMOUNT, "Amount", "-5")),
        (
            {"Associated Contact": "", "Associated Contact IDs": "", "Associated Company (Primary)": ""},
            Problem(Why.NOBODY),
        ),
    ],
)
def test_a_row_that_is_wrong_says_where(cells: dict[str, str], problem: Problem) -> None:
    assert read(HUBSPOT | cells) == problem


@pytest.mark.parametrize("day", ["", "2026-12-01"])
def test_a_no_without_a_day_or_from_tomorrow_is_asked_about(day: str) -> None:
    row = HUBSPOT | {"Close Date": day}
    assert read(row) == Question(Ask.DAY, "Close Date")
    assert deal(row, replace(EUR, day_if_none=date(2026, 1, 1))).said_on == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("day", "problem"),
    [("", Problem(Why.NO_DAY)), ("2026-12-01", Problem(Why.AHEAD, "Close Date", "2026-12-01"))],
)
def test_such_rows_are_left_out_where_somebody_says_so(day: str, problem: Problem) -> None:
    assert read(HUBSPOT | {"Close Date": day}, replace(EUR, leave_undated=True)) == problem


def test_a_currency_by_name_is_asked_about() -> None:
    row = HUBSPOT | {"Currency": "Schilling"}
    assert read(row) == Question(Ask.CURRENCY, "Currency", "Schilling")
    assert deal(row, replace(EUR, currencies={"Schilling": "EUR"})).currency == "EUR"
    assert deal(HUBSPOT | {"Currency": "chf"}).currency == "CHF"


def test_a_moment_is_the_day_it_is_at_home() -> None:
    assert deal(
        HUBSPOT | {"Close Date": "2026-03-04T23:30:00-05:00"}, replace(EUR, zone=UTC)
    ).said_on == date(2026, 3, 5)


def test_a_column_without_a_header_is_nobody_s() -> None:
    found = deal(HUBSPOT | {"": "?"})
    assert (found.source, found.competitor, found.their_words) == ("", "", "")


def test_what_is_too_short_has_empty_cells() -> None:
    layout = recognise(list(HUBSPOT))
    assert layout is not None
    row = dict.fromkeys(HUBSPOT) | {"Deal Stage": "Closed Lost"}
    assert read_row(layout, row, replace(EUR, day_if_none=date(2026, 1, 1))) == Problem(Why.NOBODY)


@given(st.dictionaries(st.sampled_from([*HUBSPOT, *PIPEDRIVE]), st.text(max_size=30)))
def test_no_cells_raise_anything(cells: dict[str, str]) -> None:
    for row in (HUBSPOT | cells, PIPEDRIVE | cells, cells | {"Deal Name": "x", "Deal Stage": "lost"}):
        read(row)


def test_every_dialect_has_a_table_of_deals_with_what_decides() -> None:
    for dialect in DIALECTS:
        assert dialect.tables[0].kind == "deals", dialect.code
        assert {"title", "closed_on", "stage", "value"} <= set(dialect.tables[0].columns), dialect.code
