"""Who wrote a file, by its headers alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.dialects.fields import Field, Kind
from exchange.dialects.recognition import by_hand, candidates, recognise


@pytest.mark.parametrize(
    ("code", "headers"),
    [
        ("hubspot", "Record ID|Deal Name|Deal Stage|Pipeline|Amount|Close Date|Deal owner|Is closed lost"),
        ("pipedrive", "Deal - ID|Deal - Title|Deal - Value|Deal - Status|Deal - Lost reason|Person - Name"),
        ("salesforce", "Id|AccountId|Name|StageName|Amount|CloseDate|IsClosed|IsWon"),
        ("salesforce", "Opportunity Name|Stage|Close Date|Account Name|Amount"),
        ("zoho", "Potential Name|Potential Owner|Closing Date|Amount|Stage|Created Time"),
        ("zoho", "Deal Name|Deal Owner|Closing Date|Amount|Stage|Pipeline|Account Name|Contact Name"),
        ("dynamics", "Topic|Potential Customer|Contact|Status|Status Reason|Est. revenue|Actual Close Date"),
        (
            "odoo",
            "name|contact_name|partner_name|email_from|phone|stage_id|probability|active|lost_reason_id",
        ),
    ],
)
def test_each_crm_by_its_headers(code: str, headers: str) -> None:
    layout = recognise(headers.split("|"))
    assert layout is not None
    assert (layout.dialect.code, layout.kind) == (code, Kind.DEALS)


def test_case_and_marks_between_words_do_not_matter() -> None:
    layout = recognise(["deal_name", "DEAL STAGE", "close-date"])
    assert layout is not None
    assert layout.columns[Field.CLOSED_ON] == "close-date"


def test_an_unknown_file_is_nobody_s() -> None:
    assert recognise(["a", "b"]) is None
    assert candidates([]) == []


def test_two_that_fit_alike_are_left_to_be_asked() -> None:
    headers = ["Deal Name", "Deal Stage", "Closing Date", "Deal Owner"]
    hubspot, zoho = candidates(headers)
    assert (hubspot.dialect.code, zoho.dialect.code) == ("hubspot", "zoho")
    assert hubspot.score == zoho.score
    assert recognise(headers) is None


def test_of_two_that_fit_the_better_one_is_taken() -> None:
    layout = recognise(["Deal Name", "Deal Stage", "Closing Date", "Account Name", "Reason For Loss"])
    assert layout is not None
    assert layout.dialect.code == "zoho"


def test_one_header_serves_one_field() -> None:
    columns = by_hand(["Name", "Company", "Email", "Email Address", "Status", "Close date"]).columns
    assert len(set(columns.values())) == len(columns)
    assert columns[Field.PERSON] == "Name"


def test_a_team_s_own_field_of_copper_is_known_without_its_number() -> None:
    columns = by_hand(["Name", "Company", "Close Date", "Loss Reason cf_123456"]).columns
    assert columns[Field.REASON] == "Loss Reason cf_123456"


def test_of_two_headers_with_one_name_the_first_counts() -> None:
    layout = recognise(["Deal - Title", "Deal - Owner", "Deal - Owner"])
    assert layout is not None
    assert layout.columns[Field.OWNER] == "Deal - Owner"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Datensatz-ID|Deal-Name|Deal-Phase|Pipeline|Betrag|Abschlussdatum", Kind.DEALS),
        ("Firma|Ansprechpartner|E-Mail|Betrag|Abschlussdatum|Verlustgrund", Kind.DEALS),
        ("lead_name|status|date_lost|value", Kind.DEALS),
        ("Vorname|Nachname|E-Mail-Adresse|Firma", Kind.PEOPLE),
        ("Société", Kind.ORGANISATIONS),
    ],
)
def test_any_file_gets_a_guess(headers: str, kind: Kind) -> None:
    assert by_hand(headers.split("|")).kind is kind


def test_a_german_file_s_columns_are_guessed() -> None:
    columns = by_hand(
        ["Firma", "Ansprechpartner", "E-Mail", "Auftragswert", "Abschlussdatum", "Grund"]
    ).columns
    assert columns == {
        Field.ORGANISATION: "Firma",
        Field.PERSON: "Ansprechpartner",
        Field.EMAIL: "E-Mail",
        Field.VALUE: "Auftragswert",
        Field.CLOSED_ON: "Abschlussdatum",
        Field.REASON: "Grund",
    }


def test_the_deal_and_whoever_sold_it_are_known_in_plain_words() -> None:
    columns = by_hand(["Deal-ID", "Dealname", "Kontakt", "Firma", "Sold by"]).columns
    assert (columns[Field.TITLE], columns[Field.OWNER]) == ("Dealname", "Sold by")


@given(st.lists(st.text(max_size=20), max_size=12))
def test_no_headers_raise_anything(headers: list[str]) -> None:
    recognise(headers)
    by_hand(headers)
