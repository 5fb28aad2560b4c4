"""A deal of an export as the no it was: nothing it says is lost, nothing is made up."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from exchange.dialects.answers import DealRow, Person
from exchange.imports.noes import new_no, new_win, person_key, value_of, who_of
from exchange.lost import Outcome
from prospects.conversations import AskAnswer, ExitConversation
from prospects.new_no import Agreement, Who

INGRID = Person("Ingrid Solheim", ("ingrid@isdal.example", "i@home.example"), ("+47 1", "+47 2"), "CFO", "7")
DEAL = DealRow(
    Outcome.DECLINED,
    record_id="D1",
    title="Pumps",
    stage="Negotiation",
    said_on=date(2025, 4, 3),
    value=Decimal("18500.005"),
    currency="NOK",
    reason="Too dear",
    conversation=ExitConversation.NOT_A_PRIORITY,
    reason_key="a",
    their_words="Not this year",
    competitor="Grundig",
    source="Fair",
    note="Call her at eight",
    person=INGRID,
    further_people=(Person("Max Ott", ("max@isdal.example",), job="Buyer"),),
    organisation="Isdal",
)
ID = UUID(int=1)


def test_everything_a_deal_says_has_its_place() -> None:
    no = new_no(DEAL, who_of(DEAL, "Somebody"), reason_ids={"a": ID}, owner_id=ID)
    assert no.who == Who(
        name="Ingrid Solheim", organisation="Isdal", email="ingrid@isdal.example", phone="+47 1", title="CFO"
    )
    assert (no.offer.title, no.offer.value, no.offer.currency) == ("Pumps", Decimal("18500.01"), "NOK")
    assert (no.said_on, no.in_their_words, no.reason_id) == (date(2025, 4, 3), "Not this year", ID)
    assert (no.behind.stage, no.behind.source) == ("Negotiation", "Fair")
    assert (no.behind.main_competitor, no.behind.competitors) == ("Grundig", ("Grundig",))
    assert no.notes.splitlines() == [
        "Call her at eight",
        "i@home.example, +47 2",
        "Max Ott, Buyer, max@isdal.example",
    ]
    assert (no.owner_id, no.is_imported) == (ID, True)


def test_nothing_was_asked_agreed_or_allowed() -> None:
    no = new_no(DEAL, who_of(DEAL, "Somebody"))
    assert (no.stay_in_touch, no.asks, no.agreement) == (AskAnswer.NOT_ASKED, (), Agreement())
    assert (no.next_contact_on, no.promise, no.behind.people) == (None, None, ())


def test_a_reason_that_is_none_of_the_team_s_stands_in_the_notes() -> None:
    no = new_no(DEAL, who_of(DEAL, "Somebody"), reason_ids={"another": ID})
    assert no.reason_id is None
    assert "Too dear" in no.notes.splitlines()


def test_a_deal_that_stays_outside_is_no_no() -> None:
    left_out = DealRow(Outcome.OPEN, "D1", "Pumps", "Open")
    with pytest.raises(ValueError, match="outside"):
        new_no(left_out, Who())
    with pytest.raises(ValueError, match="outside"):
        new_win(left_out, Who(), "key")


def test_a_yes_has_its_day_and_its_value() -> None:
    win = new_win(DEAL, who_of(DEAL, "Somebody"), "key")
    assert (win.closed_on, win.title, win.value, win.submission) == (
        date(2025, 4, 3),
        "Pumps",
        Decimal("18500.01"),
        "key",
    )


def test_an_address_stands_for_a_name_and_nobody_for_somebody() -> None:
    by_address = DealRow(Outcome.DECLINED, "", "", "", person=Person(emails=("a@isdal.example",)))
    assert who_of(by_address, "Somebody").name == "a@isdal.example"
    nobody = DealRow(Outcome.DECLINED, "", "", "", organisation="Isdal")
    who = who_of(nobody, "Somebody at Isdal")
    assert (who.name, who.is_unnamed, who.organisation) == ("Somebody at Isdal", True, "Isdal")


def deal_of(name: str = "", email: str = "", number: str = "", organisation: str = "") -> DealRow:
    emails = (email,) if email else ()
    person = Person(name, emails, record_id=number)
    return DealRow(Outcome.DECLINED, "", "", "", person=person, organisation=organisation)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (deal_of("Ana", "a@x.example"), deal_of("Ana Sousa", "a@x.example", organisation="Y")),
        (deal_of("Ana", number="7"), deal_of("Ana", number="7", organisation="Y")),
        (deal_of("Ana", organisation="Isdal"), deal_of("ANA", organisation="ISDAL")),
        (deal_of(organisation="Isdal"), deal_of(organisation="isdal")),
    ],
)
def test_the_same_person(one: DealRow, other: DealRow) -> None:
    assert person_key(one, "1") == person_key(other, "2")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (deal_of("Ana", "a@x.example"), deal_of("Ana", "b@x.example")),
        (deal_of("Ana"), deal_of("Ana")),
        (deal_of("Ana", organisation="Isdal"), deal_of("Ana", organisation="Havbruk")),
        (deal_of("Ana", organisation="Isdal"), deal_of(organisation="Isdal")),
        (deal_of("Ana", number="7"), deal_of("Ana", number="8")),
        (deal_of(), deal_of()),
    ],
)
def test_two_people(one: DealRow, other: DealRow) -> None:
    assert person_key(one, "1") != person_key(other, "2")


def test_a_value_is_kept_to_the_cent_and_one_of_forty_digits_as_it_is() -> None:
    assert value_of(DealRow(Outcome.DECLINED, "", "", "")) is None
    assert value_of(DealRow(Outcome.DECLINED, "", "", "", value=Decimal("0.125"))) == Decimal("0.13")
    huge = Decimal(10) ** 40
    assert value_of(DealRow(Outcome.DECLINED, "", "", "", value=huge)) == huge
