"""The page of columns: where each goes, what is asked once, how a file is read otherwise."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from exchange.dates import Order
from exchange.dialects.answers import Answers, DealRow
from exchange.dialects.fields import Field
from exchange.imports.reading import answers_of, layout_of, read_deals
from exchange.models import Import
from prospects.conversations import ExitConversation
from prospects.models import LossReason
from prospects.reasons import add_reason
from tests.cast import MONDAY, NINE, PASSWORD
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.exchange.imports.test_upload import upload

pytestmark = pytest.mark.django_db

ASKING = (
    "Contact,Company,Close date,Reason,Amount,Stage\n"
    "Henrik Dahl,Dahl AS,03/04/2025,Price,18500,Lost\n"
    "Ana Sousa,Sousa,11/04/2025,Timing,900,Lost\n"
    "Tom Baker,Baker,05/06/2025,Timing,900,Dead end archived\n"
    "Eva Klein,Klein,05/06/2025,,900,Won\n"
)


@pytest.fixture
def mine(owner: User) -> Client:
    return signed_in(owner)


def begun(mine: Client, *texts: str | bytes) -> tuple[Import, str]:
    answer = upload(mine, *((f"deals-{n}.csv", text) for n, text in enumerate(texts)))
    return Import.objects.get(), answer["Location"]


def press(mine: Client, address: str, act: str = "again", **typed: Any) -> Any:
    """Press a button of the form, with some fields filled in otherwise."""
    fields = filled_in(form_to(read(mine.get(address)), address))
    fields.pop("files", None)
    return mine.post(address, {**fields, "act": act, **typed})


def field_of(page: Element, label: str) -> str:
    """The name of the select beside these words."""
    found = next(each for each in page.all("label") if each.text.startswith(label))
    return page.one(id=found.attrs["for"]).attrs["name"]


def named(page: Element, name: str) -> Element:
    return page.all("select", name=name)[0]


def deals_of(imp: Import, user: User) -> list[DealRow]:
    imp.refresh_from_db()
    rows = (row.read for row in read_deals(imp, answers_of(imp, user, MONDAY)))
    return [read for read in rows if isinstance(read, DealRow) and read.is_taken]


def states(page: Element) -> dict[str, str]:
    """Each column with what is said beside it."""
    rows = [row.all("td") for row in page.one("table").all("tr") if len(row.all("td")) == 4]
    return {cells[0].text: cells[3].text for cells in rows}


def test_every_column_says_what_is_in_it_and_where_it_goes(mine: Client) -> None:
    _imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    assert states(page) == {
        "Contact": "Matched", "Company": "Matched", "Close date": "Your call", "Reason": "Your call",
        "Amount": "Matched", "Stage": "Your call",
    }  # fmt: skip
    first = page.one("table").all("tr")[1]
    assert "Henrik Dahl, Ana Sousa, Tom Baker" in first.text
    assert "4 rows. Nothing is saved until the last step." in page.text


def test_a_column_is_sent_elsewhere_by_hand(mine: Client) -> None:
    imp, address = begun(mine, ASKING)
    answer = press(mine, address, **{"column-0-2": "competitor", "column-0-5": ""})
    assert (answer.status_code, answer["Location"]) == (303, address)
    layout = layout_of(imp.files.get())
    assert (layout.header(Field.COMPETITOR), layout.header(Field.VALUE)) == ("Company", "")
    assert states(read(mine.get(address)))["Amount"] == "Left out"


def test_two_columns_cannot_go_to_one_place(mine: Client) -> None:
    imp, address = begun(mine, ASKING)
    press(mine, address, **{"column-0-2": "person"})
    assert layout_of(imp.files.get()).header(Field.PERSON) == "Contact"
    assert "“Contact” and “Company” both go to “Prospect, name”." in read(mine.get(address)).text


def test_an_unclear_day_is_asked_once_with_both_readings(mine: Client, owner: User) -> None:
    imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    assert [label.text for label in page.all("label", class_="pick pick-s pick-y")][:2] == [
        "3 April",
        "4 March",
    ]
    (radio, _other) = [each for each in page.all("input", type="radio") if each.attrs["name"] != "won"]
    press(mine, address, **{radio.attrs["name"]: "month_first"})
    imp.refresh_from_db()
    assert answers_of(imp, owner, MONDAY).date_orders == {"Close date": Order.MONTH_FIRST}
    assert states(read(mine.get(address)))["Close date"] == "Matched"


def test_a_reason_is_asked_once_and_price_is_never_decided_for_anybody(mine: Client) -> None:
    _imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    price, timing = (named(page, field_of(page, text)) for text in ("Price", "Timing"))
    assert [option.text for option in price.all("option", selected=True)] == []
    assert timing.all("option", selected=True)[0].text == "Timing"
    assert {group.attrs["label"] for group in price.all("optgroup")} >= {"Not now", "Went quiet"}


def test_what_was_answered_stays_to_be_seen_and_changed(mine: Client, owner: User) -> None:
    imp, address = begun(mine, ASKING)
    name = field_of(read(mine.get(address)), "Price")
    for conversation in ("cannot", "drifted"):
        press(mine, address, **{name: conversation})
        chosen = named(read(mine.get(address)), name).all("option", selected=True)
        assert [option.attrs["value"] for option in chosen] == [conversation]
    imp.refresh_from_db()
    answer = answers_of(imp, owner, MONDAY).reasons["price"]
    assert (answer.conversation, answer.is_price) == (ExitConversation.DRIFTED, True)


def test_the_team_s_own_reason_of_that_name_is_proposed(mine: Client, owner: User) -> None:
    LossReason.objects.all().delete()
    add_reason(ExitConversation.CANNOT, "Price", by=owner, now=NINE)
    _imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    chosen = named(page, field_of(page, "Price")).all("option", selected=True)
    assert [option.text for option in chosen] == ["Price"]


def test_a_reason_of_another_team_is_no_answer(mine: Client, stranger: User, owner: User) -> None:
    theirs = add_reason(ExitConversation.CANNOT, "Theirs", by=stranger, now=NINE)
    imp, address = begun(mine, ASKING)
    name = field_of(read(mine.get(address)), "Price")
    press(mine, address, **{name: f"cannot:{theirs.pk}"})
    imp.refresh_from_db()
    assert "price" not in answers_of(imp, owner, MONDAY).reasons


def test_a_stage_that_smells_of_an_end_is_asked_once(mine: Client, owner: User) -> None:
    _imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    press(mine, address, **{field_of(page, "Dead end archived"): "open"})
    page = read(mine.get(address))
    assert "2 noes will come in." in page.text
    assert "One deal is still open and is left out." in page.text


def test_going_on_is_told_what_is_missing(mine: Client) -> None:
    _imp, address = begun(mine, ASKING)
    answer = press(mine, address, "check")
    assert answer["Location"] == f"{address}?missing=1"
    page = read(mine.get(answer["Location"]))
    assert "answers are still missing." in page.one("div", role="alert").text


def test_with_every_answer_it_goes_on_to_the_check(mine: Client, owner: User) -> None:
    imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    radio = next(each for each in page.all("input", type="radio") if each.attrs["name"] != "won")
    answers = {
        radio.attrs["name"]: "day_first",
        field_of(page, "Price"): "not_a_priority",
        field_of(page, "Dead end archived"): "declined",
    }
    answer = press(mine, address, "check", **answers)
    assert answer["Location"] == f"/import/{imp.pk}/check/"
    assert [deal.person.name for deal in deals_of(imp, owner)] == ["Henrik Dahl", "Ana Sousa", "Tom Baker"]


def test_the_first_no_is_shown_as_it_will_become(mine: Client) -> None:
    _imp, address = begun(mine, ASKING)
    card = read(mine.get(address)).one("aside", aria_label="Preview")
    for words in ("Row 1 will become", "Henrik Dahl", "Dahl AS", "Price", "3 Apr 2025 · €18,500"):
        assert words in card.text
    assert "so long ago we skip the thank-you" in card.text


def test_won_deals_come_along_on_request(mine: Client, owner: User) -> None:
    imp, address = begun(mine, "Deal,Contact,Close date,Stage\nA,Ana,2025-01-02,Won\nB,Ben,2025-01-03,Lost\n")
    assert len(deals_of(imp, owner)) == 1
    press(mine, address, won="take")
    assert len(deals_of(imp, owner)) == 2


def test_where_nothing_was_declined_it_says_so(mine: Client) -> None:
    _imp, address = begun(
        mine, "Deal,Contact,Close date,Stage\nA,Ana,2025-01-02,Won\nB,Ben,2025-01-03,Open\n"
    )
    words = "There is nothing to bring in: none of the 2 deals was declined."
    assert words in read(mine.get(address)).text
    answer = press(mine, address, "check")
    assert words in read(mine.get(answer["Location"])).one("div", role="alert").text


def test_money_without_a_currency_is_the_team_s_or_what_somebody_says(mine: Client, owner: User) -> None:
    imp, address = begun(mine, "Deal,Contact,Close date,Stage,Amount\nB,Ben,2025-01-03,Lost,12\n")
    press(mine, address, home_currency="USD")
    assert [deal.currency for deal in deals_of(imp, owner)] == ["USD"]


UNDATED = "Deal,Contact,Stage,Close date\nA,Ana,Lost,2025-01-02\nB,Ben,Lost,\nC,Cem,Lost,2099-01-01\n"


def test_rows_without_a_day_ask_for_one(mine: Client, owner: User) -> None:
    imp, address = begun(mine, "Deal,Contact,Stage\nB,Ben,Lost\nC,Cem,Lost\n")
    name = field_of(read(mine.get(address)), "2 rows tell no day, or one that has yet to come. When was it")
    press(mine, address, **{name: "2025-05-06"})
    assert [deal.said_on.isoformat() for deal in deals_of(imp, owner) if deal.said_on] == ["2025-05-06"] * 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2099-01-01", "1 Jan 2099 lies ahead. When was it decided?"),
        ("last spring", "“last spring” is no day we can take. Write it like 2026-03-31."),
        ("1900-01-01", "“1900-01-01” is no day we can take."),
    ],
)
@pytest.mark.parametrize("act", ["again", "check"])
def test_a_day_that_cannot_be_comes_back_with_a_sentence(
    mine: Client, owner: User, typed: str, words: str, act: str
) -> None:
    imp, address = begun(mine, UNDATED)
    page = read(mine.get(address))
    name = field_of(page, "2 rows tell no day")
    assert page.one("input", name=name).attrs["max"] == MONDAY.isoformat()
    answer = press(mine, address, act, **{name: typed})
    shown = read(answer)
    assert answer.status_code == 422
    assert words in shown.one("div", role="alert").text
    assert shown.one("input", name=name).attrs["value"] == typed
    assert len(deals_of(imp, owner)) == 1


def test_rows_without_a_day_are_left_out(mine: Client, owner: User) -> None:
    imp, address = begun(mine, UNDATED)
    name = field_of(read(mine.get(address)), "2 rows tell no day")
    answer = press(mine, address, "check", **{f"{name}-how": "leave"})
    assert answer["Location"] == f"/import/{imp.pk}/check/"
    assert [deal.title for deal in deals_of(imp, owner)] == ["A"]
    stuck = read(mine.get(f"/import/{imp.pk}/check/?show=stuck")).text
    assert "The day is missing." in stuck
    assert "The day lies ahead." in stuck
    written = mine.get(f"/import/{imp.pk}/errors.csv").content.decode()
    assert [line.split(",")[0] for line in written.splitlines()[1:]] == [
        "The day is missing.",
        "The day lies ahead.",
    ]


def test_rows_left_out_can_be_given_a_day_after_all(mine: Client, owner: User) -> None:
    imp, address = begun(mine, UNDATED)
    name = field_of(read(mine.get(address)), "2 rows tell no day")
    press(mine, address, **{f"{name}-how": "leave"})
    page = read(mine.get(address))
    assert "checked" in page.one("input", name=f"{name}-how", type="checkbox").attrs
    press(mine, address, **{name: "2025-05-06"})
    assert len(deals_of(imp, owner)) == 3
    press(mine, address, **{f"{name}-how": "leave"})
    press(mine, address, **{f"{name}-how": "day"})
    assert len(deals_of(imp, owner)) == 1
    assert "answer is still missing" in read(mine.get(press(mine, address, "check")["Location"])).text


def test_a_day_that_lies_ahead_is_called_so_while_nobody_has_answered(mine: Client) -> None:
    imp, _address = begun(mine, UNDATED)
    stuck = read(mine.get(f"/import/{imp.pk}/check/?show=stuck")).text
    assert "The day lies ahead." in stuck
    assert "The day is missing." in stuck


def test_what_was_answered_is_there_again_when_its_column_comes_back(mine: Client) -> None:
    _imp, address = begun(mine, ASKING)
    name = field_of(read(mine.get(address)), "Price")
    press(mine, address, **{name: "cannot", "column-0-4": ""})
    assert "need a home" not in read(mine.get(address)).text
    press(mine, address, **{"column-0-4": "reason"})
    page = read(mine.get(address))
    assert "2 of your reasons need a home" in page.text
    assert [each.attrs["value"] for each in named(page, name).all("option", selected=True)] == ["cannot"]


# What comes in


def test_only_what_can_come_in_is_counted(mine: Client) -> None:
    long = "x" * 5000
    imp, address = begun(
        mine,
        "Deal,Contact,Stage,Close date,Notes\n"
        "A,Ana,Lost,soon,\n"
        "B,Ben,Lost,2025-01-03,\n"
        f"{long},Cem,Lost,2025-01-03,\n"
        "D,Dan,Lost,2025-01-04,\n"
        "E,Eva,Lost,2025-01-05,a,b,c\n",
    )
    page = read(mine.get(address))
    assert "2 noes will come in." in page.text
    assert "3 rows cannot come in as they are." in page.text
    assert "2 old noes would be up to 2 calls." in page.text
    assert "Row 2 will become" in page.text
    onward = press(mine, address, "stuck")["Location"]
    assert onward == f"/import/{imp.pk}/check/?show=stuck"
    assert "“soon” under Close date is no day we can read." in read(mine.get(onward)).text


def test_noes_that_wait_for_an_answer_are_counted(mine: Client) -> None:
    _imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    assert "2 noes will come in. Of one more deal you decide above." in page.text
    assert "cannot come in" not in page.text


def test_rows_left_out_for_their_day_are_not_counted(mine: Client) -> None:
    _imp, address = begun(mine, UNDATED)
    name = field_of(read(mine.get(address)), "2 rows tell no day")
    press(mine, address, **{f"{name}-how": "leave"})
    page = read(mine.get(address))
    assert "One no will come in." in page.text
    assert "2 rows cannot come in as they are." in page.text


def test_an_empty_status_has_a_name(mine: Client, owner: User) -> None:
    _imp, address = begun(
        mine, "Deal,Contact,Status,Close date,Reason\nA,Ana,,2025-01-02,No budget\nB,Ben,Lost,2025-01-02,\n"
    )
    name = field_of(read(mine.get(address)), "empty")
    press(mine, address, **{name: "declined"})
    assert "2 noes will come in." in read(mine.get(address)).text


def test_a_very_long_value_is_shown_by_its_beginning(mine: Client) -> None:
    _imp, address = begun(
        mine, f"Deal,Contact,Status,Close date,Reason\nA,Ana,Lost,2025-01-02,{'too dear ' * 500}\n"
    )
    page = read(mine.get(address))
    assert "too dear too dear" in page.text
    assert "too dear " * 12 not in page.text


# A file nobody knows

UNKNOWN = "Foo,Bar,Baz,Qux,Quux\nA,Ana,Lost,2025-01-02,x\n"


def test_of_a_file_without_a_known_column_nothing_is_claimed(mine: Client) -> None:
    _imp, address = begun(mine, UNKNOWN)
    page = read(mine.get(address))
    card = next(each for each in page.all("details") if "deals-0.csv" in each.text)
    assert "open" in card.attrs
    assert "Not known yet" in card.one("summary").text
    assert "People" not in card.one("summary").text
    assert list(states(page)) == ["Foo", "Bar", "Baz", "Qux", "Quux"]
    chosen = named(page, "kind-0").all("option", selected=True)
    assert [each.text for each in chosen] == ["Not known yet"]


def test_its_columns_are_matched_at_once(mine: Client, owner: User) -> None:
    imp, address = begun(mine, UNKNOWN)
    fields = {"column-0-1": "title", "column-0-2": "person", "column-0-3": "stage", "column-0-4": "closed_on"}
    press(mine, address, **fields)
    assert [deal.person.name for deal in deals_of(imp, owner)] == ["Ana"]
    press(mine, address, **{"kind-0": "people"})
    assert layout_of(imp.files.get()).kind == "people"


def test_unmatched_it_stays_unknown(mine: Client) -> None:
    imp, address = begun(mine, UNKNOWN)
    before = layout_of(imp.files.get())
    press(mine, address)
    assert layout_of(imp.files.get()) == before


# How a file is read


def test_a_guessed_encoding_is_shown_and_changed(mine: Client, owner: User) -> None:
    imp, address = begun(mine, "Deal,Contact,Stage,Closed on\nA,Müller €,Lost,2025-01-02\n".encode("cp1252"))
    page = read(mine.get(address))
    assert "A guess. If letters like ä look wrong, choose another." in page.text
    assert "Müller €" in page.text
    press(mine, address, **{"encoding-0": "latin-1"})
    assert "Müller \x80" in read(mine.get(address)).text or "Müller" in read(mine.get(address)).text
    assert imp.files.get().options == {"encoding": "latin-1"}


def test_a_file_that_cannot_be_read_is_read_otherwise(mine: Client, owner: User) -> None:
    imp, address = begun(mine, 'Deal,Contact,Stage,Closed on\nPumps 12" wide,Ott,Lost,2025-01-02\n')
    answer = press(mine, address, "check")
    assert "cannot be read yet" in read(mine.get(answer["Location"])).one("div", role="alert").text
    press(mine, address, **{"marks-0": "yes"})
    assert [deal.title for deal in deals_of(imp, owner)] == ['Pumps 12" wide']


def test_a_fault_far_down_is_said_with_its_line(mine: Client) -> None:
    rows = "".join(f"{n},Ana,Lost,2025-01-02\n" for n in range(600))
    _imp, address = begun(mine, f'Deal,Contact,Stage,Closed on\n{rows}"never closed,Ott,Lost,2025-01-02\n')
    assert "The quotation mark in line 602, cell 1, is never closed." in read(mine.get(address)).text


def test_the_header_is_where_somebody_says(mine: Client, owner: User) -> None:
    text = "Deal,Contact,Stage,Closed on\nName of deal,Ansprechpartner,Status,Datum\nA,Ana,Lost,2025-01-02\n"
    imp, address = begun(mine, text)
    press(mine, address, **{"header-0": "2"})
    assert list(states(read(mine.get(address)))) == ["Name of deal", "Ansprechpartner", "Status", "Datum"]
    assert len(deals_of(imp, owner)) == 1


def test_the_program_that_wrote_it_can_be_another(mine: Client) -> None:
    imp, address = begun(mine, "Deal Name,Deal Stage,Close Date,Owner\nA,Closed Lost,2025-01-02,Ben\n")
    assert layout_of(imp.files.get()).dialect.code == "hubspot"
    press(mine, address, **{"dialect-0": "by_hand"})
    layout = layout_of(imp.files.get())
    assert (layout.dialect.code, layout.header(Field.OWNER)) == ("by_hand", "Owner")


def test_what_is_no_choice_of_ours_changes_nothing(mine: Client) -> None:
    imp, address = begun(mine, ASKING)
    before = imp.files.get()
    odd = {"encoding-0": "utf-7", "delimiter-0": "x", "header-0": "-1", "dialect-0": "?", "column-0-1": "pk"}
    assert press(mine, address, **odd).status_code == 303
    after = imp.files.get()
    assert after.options == {}
    assert after.layout["dialect"] == before.layout["dialect"]


# Several files


def test_a_file_is_added_and_taken_away(mine: Client, owner: User) -> None:
    imp, address = begun(mine, "Deal,Email,Stage,Closed on\nA,ana@sousa.example,Lost,2025-01-02\n")
    people = SimpleUploadedFile(
        "contacts.csv", b"Record ID,First Name,Last Name,Email\n1,Ana,Sousa,ana@sousa.example\n"
    )
    press(mine, address, "add", files=people)
    assert [deal.person.name for deal in deals_of(imp, owner)] == ["Ana Sousa"]
    file = imp.files.get(name="contacts.csv")
    press(mine, address, f"remove:{file.pk}")
    assert [deal.person.name for deal in deals_of(imp, owner)] == [""]


def test_without_its_last_file_it_is_given_up(mine: Client) -> None:
    imp, address = begun(mine, ASKING)
    answer = press(mine, address, f"remove:{imp.files.get().pk}")
    assert answer["Location"] == "/import/"
    assert not imp.files.exists()


def test_answers_survive_another_file(mine: Client) -> None:
    _imp, address = begun(mine, ASKING)
    name = field_of(read(mine.get(address)), "Price")
    press(mine, address, **{name: "cannot"})
    press(
        mine,
        address,
        "add",
        files=SimpleUploadedFile("companies.csv", b"Company,Website\nSousa,sousa.example\n"),
    )
    chosen = named(read(mine.get(address)), name).all("option", selected=True)
    assert [option.attrs["value"] for option in chosen] == ["cannot"]


def test_what_was_chosen_after_a_session_ran_out_is_shown_again(mine: Client, owner: User) -> None:
    _imp, address = begun(mine, ASKING)
    page = read(mine.get(address))
    name, mark = field_of(page, "Price"), page.all("input", name="typed_by")[0].attrs["value"]
    away = Client(SERVER_NAME="localhost")
    signing_in = read(
        away.post(address, {"act": "again", name: "cannot", "column-0-2": "", "typed_by": mark})
    )
    fields = filled_in(form_to(signing_in, "/accounts/login/"))
    answer = away.post("/accounts/login/", {**fields, "login": owner.email, "password": PASSWORD})
    shown = read(away.get(answer["Location"]))
    assert [each.attrs["value"] for each in named(shown, name).all("option", selected=True)] == ["cannot"]
    chosen = named(shown, "column-0-2").all("option", selected=True)
    assert [each.attrs["value"] for each in chosen] == []
    assert named(read(mine.get(address)), name).all("option", selected=True) == []


# Whose it is


def test_nobody_else_sees_it(mine: Client, colleague: User, manager: User, stranger: User) -> None:
    _imp, address = begun(mine, ASKING)
    for other in (colleague, manager, stranger):
        assert signed_in(other).get(address).status_code == 404
        assert signed_in(other).post(address, {"act": "check"}).status_code == 404


def test_looking_at_it_changes_nothing(mine: Client, owner: User) -> None:
    imp, address = begun(mine, ASKING)
    before = Import.objects.filter(pk=imp.pk).values().get()
    mine.get(address)
    assert Import.objects.filter(pk=imp.pk).values().get() == before
    assert answers_of(imp, owner, MONDAY) != Answers()
